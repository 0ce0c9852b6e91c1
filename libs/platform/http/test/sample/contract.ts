import { defineRoute, id, line, pageOf, pageQuery, version } from '@concordat/contracts-protocol';
import { z } from 'zod';

const service = 'referrals' as const;

const note = z.strictObject({ id, title: line, version });
const noteParams = z.strictObject({ noteId: id });

export const makeNote = defineRoute({
  service,
  method: 'POST',
  path: '/notes',
  summary: 'Make a note',
  body: z.strictObject({ title: line, tags: z.array(line).max(5).default([]), pages: z.int().min(1).max(1000).optional() }),
  response: note,
  status: 201,
});

export const listNotes = defineRoute({ service, method: 'GET', path: '/notes', summary: 'Notes', query: pageQuery, response: pageOf(note) });

export const readNote = defineRoute({ service, method: 'GET', path: '/notes/:noteId', summary: 'One note', params: noteParams, response: note });

export const changeNote = defineRoute({
  service,
  method: 'PATCH',
  path: '/notes/:noteId',
  summary: 'Change a note',
  params: noteParams,
  body: z.strictObject({ version, title: line }),
  response: note,
});

export const removeNote = defineRoute({
  service,
  method: 'DELETE',
  path: '/notes/:noteId',
  summary: 'Remove a note',
  params: noteParams,
  response: z.undefined(),
  status: 204,
});

/** Writes, and then does what the body asks for. */
export const misbehave = defineRoute({
  service,
  method: 'POST',
  path: '/misbehaviours',
  summary: 'Write a note and then fail',
  body: z.strictObject({ how: z.enum(['throw', 'rule', 'answer-more', 'twice', 'wait']), title: line }),
  response: z.strictObject({ title: line }),
});

/** Does nothing for a while, and then uses the database for the first time. */
export const waitFirst = defineRoute({ service, method: 'GET', path: '/late', summary: 'Wait, then ask the database', response: z.strictObject({ waited: z.literal(true) }) });

export const closeYear = defineRoute({ service, method: 'POST', path: '/years', summary: 'Close the year', response: z.strictObject({ closed: z.literal(true) }) });

export const greet = defineRoute({ service, method: 'GET', path: '/greeting', summary: 'Anyone may ask', response: z.object({ hello: line }) });

export const tryToSignIn = defineRoute({
  service,
  method: 'POST',
  path: '/tries',
  summary: 'Try to sign in',
  body: z.strictObject({ email: z.email() }),
  response: z.strictObject({ tried: z.literal(true) }),
});
