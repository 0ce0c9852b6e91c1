import { AsyncLocalStorage } from 'node:async_hooks';
import { inSpan } from '@concordat/platform-telemetry';
import type { EntityClass, EntityDictionary, MikroORM, SqlEntityManager } from '@mikro-orm/postgresql';
import { Logger } from '@nestjs/common';
import { CompiledQuery, type Kysely } from 'kysely';
import type { Clock } from './clock.js';
import { ReadsTogether } from './reads-together.js';
import type { BoundRead } from './bound-reads.js';
import type { CursorSigner } from './rows/cursor.js';
import type { PartnershipRow } from './rows/partnership-row.js';
import { readRow } from './rows/read-row.js';
import { Rows } from './rows/rows.js';
import { sameScope, sessionOf, type Scope } from './scope.js';
import type { Written } from './prepared-statements.js';
import { waits, withBegin } from './transaction-frames.js';

interface OpenTransaction {
  em: SqlEntityManager;
  scope: Scope;
  /** For whom PostgreSQL was told that the transaction runs: that of its last turn ({@link Database.turn}). */
  told: { scope: Scope };
  at: Date;
  /** Its work is over: what of it still runs has nothing to run in. */
  ended: boolean;
  reading: boolean;
  /** Each write is sent, and answered, before the next. */
  apart: boolean;
  reads: ReadsTogether;
  /** Statements that go with the commit. */
  last: BoundRead[];
  beforeCommit: (() => Promise<void> | void)[];
  afterCommit: (() => void)[];
  /** Why the transaction must not be committed, whatever its work answers. */
  refusal: { error: unknown } | null;
}

/** Tells PostgreSQL for whom a turn runs. */
const TELL = `select set_config('app.user_id', $1, true), set_config('app.membership_id', $2, true), set_config('app.agency_id', $3, true), set_config('app.work', $4, true)`;

/** The service's database. Everything reads and writes inside {@link transaction}, which says for whom. */
export class Database {
  readonly #open = new AsyncLocalStorage<OpenTransaction>();
  readonly #log = new Logger(Database.name);

