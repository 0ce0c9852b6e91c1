import { defineRoute, id, line } from '@concordat/contracts-protocol';
import { z } from 'zod';
import { caseRow } from './cases.js';

const service = 'jag-cases' as const;

/** Keeps what was typed to search for half an hour, so that the address of the results holds an id alone. */
export const beginSearch = defineRoute({
  service,
  method: 'POST',
  path: '/searches',
  summary: 'Search cases and people that I may see',
  body: z.strictObject({ text: line }),
  response: z.strictObject({ searchId: id }),
  status: 201,
});

export const readSearch = defineRoute({
  service,
  method: 'GET',
  path: '/searches/:searchId',
  summary: 'Results of one of my searches',
  params: z.strictObject({ searchId: id }),
  response: z.strictObject({ text: line, items: z.array(caseRow) }),
});
