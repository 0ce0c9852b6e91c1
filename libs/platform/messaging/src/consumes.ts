import type { EventDefinition, EventOf } from '@concordat/contracts-protocol';
import { applyDecorators, Catch, UseFilters, type RpcExceptionFilter } from '@nestjs/common';
import { EventPattern, MessagePattern } from '@nestjs/microservices';
import { throwError, type Observable } from 'rxjs';
import type { z } from 'zod';
import type { Work, WorkDefinition } from './definitions.js';

/** Transport of our queues, so that handlers of another transport in the same process are left alone. */
export const QUEUES = Symbol('concordat queues');

/** Where a handler stands in the code, for messages about it. */
export interface HandlerPlace {
  place: string;
  payload?: z.ZodType;
}

/** Nest would turn an error into "Internal server error" and log its text; the strategy needs the error itself. */
@Catch()
class PassErrors implements RpcExceptionFilter {
  catch(error: unknown): Observable<never> {
    return throwError(() => error);
  }
}

type Handler<Message> = (message: Message) => Promise<void>;
type HandlerDecorator<Message> = <Method extends Handler<Message>>(
  target: object,
  key: string,
  descriptor: TypedPropertyDescriptor<Method>,
) => void;

function handles<Message>(decorator: (extras: HandlerPlace) => MethodDecorator, payload?: z.ZodType): HandlerDecorator<Message> {
  return (target, key, descriptor) => {
    const extras = { place: `${target.constructor.name}.${key}`, ...(payload === undefined ? {} : { payload }) };
    applyDecorators(decorator(extras), UseFilters(PassErrors))(target, key, descriptor);
  };
}

/**
 * Marks the one method of a controller that handles an event. It runs in a transaction in the scope of the event's
 * partnership, together with the inbox row: exactly once, and for a state event never after a later version.
 * Throw `PermanentFailure` for what will never succeed; any other error is tried again.
 */
export function Consumes<Definition extends EventDefinition>(definition: Definition): HandlerDecorator<EventOf<Definition>> {
  return handles((extras) => EventPattern([definition.type], QUEUES, extras));
}

/**
 * Marks the one method of a controller that does a kind of the service's own work, timed or heavy. It opens its own
 * transactions. With a name alone the payload is unchecked.
 */
export function Performs<Payload extends z.ZodType>(work: WorkDefinition<Payload>): HandlerDecorator<Work<z.output<Payload>>>;
export function Performs(name: string): HandlerDecorator<Work>;
export function Performs(work: string | WorkDefinition): HandlerDecorator<never> {
  return typeof work === 'string'
    ? handles((extras) => MessagePattern(work, QUEUES, extras))
    : handles((extras) => MessagePattern(work.name, QUEUES, extras), work.payload);
}
