import { once } from 'node:events';
import { join } from 'node:path';
import autocannon from 'autocannon';
import { measured, type Measured } from '../measured.js';
import { signInToPages } from './browser.js';
import { withCaseStack, type CaseStack } from './case-stack.js';
import { benchList, type ListFigures } from './list-bench.js';
import { StatementLog, type Statements } from './statements.js';

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
  /** Of one page, which asks several services; who looks whether a service is ready in the meantime is counted too. */
  statements: Statements;
}

export interface JourneyFigures {
  pages: PageFigures[];
  list: ListFigures;
}

/** Pages that people look at all day, with many cases, at a steady rate; and the list of cases beside Directus. */
export async function benchJourney(cases: number, say: (line: string) => void): Promise<JourneyFigures> {
  return withCaseStack(cases, say, async (stack) => ({ pages: await measurePages(stack), list: await benchList(stack, say) }));
}

async function measurePages({ ready: { web, postgresUrl }, folder, reader, caseIds }: CaseStack): Promise<PageFigures[]> {
  const cookie = await signInToPages(web, reader);
  const pages: { page: string; paths: string[] }[] = [
    { page: 'home', paths: ['/'] },
    { page: 'cases with a filter', paths: ['/cases?show=responding'] },
    { page: 'a case', paths: caseIds.map((id) => `/cases/${id}`) },
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
    if (found) found.statements = await log.fewest(ask);
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
