import { createReadStream } from 'node:fs';
import { CsvError, parse, type InfoRecord } from 'csv-parse';
import { shortened } from '../values/value.js';
import { FaultList, unreadable } from './fault.js';

/** A record of a table: its cells by header, trimmed, and where each stands. */
export class TableRow {
  constructor(
    private readonly columns: ReadonlyMap<string, number>,
    private readonly cells: readonly string[],
    private readonly lastLine: number,
  ) {}

  /** The cell under a header, trimmed; empty where the table has no such column. */
  cell(header: string): string {
    const index = this.columns.get(header);
    return index === undefined ? '' : (this.cells[index]?.trim() ?? '');
  }

  has(header: string): boolean {
    return this.columns.has(header);
  }

  /** The names of the table's columns, in their order. */
  get names(): string[] {
    return [...this.columns.keys()];
  }

  /** Line and column at which the cell under a header begins. */
  place(header: string): { line: number; column: number } {
    const index = this.columns.get(header) ?? 0;
    const linesAfter = this.cells.slice(index).reduce((lines, cell) => lines + (cell.match(/\n/g)?.length ?? 0), 0);
    return { line: this.lastLine - linesAfter, column: index + 1 };
  }
}

/** What a kind of file calls its columns: its own name for each, and the headers that mean it. */
export type Headings = Readonly<Record<string, readonly string[]>>;

/** Headers that a partnership mapped to our columns: header in lower case → column. */
export type ColumnMap = ReadonlyMap<string, string>;

export const normalHeader = (header: string): string => header.trim().replace(/\s+/g, ' ').toLowerCase();

export interface TableOptions {
  headings: Headings;
  /** Columns without which the file cannot be read. */
  required: readonly string[];
  mapped?: ColumnMap;
  /** Called now and then with the rows read so far. */
  onProgress?: (rows: number) => void;
}

const PROGRESS_EVERY = 2_000;

/** The place of each of our columns in a header row; other columns keep their own header as name. */
function columnsOf(header: readonly string[], options: TableOptions): Map<string, number> {
  const ours = new Map<string, string>();
  for (const [column, headers] of Object.entries(options.headings)) for (const name of headers) ours.set(name, column);
  const columns = new Map<string, number>();
  header.forEach((text, index) => {
    const name = normalHeader(text);
    const column = options.mapped?.get(name) ?? ours.get(name) ?? name;
    if (!columns.has(column)) columns.set(column, index);
  });
  return columns;
}

/**
 * Reads a table row by row, whatever the order of its columns; `onRow` may add faults.
 *
 * @throws FaultyFilesError when the file cannot be read, lacks a column, or any fault was added
 */
export async function readTable(file: string, options: TableOptions, onRow: (row: TableRow, faults: FaultList) => void): Promise<{ rows: number }> {
  const faults = new FaultList(file);
  const source = createReadStream(file);
  const parser = parse({ info: true, bom: true, skip_empty_lines: true, relax_column_count: true });
  source.on('error', (error) => parser.destroy(error));
  source.pipe(parser);
  let header: readonly string[] | null = null;
  let columns = new Map<string, number>();
  let rows = 0;
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: InfoRecord & { lines: number } }>) {
      if (header === null) {
        header = record;
        columns = columnsOf(header, options);
        const missing = options.required.filter((column) => !columns.has(column));
        for (const column of missing) faults.add(1, 1, `there is no column "${options.headings[column]?.[0] ?? column}"`);
        if (missing.length > 0) break;
        continue;
      }
      rows += 1;
      if (record.length === header.length) onRow(new TableRow(columns, record, info.lines), faults);
      else faults.add(info.lines, Math.min(record.length, header.length + 1), `the row has ${record.length} cells, and the header ${header.length}`);
      if (rows % PROGRESS_EVERY === 0) options.onProgress?.(rows);
      if (faults.isFull) break;
    }
  } catch (error) {
    if (error instanceof CsvError) faults.add(numberOf(error['lines']) || 1, numberOf(error['column']) + 1, csvProblem(error));
    else {
      const problem = unreadable(error);
      if (problem === null) throw error;
      faults.add(1, 1, problem);
    }
  } finally {
    source.destroy();
  }
  if (header === null && faults.faults.length === 0) faults.add(1, 1, 'the file is empty');
  faults.throwIfAny();
  options.onProgress?.(rows);
  return { rows };
}

const numberOf = (value: unknown): number => (typeof value === 'number' ? value : 0);

function csvProblem(error: CsvError): string {
  if (error.code === 'CSV_QUOTE_NOT_CLOSED') return 'a quotation mark is opened and not closed';
  if (error.code === 'CSV_INVALID_CLOSING_QUOTE' || error.code === 'INVALID_OPENING_QUOTE') return 'a quotation mark stands inside a cell';
  return shortened(error.message);
}
