import type { Deed } from '@concordat/contracts-protocol';
import { codeWords } from '../layout/words.js';

export const ACTION_WORDS: Readonly<Record<Deed['action'], string>> = {
  viewed: 'Looked at',
  listed: 'Saw in a list',
  searched: 'Searched for',
  created: 'Made',
  changed: 'Changed',
  exported: 'Took out',
  shared: 'Shared',
};

/** What services call otherwise than people do. */
const KINDS: Readonly<Record<string, string>> = {
  audit: 'who looked or did what',
  circle: 'agencies of the case',
  'contact-details': 'how to reach the person',
  item: 'information',
  'known-to': 'whether others know the person',
  marking: 'who may know',
  exclusion: 'who is kept from it',
  receipt: 'who has seen what',
  'sharing-decision': 'decision to share',
};

/** A kind of record as pages call it; of what has the words of an address, the last: `cases/timeline` is `timeline`. */
export const kindWords = (kind: string): string => KINDS[kind] ?? codeWords(kind.split('/').at(-1)).toLowerCase();
