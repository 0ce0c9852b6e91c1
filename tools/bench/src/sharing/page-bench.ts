import { receiptedPage, ShareReceipts, type ReadableItem } from '@concordat/sharing';
import { scratchDatabase } from '@concordat/tool-sharing';
import { inTurn, inWords, type Measured } from '../measured.js';
import { PageItem, pageOf, pageService, statementsOf, type PageService } from './page-service.js';
import { fillPageWorld, idOf, readersOf, type PageWorld } from './page-world.js';
import { openPage, pageAsked, pageByHand, questionOf, SIZE, type PageAsked } from './pages.js';

/** When everything is asked. */
const AT = new Date('2026-11-01T12:00:00Z');
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
  /** Statements that each sends for a page. */
  statements: Record<string, number>;
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

type Page = (asked: PageAsked) => Promise<ReadableItem<PageItem>[]>;

interface Side {
  name: string;
  service: PageService;
  page: Page;
}

async function benchSize(databaseUrl: string, items: number, say: (line: string) => void): Promise<PageFigures> {
  const world: PageWorld = { partnerships: 20, cases: Math.max(20, Math.floor(items / 10)), items };
  say(`\n${items.toLocaleString('en-GB')} items on ${world.cases.toLocaleString('en-GB')} cases of ${String(world.partnerships)} partnerships; pages of ${String(SIZE)}, each with its share receipts`);
  const database = await scratchDatabase(databaseUrl, [ShareReceipts]);
  const [held, free] = [await pageService(database.appUrl, AT), await pageService(database.adminUrl, AT)];
  try {
    await fillPageWorld(database.admin, world, say);
    const asked = questions(world);
    const [policy, hand, condition, open] = sidesOf(held, free);
    await refuseDifferent(policy, hand, asked);
    const statements: Record<string, number> = {};
    const [first] = asked;
    if (first === undefined) throw new RangeError('Nothing is asked');
    for (const { name, service, page } of [policy, hand, condition, open]) {
      await inSession(service, first, async () => (statements[name] = await statementsOf(() => page(first))));
    }
    const results = await inTurn([policy, hand, condition, open].map((side) => ({ name: side.name, once: turns(side, asked) })), { warmUp: WARM_UP, rounds: ROUNDS });
    for (const [name, one] of results) say(`  ${name}: ${inWords(one)}; ${String(statements[name])} statement, ${String(SIZE)} rows at most`);
    const medianOf = (name: string): number => results.get(name)?.median ?? Number.NaN;
    const [overHand, overOpen] = [medianOf(POLICY) / medianOf(HAND), medianOf(POLICY) / medianOf(OPEN)];
    say(`  ${overHand.toFixed(2)} times the best by hand (at most ${String(MOST_OVER_HAND)}: ${overHand <= MOST_OVER_HAND ? 'met' : 'MISSED'}), ${overOpen.toFixed(1)} times no policy`);
    await tellPlan(held, first, say);
    return { items, results: Object.fromEntries(results), statements, overHand, overOpen };
  } finally {
    await held.close();
    await free.close();
    await database.drop();
  }
}

/** `held`: by the role that row-level security holds back. `free`: by one that it does not. */
function sidesOf(held: PageService, free: PageService): [Side, Side, Side, Side] {
  const product = ({ sharing }: PageService): Page => (asked) => sharing.items(PageItem, questionOf(asked), pageAsked(asked));
  return [
    { name: POLICY, service: held, page: product(held) },
    { name: HAND, service: free, page: (asked) => pageOf(free.database, pageByHand(asked)) },
    { name: CONDITION, service: free, page: product(free) },
    { name: OPEN, service: free, page: (asked) => pageOf(free.database, openPage(asked)) },
  ];
}

/** Twelve readers, each for the newest page and one from the middle. */
function questions(world: PageWorld): PageAsked[] {
  return readersOf(world, 12).flatMap((reader) =>
    ['2026-10-01', '2026-05-01'].map((day) => ({ reader, at: AT, before: { createdAt: new Date(day), id: idOf(0, 0, 0) } })),
  );
}

const inSession = <T>({ database }: PageService, { reader }: PageAsked, work: () => Promise<T>): Promise<T> => database.transaction(reader, work);

/** One reader after the other: the time of the page alone, in a transaction with the reader's session. */
function turns({ service, page }: Side, asked: readonly PageAsked[]): () => Promise<number> {
  let turn = 0;
  return () => {
    const next = asked[(turn += 1) % asked.length];
    if (next === undefined) throw new RangeError('Nothing is asked');
    return inSession(service, next, async () => {
      const began = performance.now();
      await page(next);
      return performance.now() - began;
    });
  };
}

/** Whoever answers otherwise is not compared. */
async function refuseDifferent(policy: Side, hand: Side, asked: readonly PageAsked[]): Promise<void> {
  let rows = 0;
  for (const one of asked) {
    const [mine, best] = [await inSession(policy.service, one, () => policy.page(one)), await inSession(hand.service, one, () => hand.page(one))];
    if (JSON.stringify(mine) !== JSON.stringify(best)) throw new Error('The policy and the page by hand answer differently');
    rows += mine.length;
  }
  if (rows === 0) throw new Error('Nobody sees anything in this world');
}

async function tellPlan(service: PageService, asked: PageAsked, say: (line: string) => void): Promise<void> {
  const { text, values } = receiptedPage(questionOf(asked), pageAsked(asked)).numbered();
  const rows = await inSession(service, asked, () => service.database.query<{ 'QUERY PLAN': string }>(`explain (analyze, costs off, timing off, buffers off) ${text}`, values));
  say('  plan of the policy’s page:');
  for (const row of rows) say(`    ${row['QUERY PLAN'].slice(0, 160)}`);
}
