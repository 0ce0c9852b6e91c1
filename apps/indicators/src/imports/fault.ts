/** Something wrong at a place of a file: line, and column of the table, both counted from 1. */
export interface Fault {
  file: string;
  line: number;
  column: number;
  problem: string;
}

export const faultLine = (fault: Fault): string => `${fault.file}:${fault.line}:${fault.column}: ${fault.problem}`;

/** Files that cannot be imported, with every fault that was found; nothing of any of them was. */
export class FaultyFilesError extends Error {
  constructor(readonly faults: readonly Fault[]) {
    super(faults.map(faultLine).join('\n'));
    this.name = 'FaultyFilesError';
  }
}

/** After this many faults of one file the rest is not read: it is another kind of file. */
const MOST_FAULTS = 50;

/** Faults of one file as they are found. */
export class FaultList {
  readonly faults: Fault[] = [];

  constructor(readonly file: string) {}

  add(line: number, column: number, problem: string): void {
    this.faults.push({ file: this.file, line, column, problem });
  }

  get isFull(): boolean {
    return this.faults.length >= MOST_FAULTS;
  }

  throwIfAny(): void {
    if (this.faults.length > 0) throw new FaultyFilesError(this.faults);
  }
}

/** What the system says of a file that cannot be read; null for another error. */
export function unreadable(error: unknown): string | null {
  return typeof error === 'object' && error !== null && 'code' in error && 'syscall' in error ? `the file cannot be read (${String(error.code)})` : null;
}
