/** What a cell says: a number with the marks printed beside it, no observation, or nothing that can be read. */
export type Reading =
  | { kind: 'value'; value: number; note: string; sign: '%' | '£' | null }
  | { kind: 'none' }
  | { kind: 'unreadable'; problem: string };

/** No observation, which is not zero. */
const EMPTY = new Set(['', '-', 'n/a', '..']);

// A number with its thousands in groups of three or in one run; what was printed after it follows.
const NUMBER = /^(?<minus>[-\u2212])?(?<pound>£)?(?<digits>\d{1,3}(?:,\d{3})+|\d+)(?<fraction>\.\d+)?\s*(?<percent>%)?/u;
const MARKS = /^(?:\s*(?:\*|[pr](?![a-z])|\([^()]*\)|\[[^[\]]*\]))*\s*$/iu;
const ONE_MARK = /\*|\([^()]*\)|\[[^[\]]*\]|[pr]/giu;

/** Reads `7072`, `1,259*`, `47.18`, `38.9%`, `£51,217.55`; `55.4% (Q3 2014-15)` keeps the footnote as its note. */
export function readValue(text: string): Reading {
  const cell = text.trim();
  if (EMPTY.has(cell.toLowerCase())) return { kind: 'none' };
  const found = NUMBER.exec(cell);
  const parts = found?.groups;
  const rest = cell.slice(found?.[0].length);
  if (parts === undefined || !MARKS.test(rest) || (parts['pound'] !== undefined && parts['percent'] !== undefined)) {
    return { kind: 'unreadable', problem: `"${shortened(cell)}" is not a value` };
  }
  const magnitude = Number(`${(parts['digits'] ?? '').replaceAll(',', '')}${parts['fraction'] ?? ''}`);
  return {
    kind: 'value',
    value: parts['minus'] === undefined || magnitude === 0 ? magnitude : -magnitude,
    note: (rest.match(ONE_MARK) ?? []).join(' '),
    sign: parts['percent'] !== undefined ? '%' : parts['pound'] !== undefined ? '£' : null,
  };
}

/** A plain number as programs write it, such as `-0.5` or `1e-7`; or what {@link readValue} reads. */
export function readNumber(text: string): Reading {
  const cell = text.trim();
  if (!/^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i.test(cell)) return readValue(cell);
  const value = Number(cell);
  return Number.isFinite(value) ? { kind: 'value', value, note: '', sign: null } : { kind: 'unreadable', problem: `"${shortened(cell)}" is too large` };
}

/** What was typed, short enough for a message. */
export const shortened = (text: string): string => (text.length > 60 ? `${text.slice(0, 59)}…` : text);
