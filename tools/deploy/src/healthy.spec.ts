import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from '@jest/globals';

const check = fileURLToPath(new URL('../../../docker/healthy.mjs', import.meta.url));

/** A process that answers `/health/ready` with a status, or whose event loop stops once it listens. */
const PROGRAM = `
  const server = require('node:http').createServer((request, answer) => answer.writeHead(request.url === '/health/ready' ? Number(process.argv[1]) : 200).end());
  server.listen(0, '127.0.0.1', () => process.stdout.write(String(server.address().port), () => { if (process.argv[1] === 'hangs') for (;;); }));`;

const started: ChildProcess[] = [];

async function listening(how: string): Promise<{ one: ChildProcess; port: string }> {
  const one = spawn(process.execPath, ['--eval', PROGRAM, how], { stdio: ['ignore', 'pipe', 'inherit'] });
  started.push(one);
  const [said] = (await once(one.stdout, 'data')) as [Buffer];
  return { one, port: said.toString() };
}

/** @returns the status of the health check */
async function statusOf(port: string): Promise<unknown> {
  const [status] = (await once(spawn(process.execPath, [check, '100'], { env: { PORT: port }, stdio: 'ignore' }), 'exit')) as [number];
  return status;
}

afterEach(() => {
  for (const one of started.splice(0)) one.kill('SIGKILL');
});

describe('the health check of a container', () => {
  it('ends a process that takes connections and answers none of them', async () => {
    const { one, port } = await listening('hangs');
    const ended = once(one, 'exit');
    expect(await statusOf(port)).toBe(1);
    expect(await ended).toEqual([null, 'SIGKILL']);
    expect(await statusOf(port)).toBe(1);
  });

  it.each([['is ready', '200', 0], ['waits for its database', '503', 1]])('leaves one alone that %s', async (_what, how, status) => {
    const { one, port } = await listening(how);
    expect(await statusOf(port)).toBe(status);
    expect([one.exitCode, one.signalCode]).toEqual([null, null]);
  });
});
