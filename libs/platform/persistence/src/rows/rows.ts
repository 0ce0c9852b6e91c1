import { InvalidInputError, NotFoundError, StaleVersionError, type Change } from '@concordat/platform-errors';
import type { EntityClass, EntityDictionary, EntityKey, EntityMetadata, FilterQuery, FindOptions, QBFilterQuery, ObjectQuery, RequiredEntityData } from '@mikro-orm/postgresql';
import { v7 } from 'uuid';
import { boundRead } from '../bound-reads.js';
import type { Database } from '../database.js';
import type { CursorSigner } from './cursor.js';
import { KeptQueries, type Asked } from './kept-queries.js';
import { changesOf, entriesOf, hideSealed, writeHistory } from './history.js';
import { keysetOf, type OrderBy, type PageOrder } from './keyset.js';
import type { PartnershipRow } from './partnership-row.js';

/** Conditions on rows; the compiler asks for the partnership. */
export type Where<E extends PartnershipRow> = { partnershipId: string } & ObjectQuery<E>;

type Made = 'id' | 'version' | 'createdAt' | 'updatedAt';
type Column<E> = { [K in keyof E]: K extends string ? (E[K] extends (...parameters: never[]) => unknown ? never : K) : never }[keyof E];
type MayBeLeftOut<E> = { [K in Column<E>]: K extends Made ? K : null extends E[K] ? K : undefined extends E[K] ? K : never }[Column<E>];

/** What a new row needs: every column but those with an answer of their own (id, version, times, nullable ones). */
export type NewRow<E extends PartnershipRow> = Pick<E, Exclude<Column<E>, MayBeLeftOut<E>>> & Partial<Pick<E, MayBeLeftOut<E>>>;

/** What a change may set. */
export type RowChanges<E extends PartnershipRow> = Partial<Omit<E, 'id' | 'partnershipId' | 'version' | 'createdAt' | 'updatedAt'>>;

export interface FindRows<E extends PartnershipRow> {
  orderBy?: OrderBy<E> | PageOrder<E>;
  limit?: number;
}

export interface PageRequest<E extends PartnershipRow> {
  /** Columns that are never null; the id is added as the last one. */
  order: PageOrder<E>;
  /** `next` of the page before. */
  after?: string | undefined;
  /** Rows a page, 1 to 1000. */
  size: number;
}

export interface Page<E> {
  items: E[];
  /** Cursor of the page that follows; null on the last. */
  next: string | null;
}

/** Rows of one table in the open transaction. */
export class Rows<E extends PartnershipRow> {
  constructor(
    private readonly database: Database,
    private readonly entity: EntityClass<E>,
    private readonly cursors: CursorSigner,
  ) {}

  async find(where: Where<E>, options: FindRows<E> = {}): Promise<E[]> {
    return this.#found(where, { ...options });
  }

  async findOne(where: Where<E>): Promise<E | null> {
    const [row] = await this.find(where, { limit: 1 });
    return row ?? null;
  }

