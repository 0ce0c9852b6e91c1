import { category, defineRoute, id, instant, line, text, version, whySeen } from '@concordat/contracts-protocol';
import { z } from 'zod';
import { caseParams } from './case-params.js';

const service = 'jag-cases' as const;

/** An item as this reader may see it: the permitted fields alone, and why. */
export const itemView = z.strictObject({
  id,
  version,
  subjectId: id,
  category,
  ownerAgencyId: id,
  marking: z.enum(['none', 'victim-safety']),
  fields: z.record(z.string(), z.string()),
  /** e.g. `own`, `term:<agreement>/<term>`, `consent:<id>`. */
  reasons: z.array(z.string()),
  /** The same in plain English, e.g. "Shared under the Youth JAG agreement, term 2". */
  why: whySeen,
  addedAt: instant,
  addedByUserId: id,
});

/** The fields that an item of each category has, for the pages that add one. */
export const listItemForms = defineRoute({
  service,
  method: 'GET',
  path: '/item-forms',
  summary: 'Categories and their fields',
  response: z.strictObject({
    items: z.array(z.strictObject({ category, name: line, fields: z.array(z.strictObject({ code: z.string(), name: line, long: z.boolean() })) })),
  }),
});

/** Adds an item that the caller's agency owns. */
export const addItem = defineRoute({
  service,
  method: 'POST',
  path: '/cases/:caseId/items',
  summary: 'Add an item of information',
  params: caseParams,
  body: z.strictObject({
    subjectId: id,
    category,
    fields: z.record(z.string().max(60), z.string().trim().min(1).max(10_000)),
    marking: z.enum(['none', 'victim-safety']),
    /** Others in the circle who may not read it may be told that it exists, and whom to ask. */
    existenceShown: z.boolean(),
  }),
  response: z.strictObject({ id, version }),
  status: 201,
});

export const changeItem = defineRoute({
  service,
  method: 'PATCH',
  path: '/cases/:caseId/items/:itemId',
  summary: 'Change an item that my agency owns',
  params: z.strictObject({ caseId: id, itemId: id }),
  body: z.strictObject({ version, fields: z.record(z.string().max(60), z.string().trim().min(1).max(10_000)), why: text }),
  response: z.strictObject({ id, version }),
});
