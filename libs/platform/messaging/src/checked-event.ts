import type { EventDefinition, EventOf } from '@concordat/contracts-protocol';
import { PermanentFailure } from '@concordat/platform-errors';
import { isObservable, lastValueFrom } from 'rxjs';
import type { HeardEvent, RegisteredHandler } from './handlers.js';
import type { Message } from './jobs.js';
import { pathsOf } from './sealing.js';

/** An event that is what its contract says, and who handles it. */
export interface CheckedEvent {
  event: EventOf<EventDefinition>;
  kind: EventDefinition['kind'];
  handler: RegisteredHandler;
}

/** @throws PermanentFailure when `service` does not know the event, or it is not what its contract says */
export function checkEvent(event: Message['event'], heard: ReadonlyMap<string, HeardEvent>, service: string): CheckedEvent {
  const subscription = heard.get(event.type);
  if (subscription === undefined) {
    throw new PermanentFailure(`This version of ${service} does not know the event "${event.type}": release the version that does, then send it again`);
  }
  const { definition, handler } = subscription;
  const payload = definition.payload.safeParse(event.payload);
  if (!payload.success) throw new PermanentFailure(`The payload of "${definition.type}" is not what its contract says: ${pathsOf(payload.error)}`);
  if (definition.kind === 'state' && event.version === null) throw new PermanentFailure(`The state event "${definition.type}" carries no version`);
  return { event: { ...event, payload: payload.data }, kind: definition.kind, handler };
}

/** Gives an event to its handler, and waits until that is done. */
export async function runHandler({ event, handler }: CheckedEvent): Promise<void> {
  const result: unknown = await handler.run(event);
  if (isObservable(result)) await lastValueFrom(result, { defaultValue: undefined });
}
