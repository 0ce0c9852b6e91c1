import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '@concordat/testing';
import { internalPorts } from './ports.js';
import { answersOk, nextWait, Supervised, type Watching } from './supervisor.js';

describe('supervision', () => {
  let place: string;
  let supervised: Supervised | undefined;
  const notes: string[] = [];

  beforeEach(async () => {
    place = await mkdtemp(join(tmpdir(), 'supervised-'));
    notes.length = 0;
  });

  afterEach(async () => {
    await supervised?.stop();
    await rm(place, { recursive: true, force: true });
  });

  const run = (script: string, watching: Watching = {}): Supervised => {
    supervised = new Supervised(
      { name: 'sample', command: [process.execPath, '-e', script], env: {}, cwd: place, log: join(place, 'log') },
      (text) => notes.push(text),
      watching,
    );
    supervised.start();
    return supervised;
  };
  const log = (): Promise<string> => readFile(join(place, 'log'), 'utf8');

  it('waits longer after each end that follows soon, and no longer than half a minute', () => {
    const waits = [null, 500, 1000, 16_000, 30_000].map((last) => nextWait(last, 100));
    expect(waits).toEqual([500, 1000, 2000, 30_000, 30_000]);
    expect(nextWait(30_000, 100_000)).toBe(500);
  });

  it('starts a process again that was killed, and says so', async () => {
    const sample = run('console.log(process.pid); setInterval(() => {}, 1000)');
    const pid = await eventually(async () => {
      const [first] = (await log()).trim().split('\n');
      if (!first) throw new Error('not started');
      return Number(first);
    });
    await sample.untilReady(() => Promise.resolve(true), 1000);
    process.kill(pid, 'SIGKILL');
    await eventually(async () => {
      expect((await log()).trim().split('\n')).toHaveLength(2);
    });
    expect(notes).toEqual([expect.stringContaining('sample was ended by SIGKILL')]);
  });

  it('ends a process that is up and does not answer, and starts it again', async () => {
    const [port = 0] = await internalPorts(1);
    const sample = run(`require('http').createServer((q, a) => a.end()).listen(${port}, '127.0.0.1', () => console.log(process.pid))`, {
      isLive: () => answersOk(`http://127.0.0.1:${port}`, 300), silentFor: 1_000,
    });
    await sample.untilReady(() => answersOk(`http://127.0.0.1:${port}`), 20_000);
    // Answers are what keeps it, however long it lives.
    await new Promise((woken) => setTimeout(woken, 1_500));
    const { pid } = sample;
    expect(sample.hasAnswered).toBe(true);
    process.kill(pid ?? 0, 'SIGSTOP');
    await eventually(async () => {
      expect((await log()).trim().split('\n')).toHaveLength(2);
    });
    expect([sample.pid === pid, notes[0]]).toEqual([false, expect.stringContaining('sample does not answer')]);
    await eventually(() => {
      expect(sample.hasAnswered).toBe(true);
    });
  });

  it('gives up on a process that never gets ready, with its last words', async () => {
    const sample = run('console.error("no database"); process.exit(3)');
    await expect(sample.untilReady(() => Promise.resolve(false), 20_000)).rejects.toThrow(/ends as soon as it starts[\s\S]*no database/);
  });

  it('stops a process that does as it is told, and leaves it stopped', async () => {
    const sample = run('process.on("SIGTERM", () => { console.log("bye"); process.exit(0) }); console.log("up"); setInterval(() => {}, 1000)');
    await eventually(async () => {
      expect(await log()).toContain('up');
    });
    await sample.stop();
    expect(sample.alive).toBe(false);
    expect(await log()).toBe('up\nbye\n');
  });
});
