import { z } from 'zod';
import { id, instant } from './values.js';
import type { ServiceName } from './services.js';

/**
 * - `state` carries the aggregate's version: a consumer that has seen the same or a later one ignores it.
 * - `fact` is applied once, in any order.
 */
export type EventKind = 'state' | 'fact';

/** One kind of event: who writes it, who hears it, and the shape of its payload. Never personal data in the clear. */
export interface EventDefinition<Payload extends z.ZodType = z.ZodType> {
  /** `<aggregate>.<what happened>`, e.g. `membership.changed`; never a word that tells of domestic abuse. */
  type: string;
  kind: EventKind;
  from: ServiceName;
  /** The routing table: the relay puts the event on the queue of each of these. */
  to: readonly ServiceName[];
  payload: Payload;
}

/** Declares an event; an identity function that keeps the payload's type. */
export function defineEvent<Payload extends z.ZodType>(event: EventDefinition<Payload>): EventDefinition<Payload> {
  return event;
}

/** What travels: the event with its identity, order, author and trace. `version` is null for a fact. */
export const envelope = z.strictObject({
  id,
  type: z.string(),
  partnershipId: id.nullable(),
  aggregateId: id,
  version: z.int().positive().nullable(),
  occurredAt: instant,
  /** Who asked; null for the service's own timed work. A worker checks their right again when it runs. */
  actor: z.strictObject({ userId: id, membershipId: id }).nullable(),
  /** Correlation id of the request that began it; the same in every service's log. */
  trace: z.string().max(100),
  payload: z.unknown(),
});

/** An envelope whose payload is that of `Definition`. */
export type EventOf<Definition> =
  Definition extends EventDefinition<infer Payload> ? Omit<z.output<typeof envelope>, 'payload'> & { payload: z.output<Payload> } : never;

/** A value encrypted to the receiving service (compact JWE, RFC 7516): how personal data crosses between services. */
export const sealedFor = z.string().regex(/^[\w-]+\.[\w-]*\.[\w-]+\.[\w-]+\.[\w-]+$/);
