import { doubleMetaphone } from 'double-metaphone';

/** Words of a name without case, accents, apostrophes and points; a double-barrelled name is its parts. */
export function wordsOf(name: string): string[] {
  return name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replaceAll('ø', 'o')
    .replaceAll('ł', 'l')
    .replace(/['’‘`.]/g, '')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}

/** How a word sounds (double metaphone, both of its readings); none for a word that has no Latin sound. */
export function soundsOf(word: string): string[] {
  return [...new Set(doubleMetaphone(word))].filter((sound) => sound !== '');
}

/** Groups of three letters, with the beginning and the end marked. */
export function ngramsOf(word: string): string[] {
  const letters = Array.from(`^${word}$`);
  return [...new Set(letters.slice(2).map((_, index) => letters.slice(index, index + 3).join('')))];
}

/** Letters to add, leave out, change or swap with their neighbour, to make one word of the other. */
export function editsBetween(one: string, other: string): number {
  const [a, b] = [Array.from(one), Array.from(other)];
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [i, letter] of a.entries()) {
    const row = [i + 1];
    for (const [j, against] of b.entries()) {
      const same = letter === against ? 0 : 1;
      let edits = Math.min((last[j + 1] ?? 0) + 1, (row[j] ?? 0) + 1, (last[j] ?? 0) + same);
      if (i > 0 && j > 0 && letter === b[j - 1] && a[i - 1] === against) edits = Math.min(edits, (beforeLast[j - 1] ?? 0) + 1);
      row.push(edits);
    }
    [beforeLast, last] = [last, row];
  }
  return last[b.length] ?? 0;
}
