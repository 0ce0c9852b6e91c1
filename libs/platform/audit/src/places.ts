import { id, instant } from '@concordat/contracts-protocol';
import { InvalidInputError } from '@concordat/platform-errors';
import { z } from 'zod';

/** SQL of an instant as JSON writes it. */
export const UTC = (at: string): string => `to_char(${at} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

const place = z.object({ at: instant, id });

/** Where a page of entries ended: `at~id`. @throws InvalidInputError for what is none */
export function placeOf(after: string): z.output<typeof place> {
  const [at, entryId] = after.split('~');
  const read = place.safeParse({ at, id: entryId });
  if (!read.success) throw new InvalidInputError([{ path: 'query.after', message: 'Go back to the first page' }]);
  return read.data;
}
