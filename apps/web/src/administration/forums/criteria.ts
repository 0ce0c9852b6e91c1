import type { Forum } from '@concordat/contracts-partnership-registry';

type Criterion = Forum['criteria'][number];

const LONGEST_CODE = 60;

/** A code from words: `Lives in Blaby` is `lives-in-blaby`. What has no letter or number gives `otherwise`. */
export function codeOf(words: string, otherwise: string): string {
  const code = words
    .normalize('NFKD')
    .replaceAll(/[̀-ͯ'’]/g, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, LONGEST_CODE)
    .replaceAll(/^-+|-+$/g, '');
  return code === '' ? otherwise : code;
}

/**
 * Criteria from lines of text. Screenings of cases cite criteria by their codes: one whose words stay as they are keeps its code
 * wherever it moves, and one that is worded anew in its place keeps it too.
 */
export function criteriaOf(lines: readonly string[], known: readonly Criterion[] = []): Criterion[] {
  const kept = lines.map((text) => known.find((criterion) => criterion.text === text)?.code ?? null);
  const taken = new Set(kept.filter((code) => code !== null));
  return lines.map((text, place) => {
    const code = kept[place] ?? freeCode(text, place, known, taken);
    taken.add(code);
    return { code, text };
  });
}

function freeCode(text: string, place: number, known: readonly Criterion[], taken: ReadonlySet<string>): string {
  const reworded = known[place]?.code;
  if (reworded !== undefined && !taken.has(reworded)) return reworded;
  const begin = codeOf(text, 'criterion').slice(0, LONGEST_CODE - 3).replace(/-+$/, '');
  const used = (code: string) => taken.has(code) || known.some((criterion) => criterion.code === code);
  for (let number = 1; ; number += 1) {
    const code = number === 1 ? begin : `${begin}-${number}`;
    if (!used(code)) return code;
  }
}
