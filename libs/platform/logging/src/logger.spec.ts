import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { createLogger, currentTrace, NestLogger, runWithTrace } from './index.js';
import { steadyDestination } from './logger.js';

const logLine = z.record(z.string(), z.unknown());

function captured(): { lines: () => Record<string, unknown>[]; destination: { write(line: string): void } } {
  const written: string[] = [];
  return { destination: { write: (line) => void written.push(line) }, lines: () => written.map((line) => logLine.parse(JSON.parse(line))) };
}

describe('the log', () => {
  it('writes service, time, level and trace', () => {
    const { destination, lines } = captured();
    runWithTrace('trace-7', () => createLogger('referrals', { destination, level: 'info' }).info('started'));
    expect(lines()[0]).toMatchObject({ service: 'referrals', level: 'info', trace: 'trace-7', msg: 'started' });
    expect(lines()[0]?.time).toMatch(/^\d{4}-\d\d-\d\dT.*Z$/);
  });

  it('keeps what somebody typed on its own line, whatever it holds', () => {
    const written: string[] = [];
    createLogger('web', { destination: { write: (line) => void written.push(line) }, level: 'info' }).info({ what: 'a\n{"level":"fatal"}\u2028\u001b[2J' }, 'typed\r\nby somebody');
    expect(written.join('').trimEnd().split(/[\r\n]/)).toHaveLength(1);
  });

  it('keeps the trace across waits and apart from others', async () => {
    const seen = await Promise.all(
      ['a', 'b'].map((trace) =>
        runWithTrace(trace, async () => {
          await new Promise((resolve) => setTimeout(resolve, 5));
          return currentTrace();
        }),
      ),
    );
    expect(seen).toEqual(['a', 'b']);
  });

  it('never shows headers that sign in, bodies, passwords or tokens, however deep', () => {
    const { destination, lines } = captured();
    const secret = 'Aaliyah Hussain';
    createLogger('web', { destination, level: 'info' }).info(
      {
        body: { name: secret },
        req: { headers: { authorization: secret, cookie: secret }, body: secret, query: { name: secret } },
        job: { data: { payload: secret, user: { password: secret } } },
        steps: [{ made: { by: { whom: { token: secret } } } }],
        asked: { toJSON: () => ({ url: '/cases', query: { name: secret } }) },
      },
      'request',
    );
    expect(JSON.stringify(lines())).not.toContain(secret);
    expect(lines()[0]).toMatchObject({ body: '[redacted]', job: { data: { payload: '[redacted]' } }, asked: { url: '/cases' } });
  });

  it('ends where what is logged has no end', () => {
    const { destination, lines } = captured();
    const round: Record<string, unknown> = { kind: 'case' };
    round['self'] = round;
    createLogger('web', { destination, level: 'info' }).info(round, 'round');
    expect(lines()[0]).toMatchObject({ kind: 'case', self: { self: '[again]' }, msg: 'round' });
  });

  it('writes an error by type, code and stack, without the values of a database error', () => {
    const { destination, lines } = captured();
    const error = Object.assign(new Error('insert into "person" values (\'Aaliyah Hussain\') - duplicate key'), {
      code: '23505',
      detail: 'Key (name)=(Aaliyah Hussain) already exists.',
      constraint: 'person_name_key',
    });
    createLogger('jag-cases', { destination, level: 'info' }).error({ err: error, tried: [{ because: error }] }, 'failed');
    expect(JSON.stringify(lines())).not.toContain('Aaliyah');
    expect(lines()[0]?.err).toMatchObject({ message: 'database error 23505 (constraint person_name_key)', code: '23505', stack: expect.stringContaining('logger.spec') });
  });

  it("takes Nest's lines with their context", () => {
    const { destination, lines } = captured();
    new NestLogger(createLogger('x', { destination, level: 'info' })).error(new Error('broke'), 'Router');
    expect(lines()[0]).toMatchObject({ level: 'error', context: 'Router', err: { message: 'broke' } });
  });

  it('goes on where its lines can be written no more, and writes again when they can', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'log-')), 'x.log');
    const destination = steadyDestination('/dev/full');
    const logger = createLogger('x', { destination, level: 'info' });
    for (const line of ['one', 'two']) {
      logger.info(line);
      await pause(20);
    }
    writeFileSync(file, '');
    destination.reopen(file);
    logger.info('three');
    while (!readFileSync(file, 'utf8').includes('three')) await pause(20);
    expect(readFileSync(file, 'utf8').trim().split('\n').map((line) => logLine.parse(JSON.parse(line)).msg)).toEqual(['one', 'two', 'three']);
    rmSync(dirname(file), { recursive: true });
  });
});
