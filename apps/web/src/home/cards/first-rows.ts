/** How many rows a card shows before it leads to the whole list. */
export const ROWS = 3;
const LONGEST = 80;

export function firstOf<Row>(rows: readonly Row[]): Row[] {
  return rows.slice(0, ROWS);
}

/** Free text as the text of a link: its first line, cut at a word. */
export function shortened(text: string): string {
  const line = text.split('\n', 1)[0] ?? '';
  if (line.length <= LONGEST) return line === text ? line : `${line} …`;
  return `${line.slice(0, LONGEST).replace(/\s+\S*$/, '')} …`;
}
