import { EventEmitter, once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { createLogger, type Logger } from '@concordat/platform-logging';
import { Client, type Pool, type PoolClient } from 'pg';
import type { MessagingOptions } from './definitions.js';
import type { Sending } from './idle-readers.js';
import { withDeadline } from './deadline.js';
import type { Queues } from './queues.js';
import { RedisMemory } from './redis-memory.js';
import { messagingRetention, prune } from './retention.js';
import { Sender, type Due } from './sender.js';
import type { MessagingSettings } from './settings.js';

/** Deliveries sent in one transaction of the relay. */
const BATCH = 200;
/**
 * Begins the transaction of a batch. What is due is read along its index, and no further than the batch: a plan that gathers
 * and sorts all of it costs each batch as much as the whole backlog, and passes over every row that was ever acknowledged.
 */
const BEGIN = 'begin; set local enable_bitmapscan = off; set local enable_seqscan = off; set local enable_sort = off';
/** Least time from one batch to the next that is not full, in milliseconds: under load many events go together, and an event that comes alone waits for nothing. */
const GATHERED = 15;
/** The same after a batch of so many, where a little later is cheaper for all. */
const MANY = 10;
const GATHERED_OF_MANY = 40;
/** When events are tried again that one consumer's queue did not take, in milliseconds: others do not wait for them. */
const NOT_TAKEN = 5_000;
/** How often the connection that listens is asked whether it lives, and how long it has for the answer, in milliseconds. */
const HEARTBEAT = 10_000;
const HEARTBEAT_WITHIN = 5_000;

/**
 * Takes events from the outbox to the queues of their consumers, and again as long as nobody acknowledges them.
 * Any number of relays run beside each other: each locks the rows that it sends. One that dies leaves its rows as they
 * were, so that an event may be sent twice but never not at all.
 */
export class Relay implements Sending {
  private readonly log: Logger;
  private readonly memory: RedisMemory;
  private readonly sender: Sender;
  private readonly signals = new EventEmitter();
  private readonly stopping = new AbortController();
  private woken = false;
  private steps = 0;
  private resting = false;
  private prunedAt = 0;
  private running: Promise<void>[] = [];

  constructor(
    private readonly pool: Pool,
    private readonly queues: Queues,
    private readonly options: MessagingOptions,
    private readonly settings: MessagingSettings,
  ) {
    this.log = createLogger(options.service);
    this.memory = new RedisMemory(queues, options);
    this.sender = new Sender(queues, this.memory, options, settings);
  }

  start(): void {
    this.running = [this.send(), this.listen()];
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await Promise.all(this.running);
  }

  progress(): { steps: number; resting: boolean } {
    return { steps: this.steps, resting: this.resting };
  }

  private get stopped(): boolean {
    return this.stopping.signal.aborted;
  }

  private async send(): Promise<void> {
    let failures = 0;
    while (!this.stopped) {
      this.woken = false;
      this.resting = false;
      try {
        const began = performance.now();
        const sent = await this.sendBatch();
        failures = 0;
        if (sent === BATCH) continue;
        this.resting = true;
        await this.prune();
        await this.sleep(this.settings.CONCORDAT_RELAY_POLL);
        await this.pause((sent < MANY ? GATHERED : GATHERED_OF_MANY) - (performance.now() - began));
      } catch (err) {
        failures += 1;
        this.resting = true;
        this.log.warn({ err, failures }, 'the relay could not send; the events wait in the outbox');
        await this.pause(Math.min(100 * 2 ** failures, 5_000));
      }
    }
  }

  private async sendBatch(): Promise<number> {
    this.steps += 1;
    if (!(await this.queues.ready())) throw new Error('Redis cannot be reached');
    this.steps += 1;
    await this.sendForgotten();
    this.steps += 1;
    const client = await this.pool.connect();
    try {
      await client.query(BEGIN);
      const due = await this.lockDue(client);
      this.steps += 1;
      const taken = await this.sender.send(due);
      this.steps += 1;
      await this.noteSent(client, taken);
      await this.putOff(client, due.filter((event) => !taken.has(event)));
      await client.query('commit');
      client.release();
      return due.length;
    } catch (error) {
      client.release(true);
      throw error;
    }
  }

  /** What a Redis has lost is sent again at once, and not when its time comes. */
  private async sendForgotten(): Promise<void> {
    const forgetful = await this.memory.forgetful();
    if (forgetful.length === 0) return;
    const { rowCount } = await this.pool.query('update outbox_delivery set due_at = now() where acked_at is null and sent_at is not null and due_at > now() and consumer = any($1)', [forgetful]);
    if (rowCount !== null && rowCount > 0) this.log.warn({ forgetful, deliveries: rowCount }, 'Redis may have lost what was sent; it is sent again');
  }

  private async noteSent(client: PoolClient, sent: ReadonlyMap<Due, number>): Promise<void> {
    if (sent.size === 0) return;
    const events = [...sent.keys()];
    await client.query({
      name: 'note-sent',
      text: `update outbox_delivery d
             set sent_at = now(), sendings = sendings + 1, due_at = now() + (sent.delay + $3::float8 * power(2, least(sendings, 6))) * interval '1 millisecond'
             from unnest($1::uuid[], $2::text[], $4::float8[]) as sent (event_id, consumer, delay)
             where d.event_id = sent.event_id and d.consumer = sent.consumer`,
      values: [events.map(({ id }) => id), events.map(({ consumer }) => consumer), this.settings.CONCORDAT_RESEND_AFTER, [...sent.values()]],
    });
  }

  /** Else they would stand before all others in the next batch too. */
  private async putOff(client: PoolClient, left: readonly Due[]): Promise<void> {
    if (left.length === 0) return;
    await client.query(
      `update outbox_delivery d set due_at = now() + $3::float8 * interval '1 millisecond'
       from unnest($1::uuid[], $2::text[]) as left_over (event_id, consumer)
       where d.event_id = left_over.event_id and d.consumer = left_over.consumer`,
      [left.map(({ id }) => id), left.map(({ consumer }) => consumer), NOT_TAKEN],
    );
  }

  private async lockDue(client: PoolClient): Promise<Due[]> {
    const { rows } = await client.query<Due>({
      name: 'lock-due',
      text: `with due as (
               select event_id, consumer, sendings, due_at from outbox_delivery
                where acked_at is null and due_at <= now()
                order by due_at, event_id
                limit ${String(BATCH)}
                for update skip locked)
             select d.consumer, d.sendings, o.id, o.type, o.partnership_id, o.aggregate_id, o.version, o.occurred_at, o.actor, o.trace, o.traceparent, o.created_at, o.payload
               from due d join outbox o on o.id = d.event_id
              order by d.due_at, d.event_id`,
      values: [],
    });
    return rows;
  }

  /** Until the time is over or the relay stops. */
  private async pause(milliseconds: number): Promise<void> {
    if (milliseconds > 0) await pause(milliseconds, undefined, { signal: this.stopping.signal }).catch(() => undefined);
  }

  /** Until something is written to an outbox, or the time is over. */
  private async sleep(milliseconds: number): Promise<void> {
    if (this.woken) return;
    const signal = AbortSignal.any([this.stopping.signal, AbortSignal.timeout(milliseconds)]);
    await once(this.signals, 'woken', { signal }).catch(() => undefined);
  }

  /** Wakes the sender whenever a transaction that wrote to the outbox commits. */
  private async listen(): Promise<void> {
    while (!this.stopped) {
      const client = new Client({ connectionString: this.settings.CONCORDAT_RELAY_DATABASE_URL, connectionTimeoutMillis: HEARTBEAT_WITHIN });
      const lost = new AbortController();
      client.on('error', () => lost.abort());
      client.on('end', () => lost.abort());
      client.on('notification', () => {
        this.woken = true;
        this.signals.emit('woken');
      });
      try {
        await client.connect();
        await client.query('listen outbox');
        await this.watch(client, AbortSignal.any([this.stopping.signal, lost.signal]));
      } catch (err) {
        this.log.warn({ err }, 'the relay cannot listen to the database; it looks for events by itself meanwhile');
      }
      await withDeadline(client.end(), HEARTBEAT_WITHIN).catch(() => undefined);
      await this.pause(1_000);
    }
  }

  /** Until the connection is lost, also without a word. */
  private async watch(client: Client, end: AbortSignal): Promise<void> {
    const waited = (): Promise<boolean> => pause(HEARTBEAT, true, { signal: end }).catch(() => false);
    while (await waited()) await withDeadline(client.query('select 1'), HEARTBEAT_WITHIN);
  }

  private async prune(): Promise<void> {
    if (Date.now() - this.prunedAt < this.settings.CONCORDAT_PRUNE_EVERY) return;
    const deleted = await prune(this.pool, [...messagingRetention(this.settings), ...(this.options.retention ?? [])], this.stopping.signal);
    if (deleted > 0) this.log.info({ deleted }, 'rows that are done with and old were deleted');
    this.prunedAt = Date.now();
  }
}
