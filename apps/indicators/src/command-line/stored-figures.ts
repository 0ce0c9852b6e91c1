import { setTimeout as elapsed } from 'node:timers/promises';
import { ARROW_CONVENTIONS } from '@concordat/contracts-indicators';
import { ConfigError } from '@concordat/platform-config';
import { projectionEntities } from '@concordat/platform-auth';
import { Database, PersistenceModule, scopeOf } from '@concordat/platform-persistence';
import { Module, type DynamicModule, type INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { CaseworkFacts } from '../casework/casework-facts.js';
import { figuresEntities, FiguresModule } from '../figures.module.js';
import { ColumnMeanings } from '../imports/column-meanings.js';
import { IMPORT_KINDS, type FileDraft, type ImportCounts, type ImportKind } from '../imports/draft.js';
import { FaultyFilesError, type Fault } from '../imports/fault.js';
import { ImportStore, type ImportOutcome } from '../imports/import-store.js';
import { columnCalled, READERS, type ReaderOptions } from '../imports/readers.js';
import { normalHeader } from '../imports/table-file.js';
import { codeOf } from '../measures/code.js';
import { indicatorsMigrations } from '../migrations/index.js';
import { SeriesReader, type SeriesRange } from '../observations/series.js';
import { PartnershipChoice, type KnownPartnership } from '../partnerships/partnership-choice.js';
import { readPeriod } from '../periods/notation.js';
import { isDate } from '../periods/period.js';
import { oneOf, UsageError, type Terminal } from './usage-error.js';

export interface ImportCommandOptions {
  partnership?: string;
  column?: string[];
  yearToDateEnd?: string;
  convention?: string;
}

export interface SeriesCommandOptions {
  measure: string;
  area: string;
  from?: string;
  to?: string;
  partnership?: string;
}

/** The service's database for one command, without its queues; an import or a rebuild may take its time. */
@Module({})
class CommandModule {
  static forRoot(env: Terminal['env']): DynamicModule {
    const entities = [...projectionEntities, ...figuresEntities];
    return { module: CommandModule, imports: [PersistenceModule.forRoot({ service: 'indicators', entities, migrations: indicatorsMigrations, env: { CONCORDAT_STATEMENT_TIMEOUT: '0', ...env } }), FiguresModule] };
  }
}

/** Runs `work` on the service's database, whose settings are in the environment. */
async function withFigures<T>({ env }: Terminal, work: (figures: INestApplicationContext) => Promise<T>): Promise<T> {
  const figures = await NestFactory.createApplicationContext(CommandModule.forRoot(env), { logger: false, abortOnError: false }).catch((error: unknown) => {
    if (error instanceof ConfigError) throw new UsageError(error.message);
    throw new UsageError(`The database cannot be used: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  });
  try {
    return await work(figures);
  } finally {
    await figures.close();
  }
}

/** An installation that has just begun tells of its first partnership within moments. */
const FIRST_PARTNERSHIP_MS = 10_000;

async function partnershipOf(figures: INestApplicationContext, name: string | undefined): Promise<KnownPartnership> {
  const choice = figures.get(PartnershipChoice);
  const until = Date.now() + FIRST_PARTNERSHIP_MS;
  for (;;) {
    const found = await choice.named(name);
    if (found !== null) return found;
    const known = await choice.known();
    if (known.length > 0) throw new UsageError(`There is no partnership "${name ?? ''}": ${known.map((one) => `"${one.name}"`).join(', ')}`);
    if (Date.now() > until) throw new UsageError('No partnership is known yet: make one first, or start the demo');
    await elapsed(250);
  }
}

/** Imports files of one kind in one transaction, and prints a line for each. */
export async function importCommand(kindTyped: string, files: readonly string[], options: ImportCommandOptions, terminal: Terminal): Promise<void> {
  const kind = oneOf(IMPORT_KINDS, kindTyped, 'The kind of file');
  const said = columnsSaid(kind, options.column ?? []);
  const reading = readingOptions(options);
  await withFigures(terminal, async (figures) => {
    const database = figures.get(Database);
    const meanings = figures.get(ColumnMeanings);
    const partnership = await partnershipOf(figures, options.partnership);
    const scope = scopeOf(partnership.id);
    const remembered = await database.transaction(scope, () => meanings.of(partnership.id, kind));
    const drafts = await readAll(kind, files, { ...reading, mapped: new Map([...remembered, ...said]) }, terminal);
    terminal.err(`Saving to ${partnership.name} …`);
    const outcomes = await database.transaction(scope, async () => {
      await meanings.remember(partnership.id, kind, said);
      return figures.get(ImportStore).importFiles(partnership.id, drafts);
    });
    for (const outcome of outcomes) terminal.out(`${outcomeLine(kind, outcome)}\n`);
  });
}

/** What is printed beside figures, by kind of file. */
const PRINTED: Partial<Record<ImportKind, string>> = { dashboard: 'printed marks', 'action-plan': 'planned actions' };

function outcomeLine(kind: ImportKind, { file, rows, observations, printed }: ImportOutcome): string {
  const counted = (what: string, { added, restated, unchanged }: ImportCounts): string => `${added} ${what} added, ${restated} restated, ${unchanged} unchanged`;
  const beside = PRINTED[kind];
  return `${file}: ${rows} rows read, ${counted('observations', observations)}${beside === undefined ? '' : `; ${counted(beside, printed)}`}`;
}

/** Every file, or the faults of all of them. */
async function readAll(kind: ImportKind, files: readonly string[], options: ReaderOptions, terminal: Terminal): Promise<FileDraft[]> {
  const drafts: FileDraft[] = [];
  const faults: Fault[] = [];
  for (const [index, file] of files.entries()) {
    terminal.err(`Reading ${file} (${index + 1} of ${files.length}) …`);
    try {
      drafts.push(await READERS[kind].read(file, { ...options, onProgress: (rows) => terminal.err(`  ${rows} rows`) }));
    } catch (error) {
      if (!(error instanceof FaultyFilesError)) throw error;
      faults.push(...error.faults);
    }
  }
  if (faults.length > 0) throw new FaultyFilesError(faults);
  return drafts;
}

function columnsSaid(kind: ImportKind, pairs: readonly string[]): Map<string, string> {
  return new Map(
    pairs.map((pair) => {
      const [, header = '', name = ''] = /^(.+)=([^=]+)$/.exec(pair) ?? [];
      const column = columnCalled(kind, name);
      if (column === null) throw new UsageError(`--column is HEADER=COLUMN, where COLUMN is one of ${Object.values(READERS[kind].headings).map(([first]) => `"${first ?? ''}"`).join(', ')}`);
      return [normalHeader(header), column];
    }),
  );
}

function readingOptions(options: ImportCommandOptions): ReaderOptions {
  const end = options.yearToDateEnd;
  if (end !== undefined && !isDate(`2000-${end}`)) throw new UsageError('--year-to-date-end is a month and day, like 10-01');
  return {
    ...(end !== undefined && { yearToDateEnd: end }),
    ...(options.convention !== undefined && { convention: oneOf(ARROW_CONVENTIONS, options.convention, '--convention') }),
  };
}

/** Prints the values of one measure in one area as CSV. */
export async function seriesCommand(options: SeriesCommandOptions, terminal: Terminal): Promise<void> {
  const range = rangeOf(options);
  await withFigures(terminal, async (figures) => {
    const database = figures.get(Database);
    const partnership = await partnershipOf(figures, options.partnership);
    const points = await database.transaction(scopeOf(partnership.id), async () => {
      const place = {
        measureId: await placed(database, 'measure', partnership, options.measure),
        areaId: await placed(database, 'area', partnership, options.area),
      };
      return figures.get(SeriesReader).points(partnership.id, place, range);
    });
    const lines = points.map(({ period, value, status }) => `${period.start},${period.end},${value},${status}`);
    terminal.out(['period_start,period_end,value,status', ...lines, ''].join('\n'));
  });
}

/** Id of the measure or area with this code or name. */
async function placed(database: Database, table: 'measure' | 'area', partnership: KnownPartnership, typed: string): Promise<string> {
  const [row] = await database.em.execute<{ id: string }[]>(
    `select id from ${table} where partnership_id = ? and (code = ? or lower(name) = lower(?) or code = ?) order by code = ? desc limit 1`,
    [partnership.id, typed, typed.trim(), codeOf(typed), typed],
  );
  if (row === undefined) throw new UsageError(`${partnership.name} has no ${table} "${typed}"`);
  return row.id;
}

/** From the first date of a period to the end of another; a date stands for itself, and as an end is the first day after. */
function rangeOf(options: SeriesCommandOptions): SeriesRange {
  const bound = (typed: string | undefined, side: 'start' | 'end'): string | undefined => {
    if (typed === undefined || isDate(typed)) return typed;
    const reading = readPeriod(typed);
    if (reading.kind === 'year-to-date' && side === 'start') return reading.start;
    if (reading.kind !== 'period') throw new UsageError(`"${typed}" is not a period or a date`);
    return reading.period[side];
  };
  const [from, to] = [bound(options.from, 'start'), bound(options.to, 'end')];
  return { ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
}

/** Counts the casework's facts again, partnership by partnership, and says whether any figure changed. */
export async function rebuildCommand(terminal: Terminal): Promise<void> {
  await withFigures(terminal, async (figures) => {
    const database = figures.get(Database);
    const partnerships = await figures.get(PartnershipChoice).known();
    for (const { id, name } of partnerships) {
      const { facts, counts, same } = await database.transaction(scopeOf(id), () => figures.get(CaseworkFacts).rebuild(id));
      terminal.out(`${name}: ${facts} records counted again, ${counts} counts, ${same ? 'no figure changed' : 'figures changed'}\n`);
    }
    if (partnerships.length === 0) terminal.out('No partnership is known yet: nothing to count\n');
  });
}
