import { scratchDatabase, type ScratchDatabase } from '@concordat/tool-sharing';
import type { Client } from 'pg';
import { inTurn, inWords, type Measured } from '../measured.js';
import { fillPageWorld, idOf, readersOf, type PageWorld } from './page-world.js';
import { openPage, pageByHand, policyPage, SIZE, type PageAsked, type Statement } from './pages.js';

const WARM_UP = 60;
const ROUNDS = 300;
/** The product's page against the best by hand. */
const MOST_OVER_HAND = 1.25;
/** A large partnership's page against a small one's. */
const MOST_OVER_SMALL = 1.5;
const SMALL = 10_000;
const [POLICY, HAND, CONDITION, OPEN] = ['policy, with row-level security', 'by hand, without row-level security', 'policy, without row-level security', 'without any policy'];

export interface PageFigures {
  items: number;
  results: Record<string, Measured>;
  overHand: number;
  overOpen: number;
}

/** Pages of the sharing policy at the size asked for and at 10,000 items. */
export async function benchPages(databaseUrl: string, items: number, say: (line: string) => void): Promise<PageFigures[]> {
  const figures: PageFigures[] = [];
  for (const size of new Set([SMALL, items])) figures.push(await benchSize(databaseUrl, size, say));
  const [small, large] = [figures[0]?.results[POLICY], figures.at(-1)?.results[POLICY]];
  if (small && large && figures.length > 1) {
    const ratio = large.median / small.median;
    say(`${items.toLocaleString('en-GB')} items against ${SMALL.toLocaleString('en-GB')}: ${ratio.toFixed(2)} times the median (at most ${String(MOST_OVER_SMALL)}: ${ratio <= MOST_OVER_SMALL ? 'met' : 'MISSED'})`);
  }
  return figures;
}

async function benchSize(databaseUrl: string, items: number, say: (line: string) => void): Promise<PageFigures> {
  const world: PageWorld = { partnerships: 20, cases: Math.max(20, Math.floor(items / 10)), items };
  say(`\n${items.toLocaleString('en-GB')} items on ${world.cases.toLocaleString('en-GB')} cases of ${String(world.partnerships)} partnerships; pages of ${String(SIZE)}`);
  const database = await scratchDatabase(databaseUrl);
  try {
    await fillPageWorld(database.admin, world, say);
    const asked = questions(world);
    await refuseDifferent(database, asked);
    const results = await inTurn(
      [
        { name: POLICY, once: turns(database.app, asked, policyPage) },
        { name: HAND, once: turns(database.admin, asked, pageByHand) },
        { name: CONDITION, once: turns(database.admin, asked, policyPage) },
        { name: OPEN, once: turns(database.admin, asked, openPage) },
      ],
      { warmUp: WARM_UP, rounds: ROUNDS },
    );
    for (const [name, one] of results) say(`  ${name}: ${inWords(one)}; 1 statement, ${String(SIZE)} rows at most`);
    const medianOf = (name: string): number => results.get(name)?.median ?? Number.NaN;
    const [overHand, overOpen] = [medianOf(POLICY) / medianOf(HAND), medianOf(POLICY) / medianOf(OPEN)];
    say(`  ${overHand.toFixed(2)} times the best by hand (at most ${String(MOST_OVER_HAND)}: ${overHand <= MOST_OVER_HAND ? 'met' : 'MISSED'}), ${overOpen.toFixed(1)} times no policy`);
    await tellPlan(database.app, asked, say);
    return { items, results: Object.fromEntries(results), overHand, overOpen };
  } finally {
    await database.drop();
  }
}

/** Twelve readers, each for the newest page and one from the middle. */
function questions(world: PageWorld): PageAsked[] {
  return readersOf(world, 12).flatMap((reader) =>
    ['2026-10-01', '2026-05-01'].map((day) => ({ reader, at: new Date('2026-11-01T12:00:00Z'), before: { createdAt: new Date(day), id: idOf(0, 0, 0) } })),
  );
}

/** One reader after the other: the time of the page alone, in a transaction with the reader's session as the services have it. */
function turns(client: Client, asked: readonly PageAsked[], page: (asked: PageAsked) => Statement): () => Promise<number> {
  let turn = 0;
  return async () => {
    const next = asked[(turn += 1) % asked.length];
    if (next === undefined) throw new RangeError('Nothing is asked');
    return (await answer(client, next, page(next))).ms;
  };
}

async function answer(client: Client, asked: PageAsked, statement: Statement): Promise<{ ms: number; rows: unknown[] }> {
  await client.query('begin');
  try {
    await beginSession(client, asked);
    const began = performance.now();
    const { rows } = await client.query<Record<string, unknown>>(statement);
    return { ms: performance.now() - began, rows };
  } finally {
    await client.query('commit');
  }
}

async function beginSession(client: Client, { reader, at }: PageAsked): Promise<void> {
  const settings = { partnership_id: reader.partnershipId, user_id: reader.userId, membership_id: reader.membershipId, agency_id: reader.agencyId, at: at.toISOString() };
  for (const [key, value] of Object.entries(settings)) await client.query({ name: 'session', text: 'select set_config($1, $2, true)', values: [`app.${key}`, value] });
}

/** Whoever answers otherwise is not compared. */
async function refuseDifferent({ admin, app }: ScratchDatabase, asked: readonly PageAsked[]): Promise<void> {
  let rows = 0;
  for (const one of asked) {
    const [policy, hand] = [await answer(app, one, policyPage(one)), await answer(admin, one, pageByHand(one))];
    if (JSON.stringify(policy.rows) !== JSON.stringify(hand.rows)) throw new Error('The policy and the page by hand answer differently');
    rows += policy.rows.length;
  }
  if (rows === 0) throw new Error('Nobody sees anything in this world');
}

async function tellPlan(client: Client, asked: readonly PageAsked[], say: (line: string) => void): Promise<void> {
  const [first] = asked;
  if (first === undefined) return;
  await client.query('begin');
  await beginSession(client, first);
  const { text, values } = policyPage(first);
  const { rows } = await client.query<{ 'QUERY PLAN': string }>(`explain (analyze, costs off, timing off, buffers off) ${text}`, values);
  await client.query('commit');
  say('  plan of the policy’s page:');
  for (const row of rows) say(`    ${row['QUERY PLAN'].slice(0, 160)}`);
}
