import { z } from 'zod';
import { defineRoute } from '../route.js';
import { category, id, instant, line, pageOf, pageQuery } from '../values.js';
import type { CaseService } from './protections.js';

/** That somebody of another agency saw an item: which fields, and why they could. */
export const shareReceipt = z.strictObject({
  id,
  at: instant,
  userId: id,
  agencyId: id,
  ownerAgencyId: id,
  subjectId: id,
  itemId: id,
  itemVersion: z.int().positive(),
  category,
  fields: z.array(z.string()),
  action: z.enum(['read', 'export']),
  why: z.array(line),
});

/** Receipts are for the item's owner and the recipient, of items that the reader may see; that a service looked which opens nothing in an emergency is told to nobody else. */
export const receiptRoutes = (service: CaseService) => ({
  ofCase: defineRoute({
    service,
    method: 'GET',
    path: '/cases/:caseId/receipts',
    summary: 'Who has seen what about the people of a case, and why; the newest first',
    params: z.strictObject({ caseId: id }),
    query: pageQuery,
    response: pageOf(shareReceipt),
  }),
  replay: defineRoute({
    service,
    method: 'GET',
    path: '/receipts/:receiptId',
    summary: 'A receipt, with what the policy answers on the rows as they were then',
    params: z.strictObject({ receiptId: id }),
    response: z.strictObject({ receipt: shareReceipt, caseId: id, agrees: z.boolean(), rests: z.array(z.strictObject({ row: z.string(), version: z.int() })) }),
  }),
});