  /** @throws NotFoundError when there is none, or none that this transaction may see */
  async get(where: Where<E>): Promise<E> {
    const row = await this.findOne(where);
    if (row === null) throw new NotFoundError(this.#meta.tableName);
    return row;
  }

  async count(where: Where<E>): Promise<number> {
    if (isOfNone(where)) return 0;
    const { em, isReading } = this.database;
    if (!isReading) return em.count<E>(this.entity, this.#filter(where));
    const [counted] = await this.#answers<{ count: number | string }>({ where, rest: 'count' }, (chosen) => em.createQueryBuilder<E>(this.entity).count().where(this.#chosenBy(chosen)));
    return Number(counted?.count ?? 0);
  }

  /**
   * A page of a list that may change between pages: every row that stays is met exactly once.
   *
   * @throws InvalidInputError for a cursor that is not of this list
   */
  async page(where: Where<E>, request: PageRequest<E>): Promise<Page<E>> {
    if (request.size < 1 || request.size > 1000) throw new InvalidInputError([{ path: 'query.size', message: 'Must be between 1 and 1000' }]);
    const keyset = keysetOf<E>(this.#meta, request.order);
    const list = `${this.#meta.tableName} ${keyset.name} ${where.partnershipId}`;
    const after = request.after === undefined ? null : keyset.after(this.cursors.read(list, request.after));
    const filter = after === null ? where : { $and: [where, after] };
    const found = await this.#found(filter, { orderBy: keyset.orderBy, limit: request.size + 1 });
    const items = found.slice(0, request.size);
    const last = items.at(-1);
    return { items, next: found.length > request.size && last ? this.cursors.write(list, keyset.valuesOf(last)) : null };
  }

  /** A new row, written at the end of the transaction or before the next query of its table. */
  insert(data: NewRow<E>): E {
    const now = this.database.clock.now();
    const row = this.database.em.create<E>(this.entity, { ...this.#nulls(), id: v7(), version: 1, createdAt: now, updatedAt: now, ...data } as RequiredEntityData<E>);
    this.database.em.persist(row);
    return row;
  }

  /**
   * Changes a row that the writer saw as `seenVersion`, adds 1 to its version, and keeps what changed in its history.
   * Nothing is written when nothing differs.
   *
   * @throws StaleVersionError with what changed since, when somebody else changed it
   */
  async change(row: E, seenVersion: number, changes: RowChanges<E>, why?: string): Promise<void> {
    const { em, scope, clock } = this.database;
    if (em.getUnitOfWork().getPersistStack().has(row)) await em.flush();
    if (row.version !== seenVersion) await this.#refuseStale(row, seenVersion);
    const entries = entriesOf(row, changes);
    if (entries.length === 0) return;
    const set = { ...changes, version: seenVersion + 1, updatedAt: clock.now() };
    const written = await em.nativeUpdate<E>(this.entity, this.#filter({ partnershipId: row.partnershipId, id: row.id, version: seenVersion }), set);
    if (written === 0) await this.#refuseStale(row, seenVersion);
    Object.assign(row, set);
    if (!this.database.isReading) em.getUnitOfWork().merge(row);
    await writeHistory(em, { row, kind: this.#meta.tableName, entries, scope, at: set.updatedAt, why: why ?? null });
  }

  /** Removes a row; who may is the caller's matter. */
  remove(row: E): void {
    this.database.em.remove(row);
  }

  /** What changed in the row's life, oldest first; a sealed value is its ciphertext, which opens at the row's own place. */
  async history(row: { partnershipId: string; id: string }): Promise<Change[]> {
    return changesOf(this.database.em, row, 0);
  }

  /**
   * Work that only reads gets rows that nobody watches, which costs a fraction of what a watched one does. Its columns are
   * named, so that a plan that is kept outlives a migration that adds one.
   */
  async #found(where: object, options: Pick<FindOptions<E>, 'orderBy' | 'limit'>): Promise<E[]> {
    const { em, isReading } = this.database;
    if (isOfNone(where)) return [];
    if (!isReading) return em.find<E>(this.entity, this.#filter(where), options);
    if (em.getUnitOfWork().getPersistStack().size > 0) await em.flush();
    const rows = await this.#answers<EntityDictionary<E>>({ where, rest: JSON.stringify(options) }, (chosen) => {
      const asked = em.createQueryBuilder<E>(this.entity).select(this.#columns()).where(this.#chosenBy(chosen));
      if (options.orderBy) asked.orderBy(options.orderBy);
      if (options.limit !== undefined) asked.limit(options.limit);
      return asked;
    });
    return rows.map((row) => this.database.rowOf<E>(this.entity, row));
  }

  /** As JSON writes them, or as they are where the read cannot go together with others. */
  async #answers<Row extends object>(asked: Asked, build: (where: object) => { toQuery: () => { sql: string; params: readonly unknown[] } }): Promise<Row[]> {
    const read = keptOf(this.#meta).read(asked, (where) => {
      const { sql, params } = build(where).toQuery();
      return boundRead(sql, params);
    });
    if (read !== null) return this.database.read<Row>(read.text, read.values);
    const { sql, params } = build(asked.where).toQuery();
    return this.database.em.execute<Row[]>(sql, [...params]);
  }

  async #refuseStale(row: E, seenVersion: number): Promise<never> {
    const { em } = this.database;
    const [now] = await em.find<E>(this.entity, this.#filter({ partnershipId: row.partnershipId, id: row.id }), { disableIdentityMap: true });
    if (!now) throw new NotFoundError(this.#meta.tableName);
    throw new StaleVersionError({ current: now.version, changes: hideSealed(await changesOf(em, row, seenVersion)) });
  }

  /** What is left out of a new row is null, in the row in hand as in the table. */
  #nulls(): Record<string, null> {
    return Object.fromEntries(this.#meta.props.filter((prop) => prop.nullable === true).map((prop) => [prop.name, null]));
  }

  #columns(): EntityKey<E>[] {
    return this.#meta.props.filter(({ persist }) => persist !== false).map(({ name }) => name);
  }

  #filter(where: object): FilterQuery<E> {
    return where;
  }

  #chosenBy(where: object): QBFilterQuery<E> {
    return where;
  }

  get #meta(): EntityMetadata<E> {
    return this.database.em.getMetadata().get<E>(this.entity);
  }
}

/** What was asked of each entity before, by its metadata. */
const kept = new WeakMap<object, KeptQueries>();

function keptOf(meta: object): KeptQueries {
  const found = kept.get(meta) ?? new KeptQueries();
  kept.set(meta, found);
  return found;
}

/** Whether the rows are chosen from an empty list, so that there is nothing to ask. */
const isOfNone = (where: object): boolean =>
  Object.values(where).some((wanted: unknown) => typeof wanted === 'object' && wanted !== null && '$in' in wanted && Array.isArray(wanted.$in) && wanted.$in.length === 0);
