import { isIsoDate, partsOf } from './date-parts.js';
import { editsBetween, soundsOf, wordsOf } from './name-forms.js';

/** What a person typed to search. */
export interface SearchQuery {
  name?: string | undefined;
  /** ISO date. */
  dateOfBirth?: string | undefined;
}

/** A decrypted candidate: every name that the subject goes by. */
export interface SearchCandidate {
  names: readonly string[];
  dateOfBirth?: string | null | undefined;
}

/** Candidates below this are another person. */
export const LIKELY = 0.6;

const NAME_WEIGHT = 0.7;
const SOUNDS_ALIKE = 0.85;

/**
 * How well a candidate fits, from 0 to 1: words in any order, misspelt or sounding alike; a date of birth with day and
 * month swapped or one part wrong. What was not asked for, or is not known or no date, does not count.
 */
export function scoreOf(query: SearchQuery, candidate: SearchCandidate): number {
  const name = query.name === undefined || wordsOf(query.name).length === 0 ? null : nameScore(query.name, candidate.names);
  const born = candidate.dateOfBirth ?? '';
  const date = query.dateOfBirth === undefined || !isIsoDate(born) ? null : dateScore(query.dateOfBirth, born);
  if (name === null) return date ?? 0;
  return date === null ? name : NAME_WEIGHT * name + (1 - NAME_WEIGHT) * date;
}

function nameScore(query: string, names: readonly string[]): number {
  return Math.max(0, ...names.map((name) => wordsScore(wordsOf(query), wordsOf(name))));
}

/** Pairs each word asked for with the best word that is left; words of the candidate that nobody asked for cost a little. */
function wordsScore(asked: readonly string[], known: readonly string[]): number {
  const pairs = asked
    .flatMap((one, from) => known.map((other, to) => ({ from, to, likeness: likeness(one, other) })))
    .sort((a, b) => b.likeness - a.likeness);
  const [usedFrom, usedTo] = [new Set<number>(), new Set<number>()];
  let sum = 0;
  for (const { from, to, likeness: fit } of pairs) {
    if (usedFrom.has(from) || usedTo.has(to)) continue;
    usedFrom.add(from);
    usedTo.add(to);
    sum += fit;
  }
  const unasked = Math.max(0, known.length - asked.length);
  return Math.max(0, sum / Math.max(1, asked.length) - 0.02 * unasked);
}

function likeness(one: string, other: string): number {
  if (one === other) return 1;
  const edits = editsBetween(one, other);
  const spelt = 1 - edits / Math.max(one.length, other.length);
  const begun = one.length >= 3 && other.startsWith(one) ? 0.8 : 0;
  const sounds = soundsOf(one).some((sound) => sound.length > 1 && soundsOf(other).includes(sound)) ? SOUNDS_ALIKE : 0;
  return Math.max(spelt, begun, sounds);
}

function dateScore(one: string, other: string): number {
  if (one === other) return 1;
  const [a, b] = [partsOf(one), partsOf(other)];
  if (a.year === b.year && a.month === b.day && a.day === b.month) return 0.9;
  const same = [a.year === b.year, a.month === b.month, a.day === b.day].filter(Boolean).length;
  return same === 2 ? 0.7 : 0;
}
