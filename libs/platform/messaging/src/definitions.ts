import type { EventDefinition, ServiceName } from '@concordat/contracts-protocol';
import type { z } from 'zod';
import type { Retention } from './retention.js';

/** A kind of the service's own timed or heavy work. The payload holds ids and codes: the handler reads the state again. */
export interface WorkDefinition<Payload extends z.ZodType = z.ZodType> {
  /** `<noun>.<verb>`, e.g. `reminders.send`. */
  name: string;
  payload: Payload;
}

/** Declares a kind of work; an identity function that keeps the payload's type. */
export function defineWork<Payload extends z.ZodType>(work: WorkDefinition<Payload>): WorkDefinition<Payload> {
  return work;
}

/** What a handler of own work gets. Runs at least once: the handler makes a second run harmless. */
export interface Work<Payload = unknown> {
  /** The same for every try of the same piece of work. */
  id: string;
  name: string;
  partnershipId: string | null;
  /** Who asked; null for a schedule's run. Check their right again. */
  actor: { userId: string; membershipId: string } | null;
  payload: Payload;
}

/** Work that begins by itself: `every` so many milliseconds, or by `cron` in Europe/London. */
export type Schedule = {
  /** Names the schedule in Redis; lower-case words joined by hyphens. */
  id: string;
  /** Name of the work, for the handler with the same name in `@Performs`. */
  work: string;
  payload?: Readonly<Record<string, unknown>>;
} & ({ every: number; cron?: undefined } | { cron: string; every?: undefined });

export interface MessagingOptions {
  service: ServiceName;
  /** Every event that the service writes or hears. */
  events: readonly EventDefinition[];
  schedules?: readonly Schedule[];
  /** Rows of other libraries and of the service that the relay deletes besides messaging's own. */
  retention?: readonly Retention[];
  /** The process's environment; `process.env` unless given. */
  env?: Readonly<Record<string, string | undefined>>;
}

/** Token of the {@link MessagingOptions} given to the module. */
export const MESSAGING = Symbol('messaging options');
/** Token of the {@link MessagingSettings} read at start. */
export const MESSAGING_SETTINGS = Symbol('messaging settings');
