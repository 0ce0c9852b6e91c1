import { defineEvent, defineRoute, id, line, version } from '@concordat/contracts-protocol';
import { z } from 'zod';
import { recorded } from './records.js';

/** A system of the partnership that asks the sharing policy for decisions. Its secret is known to nobody but itself. */
export const decisionClient = z.strictObject({
  id,
  name: line,
  /** By which it says who it is: partnership and client, so that it is looked for nowhere else. */
  clientId: z.string(),
  active: z.boolean(),
  ...recorded,
});
export type DecisionClient = z.output<typeof decisionClient>;

const params = z.strictObject({ decisionClientId: id });

/** Administrators. By name; all there are, 100 at most. */
export const listDecisionClients = defineRoute({
  service: 'partnership-registry', method: 'GET', path: '/decision-clients', summary: 'Systems that ask the sharing policy', response: z.strictObject({ items: z.array(decisionClient) }),
});

/** Administrators. The secret is told once, in this answer, and kept as a hash. 403 `confirmation-needed`; 422 `too-many-clients`. */
export const addDecisionClient = defineRoute({
  service: 'partnership-registry',
  method: 'POST',
  path: '/decision-clients',
  summary: 'Register a system that asks the sharing policy',
  body: z.strictObject({ name: line }),
  response: z.strictObject({ client: decisionClient, secret: z.string() }),
  status: 201,
});

/** Administrators. It is answered nothing from then on; 422 `closed-already`. */
export const closeDecisionClient = defineRoute({
  service: 'partnership-registry',
  method: 'POST',
  path: '/decision-clients/:decisionClientId/end',
  summary: 'Let a system ask no more',
  params,
  body: z.strictObject({ version }),
  response: decisionClient,
  status: 201,
});

/** A system that asks the sharing policy, for the services that answer it. The hash is of a random secret of 256 bits. */
export const DecisionClientChanged = defineEvent({
  type: 'decision-client.changed',
  kind: 'state',
  from: 'partnership-registry',
  to: ['jag-cases', 'referrals'],
  payload: z.strictObject({ secretHash: z.string().regex(/^[0-9a-f]{64}$/), active: z.boolean() }),
});
