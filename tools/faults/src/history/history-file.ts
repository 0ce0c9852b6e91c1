import { closeSync, openSync, writeSync } from 'node:fs';
import type { HistoryLine } from './lines.js';

/** The file that a run writes its history to. Each line is written at once: a run that is broken off can be read. */
export class HistoryFile {
  readonly #file: number;

  constructor(readonly path: string) {
    this.#file = openSync(path, 'w', 0o600);
  }

  write(...lines: readonly HistoryLine[]): void {
    if (lines.length > 0) writeSync(this.#file, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  }

  close(): void {
    closeSync(this.#file);
  }
}
