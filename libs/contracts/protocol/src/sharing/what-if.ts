import { z } from 'zod';
import { defineRoute } from '../route.js';
import type { ServiceName } from '../services.js';
import { category, code, id, version } from '../values.js';

/** Counts below this are left out of what is told: a few items are a few people. */
export const SMALLEST_TOLD_COUNT = 5;

/**
 * Where the bands begin in which counts are told. An exact count would tell of single items to whoever asks about two
 * agreements that differ a little: within a band both answers are the same.
 */
export const COUNT_BANDS = [SMALLEST_TOLD_COUNT, 10, 20, 50, 100, 200, 500] as const;

/** The band that a count falls into; null for one that is not told. */
export function bandOf(count: number): CountBand | null {
  const at = COUNT_BANDS.findLastIndex((from) => from <= count);
  const [from, next] = [COUNT_BANDS[at], COUNT_BANDS[at + 1]];
  return from === undefined ? null : { from, to: next === undefined ? null : next - 1 };
}

/** From and to, both within; `to` is null in the last band. */
export const countBand = z.strictObject({ from: z.int().min(SMALLEST_TOLD_COUNT), to: z.int().nullable() });
export type CountBand = z.output<typeof countBand>;

/**
 * A kind of information of the asker's agency of which one agency would come to see more, or less, and how many items of the kind
 * there are on cases in whose circle it is; where consent is what it rests on, about people who gave it.
 */
export const whatIfCount = z.strictObject({
  /** What the cases are for. */
  purpose: code,
  category,
  /** The agency that would see more, or less. */
  agencyId: id,
  items: countBand,
});
export type WhatIfCount = z.output<typeof whatIfCount>;

/** What is asked about: a status that the agreement would get, or that an agency would sign it or withdraw its signature. */
export const askedChange = z.union([
  z.strictObject({ status: z.enum(['active', 'suspended', 'ended']) }),
  z.strictObject({ signature: z.strictObject({ agencyId: id, signs: z.boolean() }) }),
]);
export type AskedChange = z.output<typeof askedChange>;

/**
 * What a change of an agreement would open and close among the items that the asker's agency owns, as its own terms say. How many
 * there are of a kind hangs on no agreement, and moves when it is five or more away from what was told: so no two answers tell of fewer.
 * Counts under {@link SMALLEST_TOLD_COUNT} are left out as if they were none, and there are no totals, from which they could be worked out.
 */
export const whatIfRoutes = (service: ServiceName) => ({
  /** Administrators and information governance. 422 `not-heard-yet` while the service has another version of the agreement. */
  whatIf: defineRoute({
    service,
    method: 'POST',
    path: '/sharing/agreements/:agreementId/what-if',
    summary: 'What a change of an agreement would open and close',
    params: z.strictObject({ agreementId: id }),
    body: z.strictObject({ version, change: askedChange }),
    response: z.strictObject({ opens: z.array(whatIfCount), closes: z.array(whatIfCount) }),
  }),
});
