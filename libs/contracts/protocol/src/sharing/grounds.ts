import { z } from 'zod';
import { category, id, instant } from '../values.js';

/**
 * What a part of a message rests on that carries, from one service to another, information that somebody read: whose it is,
 * which fields, and why they could be read. A message may wait in a queue, so whoever receives it asks again by this.
 */
export const ground = z.strictObject({
  ownerAgencyId: id,
  category,
  /** Names of the fields that go along. */
  fields: z.array(z.string()).min(1),
  /** The records of consent that terms rested on; none where none did. */
  consentIds: z.array(id),
  /** Decisions to disclose: which fields each gives, until when. What ends one before is told by an event of its own. */
  disclosed: z.array(z.strictObject({ fields: z.array(z.string()), until: instant })),
});
export type Ground = z.output<typeof ground>;
