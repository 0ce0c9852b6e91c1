import type { EventDefinition } from '@concordat/contracts-protocol';
import type { MessageHandler } from '@nestjs/microservices';
import type { z } from 'zod';
import type { MessagingOptions } from './definitions.js';

/** A handler as Nest registered it, with the place in the code that it comes from. */
export interface RegisteredHandler {
  pattern: string;
  isEvent: boolean;
  place: string;
  payload: z.ZodType | null;
  run: MessageHandler;
}

/** The service's handlers do not fit what it hears and schedules; `faults` are all of them. */
export class HandlerError extends Error {
  constructor(readonly faults: readonly string[]) {
    super(`The handlers of events and work are not right:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`);
    this.name = 'HandlerError';
  }
}

export interface HeardEvent {
  definition: EventDefinition;
  handler: RegisteredHandler;
}

export interface Handlers {
  events: ReadonlyMap<string, HeardEvent>;
  work: ReadonlyMap<string, RegisteredHandler>;
}

/**
 * Pairs what a service hears and schedules with its handlers: exactly one each.
 * @throws HandlerError that says for each fault what to add or remove
 */
export function pairHandlers(options: MessagingOptions, registered: readonly RegisteredHandler[]): Handlers {
  const faults: string[] = [];
  const events = pairEvents(options, registered.filter(({ isEvent }) => isEvent), faults);
  const work = pairWork(options, registered.filter(({ isEvent }) => !isEvent), faults);
  if (faults.length > 0) throw new HandlerError(faults);
  return { events, work };
}

function pairEvents({ service, events }: MessagingOptions, handlers: readonly RegisteredHandler[], faults: string[]): Map<string, HeardEvent> {
  const heard = events.filter(({ to }) => to.includes(service));
  const pairs = new Map<string, HeardEvent>();
  for (const definition of heard) {
    const { type, from } = definition;
    if (pairs.has(type)) faults.push(`"${type}" stands twice in the events given to MessagingModule.forRoot: its type must be its own.`);
    const [handler, ...others] = handlers.filter(({ pattern }) => pattern === type);
    if (handler === undefined) {
      faults.push(
        `${service} hears "${type}" of ${from}, and nothing handles it: add a method with @Consumes to a controller of ${service}, or take ${service} out of the event's "to".`,
      );
      continue;
    }
    if (others.length > 0) faults.push(`"${type}" is handled by ${places([handler, ...others])}: keep one, and let it call the rest.`);
    pairs.set(type, { definition, handler });
  }
  for (const { pattern, place } of handlers) {
    if (!heard.some(({ type }) => type === pattern)) {
      faults.push(`${place} handles "${pattern}", which ${service} does not hear: add it to the events given to MessagingModule.forRoot and ${service} to its "to", or remove the handler.`);
    }
  }
  return pairs;
}

function pairWork({ service, schedules = [] }: MessagingOptions, handlers: readonly RegisteredHandler[], faults: string[]): Map<string, RegisteredHandler> {
  const pairs = new Map<string, RegisteredHandler>();
  for (const [name, same] of Map.groupBy(handlers, ({ pattern }) => pattern)) {
    const [handler] = same;
    if (handler === undefined) continue;
    if (same.length > 1) faults.push(`The work "${name}" is done by ${places(same)}: keep one.`);
    pairs.set(name, handler);
  }
  for (const { id, work } of schedules) {
    if (!pairs.has(work)) faults.push(`The schedule "${id}" wants the work "${work}", and nothing does it: add a method with @Performs('${work}') to a controller of ${service}.`);
  }
  const ids = schedules.map(({ id }) => id);
  for (const id of new Set(ids.filter((one, index) => ids.indexOf(one) !== index))) faults.push(`Two schedules are called "${id}".`);
  return pairs;
}

const places = (handlers: readonly RegisteredHandler[]): string => handlers.map(({ place }) => place).join(' and ');
