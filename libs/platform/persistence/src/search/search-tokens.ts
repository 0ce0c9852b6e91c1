import { createHmac, createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';
import { partsOf } from './date-parts.js';
import { ngramsOf, soundsOf, wordsOf } from './name-forms.js';
import { scoreOf, type SearchCandidate, type SearchQuery } from './score.js';

export interface NameToken {
  kind: 'exact' | 'phonetic' | 'ngram';
  token: Buffer;
}

export interface DateToken {
  /** `partial` is two of year, month and day: it finds a date of which one part is wrong. */
  kind: 'exact' | 'transposed' | 'partial';
  token: Buffer;
}

/**
 * Tokens by which an encrypted name or date of birth is found: kept one row each, compared by equality. They are keyed
 * by the search key, which is outside the database, and by partnership, so that equal names of two partnerships have no
 * equal token. The same functions make the tokens that are kept and those that are looked for. A match is a candidate:
 * decrypt it and ask {@link score}. Erasing a subject removes its tokens.
 */
export class SearchTokens {
  readonly #keys = new Map<string, KeyObject>();

  constructor(private readonly searchKey: Buffer) {}

  /** Each word of the name in its order-free forms, so that swapped and misspelt names share tokens with the right one. */
  ofName(partnershipId: string, text: string): NameToken[] {
    const words = [...new Set(wordsOf(text))];
    return [
      ...this.#tokens(partnershipId, 'exact', 'word', words),
      ...this.#tokens(partnershipId, 'phonetic', 'sound', words.flatMap(soundsOf)),
      ...this.#tokens(partnershipId, 'ngram', 'letters', words.flatMap(ngramsOf)),
    ];
  }

  /** @param isoDate e.g. `2009-03-04`. @throws Error for what is no such date */
  ofDate(partnershipId: string, isoDate: string): DateToken[] {
    const { year, month, day } = partsOf(isoDate);
    return [
      ...this.#tokens(partnershipId, 'exact', 'date', [`${year}-${month}-${day}`]),
      // In the same space as whole dates: 3 April is found by 4 March, whichever of them is kept.
      ...this.#tokens(partnershipId, 'transposed', 'date', month === day ? [] : [`${year}-${day}-${month}`]),
      ...this.#tokens(partnershipId, 'partial', 'date', [`${year}-${month}-`, `${year}--${day}`, `-${month}-${day}`]),
    ];
  }

  /** How well a decrypted candidate fits, from 0 to 1; below `LIKELY` it is another person. */
  score(query: SearchQuery, candidate: SearchCandidate): number {
    return scoreOf(query, candidate);
  }

  #tokens<const Kind extends string>(partnershipId: string, kind: Kind, space: string, forms: readonly string[]): { kind: Kind; token: Buffer }[] {
    const key = this.#keyOf(partnershipId);
    return [...new Set(forms)].map((form) => ({ kind, token: createHmac('sha256', key).update(`${space}:${form}`).digest().subarray(0, 16) }));
  }

  #keyOf(partnershipId: string): KeyObject {
    const known = this.#keys.get(partnershipId);
    if (known) return known;
    const key = createSecretKey(Buffer.from(hkdfSync('sha256', this.searchKey, partnershipId, 'search-tokens', 32)));
    this.#keys.set(partnershipId, key);
    return key;
  }
}
