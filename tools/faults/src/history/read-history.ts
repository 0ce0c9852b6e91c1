import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { historyLine, type HistoryLine } from './lines.js';

/** The lines of a history file. @throws Error that names the first line which is none of a history */
export async function readHistory(file: string): Promise<HistoryLine[]> {
  const lines: HistoryLine[] = [];
  for await (const text of createInterface(createReadStream(file))) {
    const read = historyLine.safeParse(JSON.parse(text));
    if (!read.success) throw new Error(`Line ${lines.length + 1} of ${file} is not of a history: ${read.error.message}`);
    lines.push(read.data);
  }
  return lines;
}
