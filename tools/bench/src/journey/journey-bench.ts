import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { databaseEnvironment, databaseUrl, installationSecrets, internalPorts, silent, Stack, stackFolder, type ReadyStack, type StackFolder } from '@concordat/tool-stack';
import autocannon from 'autocannon';
import { withClient } from '../bench-database.js';
import { measured, type Measured } from '../measured.js';
import { signInToPages } from './browser.js';
import { fillCaseWorld, PREFIX } from './case-world.js';
import { StatementLog, type Statements } from './statements.js';

/** Whose pages are asked for: who coordinates the forum of the cases. */
const READER = 'nadia.farrow@hinckley-bosworth.example';
/** Requests a second. */
const RATE = 30;
const WARM_UP = 5;
const SECONDS = 20;
const CONNECTIONS = 10;

export interface PageFigures {
  page: string;
  requests: number;
  /** How many were answered with what else, by HTTP status. */
  failed: Record<string, number>;
  /** Milliseconds. */
  latency: Measured;
  /** Of one page, which asks several services. */
  statements: Statements;
}

/** Pages that people look at all day, with many cases, at a steady rate. */
export async function benchJourney(cases: number, say: (line: string) => void): Promise<PageFigures[]> {
  const place = await mkdtemp(join(tmpdir(), 'concordat-bench-'));
  const folder = stackFolder(place);
  const [port = 0] = await internalPorts(1);
  const stack = new Stack({ folder, progress: silent, env: { PORT: String(port) }, fresh: false });
  try {
    const ready = await stack.start();
    if (ready === null) throw new Error('The start was stopped');
    return await measurePages(ready, folder, cases, say);
  } finally {
    await stack.stop();
    await rm(place, { recursive: true, force: true });
  }
}

async function measurePages({ web, postgresUrl, accounts }: ReadyStack, folder: StackFolder, cases: number, say: (line: string) => void): Promise<PageFigures[]> {
  const env = databaseEnvironment('jag-cases', postgresUrl, await installationSecrets(folder));
  const adminUrl = databaseUrl(postgresUrl, new URL(env['CONCORDAT_DATABASE_URL'] ?? '').pathname.slice(1));
  const began = performance.now();
  await fillCaseWorld({ env, adminUrl, cases }, say);
  const bytes = await withClient(adminUrl, async (client) => (await client.query<{ bytes: string }>('select pg_database_size(current_database()) as bytes')).rows[0]?.bytes ?? '0');
  say(`  filled in ${((performance.now() - began) / 1000).toFixed(0)} s; the database holds ${(Number(bytes) / 1e6).toFixed(0)} MB`);
  const reader = accounts?.find(({ email }) => email === READER);
  if (reader === undefined) throw new Error(`The demo has no ${READER}`);
  const cookie = await signInToPages(web, reader);
  const ids = await withClient(adminUrl, async (client) => (await client.query<{ id: string }>(`select id from "case" where reference like '${PREFIX}-%' order by md5(id::text) limit 500`)).rows.map(({ id }) => id));
  const pages: { page: string; paths: string[] }[] = [
    { page: 'home', paths: ['/'] },
    { page: 'cases with a filter', paths: ['/cases?state=responding'] },
    { page: 'a case', paths: ids.map((id) => `/cases/${id}`) },
  ];
  const figures: PageFigures[] = [];
  for (const { page, paths } of pages) {
    await load(web, paths, cookie, WARM_UP);
    const { times, failed } = await load(web, paths, cookie, SECONDS);
    figures.push({ page, requests: times.length, failed, latency: measured(times), statements: {} });
  }
  const log = await StatementLog.open(postgresUrl, join(folder.logs, 'postgresql.log'));
  for (const [index, { paths }] of pages.entries()) {
    const ask = async (): Promise<void> => void (await (await fetch(web + (paths[0] ?? ''), { headers: { cookie } })).text());
    await ask();
    const found = figures[index];
    if (found) found.statements = await log.during(ask);
  }
  return figures;
}

/** At {@link RATE} requests a second, none waiting for another's answer. */
async function load(web: string, paths: readonly string[], cookie: string, duration: number): Promise<{ times: number[]; failed: Record<string, number> }> {
  const times: number[] = [];
  const failed: Record<string, number> = {};
  const options = { url: web, connections: CONNECTIONS, pipelining: 1, overallRate: RATE, duration, headers: { cookie }, requests: paths.map((path) => ({ method: 'GET' as const, path })) };
  const run = autocannon(options, () => undefined);
  run.on('response', (_client, status, _bytes, milliseconds) => {
    if (status === 200) times.push(milliseconds);
    else failed[status] = (failed[status] ?? 0) + 1;
  });
  await once(run, 'done');
  return { times, failed };
}
