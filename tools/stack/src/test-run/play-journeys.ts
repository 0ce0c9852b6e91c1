import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { pinnedNode, root } from '../folder.js';
import type { ReadyStack } from '../stack.js';
import { browserProgram } from './browser.js';
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

export interface Playing {
  /** Where what they play on is. */
  on: Pick<ReadyStack, 'web' | 'services' | 'caughtMailUrl' | 'accountsFile'>;
  /** Where Playwright writes its results. */
  file: string;
  env?: Readonly<Record<string, string>>;
  /** Arguments of Playwright: files, `--grep`. */
  words: readonly string[];
  /** Most time for all of them together, in milliseconds. */
  limit?: number;
}

/** Plays journeys in browsers, on what runs already. @throws CannotRun when there is no browser */
export async function playJourneys({ on, file, env = {}, words, limit = LIMIT }: Playing): Promise<Tally> {
  const configuration = join(root, PROJECT, 'playwright.config.ts');
  if (!existsSync(configuration)) return nothing;
  const command = [pinnedNode, join(root, 'node_modules/.bin/playwright'), 'test', '--config', configuration, '--reporter=list,json', ...words];
  const { status, output } = await runCommand(command, {
    cwd: join(root, PROJECT),
    env: {
      ...process.env,
      ...env,
      PLAYWRIGHT_JSON_OUTPUT_NAME: file,
      CONCORDAT_E2E_URL: on.web,
      CONCORDAT_E2E_SERVICES: JSON.stringify(on.services),
      CONCORDAT_E2E_MAIL_URL: on.caughtMailUrl,
      CONCORDAT_E2E_ACCOUNTS: on.accountsFile,
      CONCORDAT_CHROMIUM: browserProgram(process.env),
    },
    show: true,
    limit,
  });
  const text = await readFile(file, 'utf8').catch(() => null);
  const tally = text === null ? failure(`web-e2e: Playwright ended with status ${status} and no results: ${output.slice(-500)}`) : playwrightTally(JSON.parse(text));
  return tally.failed === 0 && status !== 0 ? together([tally, failure(`web-e2e: Playwright ended with status ${status}`)]) : tally;
}
