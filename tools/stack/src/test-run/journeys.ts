import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stackFolder } from '../folder.js';
import { firstFreePort } from '../ports.js';
import { progressOn } from '../progress.js';
import { Stack } from '../stack.js';
import { playJourneys } from './play-journeys.js';
import { providerPlace } from './provider-place.js';
import { failure, type Tally } from './tally.js';

/** Said by a process of something that it could not do. */
const FAULT = /"level":"(?:error|fatal)"|"err":|"status":5\d\d\b/;
const MOST_FAULTS = 40;

/** The last lines of a stack's logs that tell of faults: the logs go with the stack, and nothing else says why a page was not shown. */
async function faultsOf(logs: string): Promise<string[]> {
  const files = (await readdir(logs)).filter((name) => name.endsWith('.log'));
  const lines = await Promise.all(files.map(async (name) => (await readFile(join(logs, name), 'utf8')).split('\n').filter((line) => FAULT.test(line)).map((line) => `  ${name}: ${line}`)));
  return lines.flat().slice(-MOST_FAULTS);
}

/** The journeys in a browser, on a whole stack of their own that uses the test run's servers. */
export async function runJourneys(options: { folder: string; env: Readonly<Record<string, string>>; words: readonly string[] }): Promise<Tally> {
  const folder = stackFolder(join(options.folder, 'stack'));
  const telemetryPort = await firstFreePort(4318);
  // All that is done: what one span alone would say is to be found too.
  const env = { OTEL_TRACES_SAMPLER_ARG: '1', OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${telemetryPort}`, DATABASE_URL: options.env['CONCORDAT_TEST_DATABASE_URL'], REDIS_URL: options.env['CONCORDAT_TEST_REDIS_URL'], PORT: '3400' };
  const provider = await providerPlace();
  // People sign in hundreds of times, with passwords that nobody guards.
  const cheapPasswords = { CONCORDAT_FOR_TESTS: 'true', CONCORDAT_PASSWORD_COST: '8' };
  const stack = new Stack({ folder, progress: progressOn(process.stdout), env: { ...env, ...cheapPasswords, ...provider.settings }, fresh: false });
  try {
    const ready = await stack.start();
    if (ready === null) return failure('web-e2e: the start was stopped');
    const tally = await playJourneys({
      on: ready,
      file: join(options.folder, 'journeys.json'),
      env: { ...options.env, ...provider.told, CONCORDAT_E2E_TRACES_PORT: String(telemetryPort) },
      words: options.words,
    });
    if (tally.failed > 0) process.stdout.write(`\n  What went wrong, by the logs of the processes:\n${(await faultsOf(folder.logs)).join('\n')}\n`);
    return tally;
  } finally {
    await stack.stop();
  }
}
