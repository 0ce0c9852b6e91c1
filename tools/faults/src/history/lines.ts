import { z } from 'zod';

/** Milliseconds since 1970, by the clock of the one machine that all of a run is on. */
const at = z.number();
const id = z.string();

/**
 * A row that a command made or changed: its table is told with its service, `jag-cases action`. `says` is what the command
 * wrote, as far as a database shows it; null where it is sealed, or says nothing of its own.
 */
export const effect = z.strictObject({ table: z.string(), id, version: z.int(), says: z.string().nullable() });
export type Effect = z.output<typeof effect>;

/**
 * What a run writes down, one line each: first what is asked and answered and which faults there are, as it happens,
 * and at the end what the databases and queues hold. The checker knows nothing else.
 */
export const historyLine = z.discriminatedUnion('kind', [
  /** `commands` are to be acknowledged at least, and each of `harms` is to be done at least once. */
  z.strictObject({ kind: z.literal('begun'), at, scenario: z.string(), on: z.string(), seed: z.int(), commands: z.int(), replicas: z.int(), harms: z.array(z.string()) }),
  /** A row as it stood before the first command, or stands after the last message. */
  z.strictObject({ kind: z.literal('row'), when: z.enum(['before', 'after']), ...effect.shape }),

  z.strictObject({ kind: z.literal('asked'), at, command: z.int(), what: z.string() }),
  /** Answered with success: what the command did is there from now on. `tries` counts requests, all with one idempotency key. */
  z.strictObject({ kind: z.literal('acknowledged'), at, command: z.int(), tries: z.int(), effects: z.array(effect) }),
  /** Refused for good: it has no effect. */
  z.strictObject({ kind: z.literal('refused'), at, command: z.int(), status: z.int(), code: z.string() }),
  /** Nobody answered in the time that there was: it may have an effect or none. */
  z.strictObject({ kind: z.literal('unanswered'), at, command: z.int(), why: z.string() }),

  z.strictObject({ kind: z.literal('fault'), at, id: z.int(), what: z.string(), how: z.string().nullable(), target: z.string() }),
  z.strictObject({ kind: z.literal('mended'), at, id: z.int() }),
  /** A supervisor started a process again, or began to. */
  z.strictObject({ kind: z.literal('restarted'), at, target: z.string(), how: z.string() }),
  /** The last fault is over. */
  z.strictObject({ kind: z.literal('faults-over'), at }),
  /** Nothing waits any more; null when something still did at the end of the time. */
  z.strictObject({ kind: z.literal('drained'), at: at.nullable() }),

  /**
   * A row of an outbox, for each of its consumers. `version` is of the state that it carries; null for a fact. `about` tells
   * facts of one type apart.
   */
  z.strictObject({ kind: z.literal('sent'), event: id, type: z.string(), consumer: z.string(), aggregate: id, version: z.int().nullable(), about: z.string().nullable() }),
  /** A row of an inbox. */
  z.strictObject({ kind: z.literal('heard'), event: id, consumer: z.string() }),
  /** A consumer noted the version of an aggregate that it has applied; in the order in which it did. */
  z.strictObject({ kind: z.literal('applied'), consumer: z.string(), type: z.string(), aggregate: id, version: z.int() }),
  /**
   * A consumer wrote a row because of an event, in the order in which it did; `heard` says whether that transaction also noted
   * that the event was had, `version` which state of its source the row has, where it says so.
   */
  z.strictObject({ kind: z.literal('effect'), consumer: z.string(), table: z.string(), id, heard: z.boolean(), version: z.int().nullable() }),
  /** Somebody who is to be told something by an event, may be, or is not, and how often they were. */
  z.strictObject({ kind: z.literal('told'), event: id, user: id, times: z.int(), wanted: z.enum(['once', 'at-most-once', 'never']) }),
  /** A letter that somebody is owed, and whether it was sent, or found to be wanted no more. */
  z.strictObject({ kind: z.literal('letter'), id, settled: z.boolean() }),
  /** What a service holds and what another holds of it, as texts that are the same when nothing differs. */
  z.strictObject({ kind: z.literal('projection'), name: z.string(), id, source: z.string().nullable(), copy: z.string().nullable() }),
  z.strictObject({ kind: z.literal('schedule'), service: z.string(), id, stands: z.boolean() }),
  /** What a service's audit has of the run: how often something was done to a kind of record. */
  z.strictObject({ kind: z.literal('audited'), service: z.string(), action: z.string(), record: z.string(), times: z.int() }),
  /** What came of following a service's audit from its beginning: each thing that is wrong with it. */
  z.strictObject({ kind: z.literal('audit'), service: z.string(), entries: z.int(), faults: z.array(z.string()) }),
  /** An event that failed for good and was not dealt with. */
  z.strictObject({ kind: z.literal('dead-letter'), consumer: z.string(), event: id, code: z.string() }),
]);
export type HistoryLine = z.output<typeof historyLine>;
export type LineOf<Kind extends HistoryLine['kind']> = Extract<HistoryLine, { kind: Kind }>;

/** What a fault was, whatever it was done to. */
export const harmOf = ({ what, how }: Pick<LineOf<'fault'>, 'what' | 'how'>): string => (how === null ? what : `${what}, ${how}`);
