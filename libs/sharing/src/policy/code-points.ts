/** Order by Unicode code point. JavaScript's own order, by UTF-16 unit, puts U+10000 and above before U+E000. */
export function byCodePoint(a: string, b: string): number {
  let i = 0;
  while (i < a.length && i < b.length) {
    if (a.charCodeAt(i) !== b.charCodeAt(i)) {
      // Where the second unit of a pair differs, the code point is that of the whole pair.
      const at = i > 0 && (isPair(a, i - 1) || isPair(b, i - 1)) ? i - 1 : i;
      return (a.codePointAt(at) ?? 0) - (b.codePointAt(at) ?? 0);
    }
    i += 1;
  }
  return a.length - b.length;
}

function isPair(text: string, at: number): boolean {
  return (text.codePointAt(at) ?? 0) > 0xffff;
}

/** `values` in order of code points, each once. */
export function sortedSet(values: Iterable<string>): string[] {
  return [...new Set(values)].sort(byCodePoint);
}
