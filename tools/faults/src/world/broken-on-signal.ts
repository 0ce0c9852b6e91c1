/*
 * Loaded into the workers of a run before anything of theirs. Once they get one of these signals a part of them waits for ever,
 * without an error: the process is up, answers, and does not work.
 */
import { Worker } from 'bullmq';
import { Pool } from 'pg';

const never = (): Promise<never> => new Promise(() => undefined);

/** By which a reader of BullMQ takes its next job; it is no part of what BullMQ promises. */
const TAKES = '_getNextJob';

if (typeof Reflect.get(Worker.prototype, TAKES) !== 'function') throw new Error('A reader of BullMQ takes its jobs in another way than this run knows');

// Deaf: it takes nothing from its queues any more.
process.on('SIGUSR2', () => {
  Reflect.set(Worker.prototype, TAKES, never);
});

// Dumb: its relay waits for the database, and sends nothing any more.
process.on('SIGURG', () => {
  const connects: unknown = Reflect.get(Pool.prototype, 'connect');
  if (typeof connects !== 'function') throw new Error('A pool of connections gives them in another way than this run knows');
  Reflect.set(Pool.prototype, 'connect', function connect(this: Pool, ...given: unknown[]): unknown {
    const connection: unknown = this.options.application_name?.endsWith(' relay') === true ? never() : Reflect.apply(connects, this, given);
    return connection;
  });
});