  /**
   * The time, which stands still in a transaction: all of it happens at one instant, so that what it writes holds from
   * then for the rest of it, and row-level security compares the same time as its queries (`app.at`).
   */
  readonly clock: Clock = { now: () => new Date(this.#open.getStore()?.at ?? this.realClock.now()) };

  constructor(
    private readonly orm: MikroORM,
    private readonly realClock: Clock,
    private readonly cursors: CursorSigner,
  ) {}

  /**
   * Runs `work` in one transaction: committed when it resolves, rolled back when it rejects. A call inside an open
   * transaction of the same scope joins it; of another scope it is an error, because the scope of a transaction
   * never changes.
   *
   * @param options.reading that `work` changes no row that it finds, so that none of them is watched for changes
   * @param options.apart that no {@link write} waits for another statement: one that fails is known then
   */
  async transaction<T>(scope: Scope, work: () => Promise<T>, { reading = false, apart = false }: { reading?: boolean; apart?: boolean } = {}): Promise<T> {
    const outer = this.#open.getStore();
    if (outer) {
      if (!sameScope(outer.scope, scope)) throw new Error('A transaction of another scope is open: end it first');
      return work();
    }
    const at = this.realClock.now();
    const root = this.orm.em.fork({ session: { variables: sessionOf(scope, at) } });
    const afterCommit: (() => void)[] = [];
    const result = await inSpan('transaction', { kind: 'client', attributes: { 'db.system.name': 'postgresql' } }, () => root.transactional(async (em) => {
      const own = { ...scope };
      const open: OpenTransaction = { em, scope: own, told: { scope: own }, at, ended: false, reading, apart, reads: this.#reads(), last: [], beforeCommit: [], afterCommit, refusal: null };
      return this.#carryOut(open, work, async () => {
        for (const { text, values } of open.last) await this.#bound(waits(text), values);
      });
    }));
    this.#runAll(afterCommit);
    return result;
  }

  /**
   * Runs `work` in the open transaction as if it had one to itself: for whom it runs, its entities, and what it does before
   * the commit are its own, and are written before this resolves. For several pieces of work of one partnership, one after
   * the other, that share a commit: where one fails, none has happened.
   *
   * @throws Error when `scope` is of another partnership: a transaction serves one
   */
  async turn<T>(scope: Scope, work: () => Promise<T>): Promise<T> {
    const around = this.#current();
    if (scope.partnershipId !== around.scope.partnershipId) throw new Error('A transaction serves one partnership: begin another');
    if (!sameScope(scope, around.told.scope)) await this.write(TELL, [scope.userId ?? '', scope.membershipId ?? '', scope.agencyId ?? '', scope.work ?? '']);
    const own = { ...scope };
    around.told.scope = own;
    const em = around.em.fork({ keepTransactionContext: true });
    const open: OpenTransaction = { ...around, em, scope: own, ended: false, reads: this.#reads(), beforeCommit: [], refusal: null };
    try {
      return await this.#carryOut(open, work);
    } catch (error) {
      around.refusal ??= { error };
      throw error;
    }
  }

  async #carryOut<T>(open: OpenTransaction, work: () => Promise<T>, last?: () => Promise<void>): Promise<T> {
    return this.#open.run(open, async () => {
      try {
        const answer = await work();
        if (open.refusal) throw open.refusal.error;
        await open.em.flush();
        for (const write of open.beforeCommit) await write();
        await last?.();
        return answer;
      } finally {
        open.ended = true;
      }
    });
  }

  #reads(): ReadsTogether {
    return new ReadsTogether(async <Row>({ text, values }: BoundRead) => (await this.#bound<Record<string, Row[]>>(text, values))[0] ?? {});
  }

  /** Entity manager of the open transaction. @throws Error outside one */
  get em(): SqlEntityManager {
    return this.#current().em;
  }

  /** Scope of the open transaction. @throws Error outside one */
  get scope(): Scope {
    return this.#current().scope;
  }

  /** Whether the open transaction only reads: see {@link transaction}. */
  get isReading(): boolean {
    return this.#current().reading;
  }

  get inTransaction(): boolean {
    return this.#open.getStore() !== undefined;
  }

  /** Runs `write` in the open transaction as the last of its work, when all else of it was written; never when it failed. */
  beforeCommit(write: () => Promise<void> | void): void {
    this.#current().beforeCommit.push(write);
  }

  /** Runs `callback` once the open transaction is committed, never when it is rolled back. An error of it is logged. */
  afterCommit(callback: () => void): void {
    this.#current().afterCommit.push(callback);
  }

  /** Makes the open transaction fail with `error` even when its work catches the error: for what must never be passed over. */
  refuseCommit(error: unknown): void {
    this.#current().refusal ??= { error };
  }

  /**
   * Says for which agency the open transaction runs, once it was looked up who asks: until then it runs for none.
   * Whoever looked it up has told PostgreSQL (`app.agency_id`) in the same statement.
   */
  actFor(agencyId: string): void {
    const { scope } = this.#current();
    if (scope.agencyId !== null && scope.agencyId !== agencyId) throw new Error('The transaction runs for another agency');
    scope.agencyId = agencyId;
  }

  /**
   * Runs part of the open transaction as work of the service's own that a table's policy names: somebody's request that
   * writes what they may not read afterwards. Where it fails, the transaction does.
   */
  async asWork<T>(name: string, work: () => Promise<T>): Promise<T> {
    if (this.isReading) throw new Error('Reads share a transaction: none of them may be work of its own');
    await this.#setWork(name);
    try {
      const answer = await work();
      await this.#setWork(this.scope.work ?? '');
      return answer;
    } catch (error) {
      this.refuseCommit(error);
      throw error;
    }
  }

  /**
   * Answers of a statement with `$1`, `$2` … in the open transaction, its values bound: PostgreSQL plans it once a
   * connection, where `em.execute` writes values into the text and has each planned by itself. For what is asked often and
   * is long; every text stays prepared, so that it must not be made of what is asked.
   */
  async query<Row>(text: string, values: readonly unknown[]): Promise<Row[]> {
    return this.#current().reads.apart(() => this.#bound<Row>(text, values));
  }

  async #bound<Row>(text: string, values: readonly unknown[]): Promise<Row[]> {
    const transaction = this.em.getTransactionContext<Kysely<unknown>>();
    if (!transaction) throw new Error('No transaction is open');
    try {
      return (await transaction.executeQuery<Row>(CompiledQuery.raw(text, [...values]))).rows;
    } catch (error) {
      throw error instanceof Error ? this.em.getPlatform().getExceptionConverter().convertException(error) : error;
    }
  }

  /**
   * Runs a statement with `$1`, `$2` … whose answer nobody reads, in its place among the others of the open transaction: it
   * goes with the next of them, or with the commit, and costs no journey of its own. What it fails by is the error of
   * whatever it goes with, so that nobody can catch it where it was written. Its plan is kept as that of {@link first}.
   */
  async write(text: string, values: readonly Written[]): Promise<void> {
    if (this.#current().apart) await this.query(text, values);
    else await this.#bound(waits(text), values);
  }

  /**
   * Answers of a read with `$1`, `$2` … as JSON writes them (a time is an ISO string, bytes are `\\x` and hexadecimal digits).
   * Reads that are asked for at once go as one statement: see {@link ReadsTogether}.
   */
  async read<Row>(text: string, values: readonly unknown[]): Promise<Row[]> {
    return this.#current().reads.ask<Row>({ text, values });
  }

  /**
   * The first statement of the open transaction, with `$1`, `$2` …: it goes with what begins the transaction, and costs no
   * journey of its own. Its plan is kept, so that its text must not be made of what is asked.
   */
  async first<Row>(text: string, values: readonly Written[]): Promise<Row[]> {
    return this.#bound<Row>(withBegin(text), values);
  }

  /** Adds a statement with `$1`, `$2` … to the open transaction that goes with its commit, after all else. Its plan is kept as that of {@link first}. */
  last(text: string, values: readonly Written[]): void {
    this.#current().last.push({ text, values });
  }

  /** A row of `entity` from its columns, as a statement of one's own answers them. In work that only reads, what is done to it changes nothing. */
  rowOf<E extends object>(entity: EntityClass<E>, columns: EntityDictionary<E>): E {
    if (!this.isReading) return this.em.map<E>(entity, columns);
    return readRow(entity, this.em.getMetadata().get(entity), this.em.getPlatform(), columns);
  }

  /** Rows of `entity`, in the open transaction. */
  rows<E extends PartnershipRow>(entity: EntityClass<E>): Rows<E> {
    return new Rows<E>(this, entity, this.cursors);
  }

  /** Whether the database answers. */
  async isReachable(): Promise<boolean> {
    return this.orm.isConnected();
  }

  async #setWork(name: string): Promise<void> {
    await this.em.flush();
    await this.em.execute(`select set_config('app.work', ?, true)`, [name], 'run');
  }

  #current(): OpenTransaction {
    const open = this.#open.getStore();
    if (!open) throw new Error('No transaction is open: run this inside Database.transaction');
    // Its connection may be another's by now.
    if (open.ended) throw new Error('The transaction has ended: await all that runs in it');
    return open;
  }

  #runAll(callbacks: readonly (() => void)[]): void {
    for (const callback of callbacks) {
      try {
        callback();
      } catch (error) {
        this.#log.error(error);
      }
    }
  }
}
