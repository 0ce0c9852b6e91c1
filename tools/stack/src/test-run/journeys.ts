import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { certificate } from '@concordat/testing';
import { pinnedNode, root, stackFolder } from '../folder.js';
import { firstFreePort } from '../ports.js';
import { progressOn } from '../progress.js';
import { onPath } from '../redis-program.js';
import { Stack } from '../stack.js';
import { runCommand } from './commands.js';
import { failure, nothing, together, type Tally } from './tally.js';

const PROJECT = 'apps/web-e2e';
const LIMIT = 12 * 60_000;

interface Suite {
  title: string;
  specs?: { title: string; ok: boolean }[] | undefined;
  suites?: Suite[] | undefined;
}

const suite: z.ZodType<Suite> = z.lazy(() =>
  z.object({
    title: z.string(),
    specs: z.array(z.object({ title: z.string(), ok: z.boolean() })).optional(),
    suites: z.array(suite).optional(),
  }),
);
const playwrightResults = z.object({
  stats: z.object({ expected: z.int(), unexpected: z.int(), flaky: z.int() }),
  suites: z.array(suite),
  errors: z.array(z.object({ message: z.string().optional() })),
});

/** What Playwright's results say. A journey that passed only when it was tried again has failed. */
export function playwrightTally(results: unknown): Tally {
  const { stats, suites, errors } = playwrightResults.parse(results);
  const failuresOf = ({ title, specs = [], suites: inner = [] }: Suite): string[] => [
    ...specs.filter(({ ok }) => !ok).map((spec) => `web-e2e: ${title}: ${spec.title}`),
    ...inner.flatMap(failuresOf),
  ];
  return {
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky + errors.length,
    failures: [...suites.flatMap(failuresOf), ...errors.map(({ message }) => `web-e2e: ${message ?? 'error'}`)],
  };
}

/** The journeys in a browser, on a whole stack of their own that uses the test run's servers. */
export async function runJourneys(options: { folder: string; env: Readonly<Record<string, string>>; words: readonly string[] }): Promise<Tally> {
  const configuration = join(root, PROJECT, 'playwright.config.ts');
  if (!existsSync(configuration)) return nothing;
  const chromium = onPath(['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']);
  if (chromium === null) return failure('web-e2e: there is no chromium on this machine; install it (on Debian: sudo apt-get install chromium) and run the tests again');
  const folder = stackFolder(join(options.folder, 'stack'));
  const telemetryPort = await firstFreePort(4318);
  // A quarter of what is done: enough of every route, and little work.
  const env = { OTEL_TRACES_SAMPLER_ARG: '0.25', OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${telemetryPort}`, DATABASE_URL: options.env['CONCORDAT_TEST_DATABASE_URL'], REDIS_URL: options.env['CONCORDAT_TEST_REDIS_URL'], PORT: '3400' };
  const provider = { port: await firstFreePort(4443), ...certificate() };
  const stack = new Stack({ folder, progress: progressOn(process.stdout), env: { ...env, CONCORDAT_PRIVATE_PROVIDERS: `127.0.0.1:${provider.port}`, CONCORDAT_PROVIDER_CERTIFICATES: provider.cert }, fresh: false });
  try {
    const ready = await stack.start();
    if (ready === null) return failure('web-e2e: the start was stopped');
    const file = join(options.folder, 'journeys.json');
    const command = [pinnedNode, join(root, 'node_modules/.bin/playwright'), 'test', '--config', configuration, '--reporter=list,json', ...options.words];
    const { status, output } = await runCommand(command, {
      cwd: join(root, PROJECT),
      env: {
        ...process.env,
        ...options.env,
        PLAYWRIGHT_JSON_OUTPUT_NAME: file,
        CONCORDAT_E2E_URL: ready.web,
        CONCORDAT_E2E_SERVICES: JSON.stringify(ready.services),
        CONCORDAT_E2E_TRACES_PORT: String(telemetryPort),
        CONCORDAT_E2E_PROVIDER: JSON.stringify(provider),
        CONCORDAT_E2E_MAIL_URL: ready.caughtMailUrl,
        CONCORDAT_E2E_ACCOUNTS: ready.accountsFile,
        CONCORDAT_CHROMIUM: chromium,
      },
      show: true,
      limit: LIMIT,
    });
    const text = await readFile(file, 'utf8').catch(() => null);
    const tally = text === null ? failure(`web-e2e: Playwright ended with status ${status} and no results: ${output.slice(-500)}`) : playwrightTally(JSON.parse(text));
    return tally.failed === 0 && status !== 0 ? together([tally, failure(`web-e2e: Playwright ended with status ${status}`)]) : tally;
  } finally {
    await stack.stop();
  }
}
