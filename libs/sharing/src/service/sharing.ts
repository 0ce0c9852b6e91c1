import { Database } from '@concordat/platform-persistence';
import type { EntityClass, EntityDictionary } from '@mikro-orm/core';
import { Injectable } from '@nestjs/common';
import type { Action, Want } from '../policy/vocabulary.js';
import { readableCaseKey, readableCases, readableItemKey, readableItems, readableRecords, type ItemPage, type ReadableItems } from '../query/readable.js';
import type { ReaderQuestion } from '../query/reader.js';
import { sql, type Sql } from '../query/sql.js';
import { receiptedPage } from '../receipts/receipted-page.js';
import { Explanations } from './explanations.js';

/** The person who asks, by the membership that they act by: platform-auth's `Caller` is one. */
export interface Reader {
  partnershipId: string;
  userId: string;
  membershipId: string;
  agencyId: string;
}

/** An item that may be read, with the names of the fields that may be, and why. */
export interface ReadableItem<E> {
  item: E;
  fields: string[];
  reasons: string[];
}

/** A line on what is withheld: whom to ask, and what is wanting. */
export interface Withheld {
  ownerAgencyId: string;
  reason: Extract<Want, 'no-agreement' | 'no-consent'>;
}

interface ReadableRow {
  readable_fields: string[];
  readable_reasons: string[];
  readable_place: string;
  readable_said: Buffer;
}

/** Columns that a page adds to those of the item. */
const ADDED = ['readable_fields', 'readable_reasons', 'readable_place', 'readable_said'] as const satisfies readonly (keyof ReadableRow)[];

/** The sharing policy for a service: everything that it reads of cases and items for a person goes through here. */
@Injectable()
export class Sharing {
  constructor(private readonly database: Database) {}

  /** The question of a list, page or job that `reader` asks now. */
  question(reader: Reader, action: Action = 'read'): ReaderQuestion {
    const { partnershipId, userId, membershipId, agencyId } = reader;
    return { partnershipId, userId, membershipId, agencyId, action, at: this.database.clock.now() };
  }

  /** SQL over a row of `item` under `alias`. */
  readableItems(question: ReaderQuestion, alias?: string): ReadableItems {
    return readableItems(question, alias);
  }

  /** SQL over a row of `"case"` under `alias`. */
  readableCases(question: ReaderQuestion, alias?: string): Sql {
    return readableCases(question, alias);
  }

  /** SQL over a row of `sharing_case` under `alias`: the cases of which records about sharing may be known that name these agencies. */
  readableRecords(question: ReaderQuestion, alias: string, named: Sql): Sql {
    return readableRecords(question, alias, named);
  }

  /** A condition for `Rows` of cases: `{ partnershipId, [sharing.caseKey(question)]: [] }`. */
  caseKey(question: ReaderQuestion): ReturnType<typeof readableCaseKey> {
    return readableCaseKey(question);
  }

  /** A condition for `Rows` of items; for counts, since it does not tell fields. */
  itemKey(question: ReaderQuestion): ReturnType<typeof readableItemKey> {
    return readableItemKey(question);
  }

  /** A page of items that may be read, in one statement inside the open transaction; what belongs to another agency leaves a share receipt. */
  async items<E extends object>(entity: EntityClass<E>, question: ReaderQuestion, page: ItemPage): Promise<ReadableItem<E>[]> {
    const { text, values } = receiptedPage(question, page).numbered();
    const rows = await this.database.query<EntityDictionary<E> & ReadableRow>(text, values);
    return rows.map((row) => {
      const { readable_fields: fields, readable_reasons: reasons } = row;
      const columns: EntityDictionary<E> = row;
      // A row that nobody watches is read by its own columns alone, and one that something was taken from is slow to read.
      if (!this.database.isReading) for (const added of ADDED) Reflect.deleteProperty(columns, added);
      return { item: this.database.rowOf<E>(entity, columns), fields, reasons };
    });
  }

  /** Why items may be seen, in plain English, by id: of those alone that may be, and without reading what they hold. */
  async whySeen(question: ReaderQuestion, itemIds: readonly string[]): Promise<Map<string, string[]>> {
    if (itemIds.length === 0) return new Map();
    const { text, values } = sql`select i.id, readable.reasons from item i cross join lateral (${readableItems(question, 'i').lateral}) readable
       where i.partnership_id = ${question.partnershipId}::uuid and i.id = any (${`{${itemIds.join(',')}}`}::uuid[])`.numbered();
    const rows = await this.database.read<{ id: string; reasons: string[] }>(text, values);
    const why = await this.explainAll(question.partnershipId, rows.map(({ reasons }) => reasons));
    return new Map(rows.map(({ id }, index) => [id, why[index] ?? []]));
  }

  /** Whether another than who asks may see a case's frame, or an item of it: whom to tell that there is something. */
  async shows(question: ReaderQuestion, what: { caseId: string } | { itemId: string }): Promise<boolean> {
    const [kind, id] = 'caseId' in what ? ['case', what.caseId] : ['item', what.itemId];
    const [answer] = await this.database.em.execute<{ shown: boolean }[]>(
      `select sharing_shows_${kind}(?::uuid, ?::uuid, ?::uuid, ?::timestamptz, ?, ?::uuid) as shown`,
      [question.membershipId, question.userId, question.agencyId, question.at.toISOString(), question.action, id],
    );
    return answer?.shown === true;
  }

  /**
   * Who owns items of a case that are withheld from who asks, and that the owner lets others know of: to them alone who
   * may see the case, and for want of an agreement or of consent alone (law 7).
   */
  async withheld(caseId: string): Promise<Withheld[]> {
    const rows = await this.database.read<{ owner_agency_id: string; reason: Withheld['reason'] }>('select owner_agency_id, reason from sharing_withheld($1::uuid)', [caseId]);
    return rows.map((row) => ({ ownerAgencyId: row.owner_agency_id, reason: row.reason }));
  }

  /** Of the cases whose frame may be seen by whom the open transaction runs for: how many stand in each state, and how many of them their agency owns. */
  async countCases<State extends string>(): Promise<{ state: State; count: number; own: number }[]> {
    return this.database.read('select state, count, own from sharing_counts_cases()', []);
  }

  /** The reasons of permits in plain English, in the order given; one statement at most. */
  async explain(partnershipId: string, reasons: readonly string[]): Promise<string[]> {
    return (await this.explainAll(partnershipId, [reasons]))[0] ?? [];
  }

  /** As {@link explain}, of several permits at once. */
  async explainAll(partnershipId: string, permits: readonly (readonly string[])[]): Promise<string[][]> {
    const explanations = await Explanations.of(this.database, partnershipId, permits.flat());
    return permits.map((reasons) => explanations.tell(reasons));
  }
}
