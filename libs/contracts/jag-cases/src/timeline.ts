import { code, defineRoute, id, instant, pageOf, pageQuery, whySeen } from '@concordat/contracts-protocol';
import { z } from 'zod';
import { caseParams } from './case-params.js';

const service = 'jag-cases' as const;

/** What happened, the newest first, as this reader may see it; never the content of items. */
export const readTimeline = defineRoute({
  service,
  method: 'GET',
  path: '/cases/:caseId/timeline',
  summary: 'A case’s timeline',
  params: caseParams,
  query: pageQuery,
  response: pageOf(
    z.strictObject({
      id,
      at: instant,
      byUserId: id.nullable(),
      byAgencyId: id.nullable(),
      /** e.g. `nominated`, `state-changed`, `item-added`, `action-given`, `referral-progressed`. */
      kind: code,
      /** Codes and ids that the page turns into words. */
      facts: z.record(z.string(), z.string()),
      /** Why the reader can see the item that it tells of, in plain English; nothing where it tells of none. */
      why: whySeen,
    }),
  ),
});
