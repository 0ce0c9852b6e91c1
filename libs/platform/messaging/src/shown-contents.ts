import { sealedFor } from '@concordat/contracts-protocol';

/** What messages are made of: ids, instants and codes of several words. A single word in small letters could be a name, a date a birthday. */
const PLAIN = /^(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[a-z]+(?:[-.][a-z]+){1,8}|\d{4}-\d\d-\d\dT[\d:.]+Z)$/;
const LONGEST = 100;

/**
 * A message's values by their place, for somebody who looks for a fault. Messages hold no personal data in the clear;
 * should one do so by mistake, this does not show it: what is no id, code, number or time is told by its length alone.
 */
export function shownContents(value: unknown, place = ''): { place: string; value: string }[] {
  if (value !== null && typeof value === 'object') {
    return Object.entries(value).flatMap(([name, inner]: [string, unknown]) => shownContents(inner, place === '' ? name : `${place}.${name}`));
  }
  return [{ place, value: shown(value) }];
}

function shown(value: unknown): string {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value !== 'string') return 'none';
  if (sealedFor.safeParse(value).success) return 'sealed';
  return value.length <= LONGEST && PLAIN.test(value) ? value : `text of ${value.length} ${value.length === 1 ? 'character' : 'characters'}`;
}
