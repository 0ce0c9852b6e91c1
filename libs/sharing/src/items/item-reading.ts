import { caller } from '@concordat/platform-auth';
import { Audit } from '@concordat/platform-audit';
import { Sealer } from '@concordat/platform-persistence';
import { Injectable } from '@nestjs/common';
import type { ReaderQuestion } from '../query/reader.js';
import { sql, type Sql } from '../query/sql.js';
import { Sharing } from '../service/sharing.js';
import { contentPlace, StoredItem } from './item.entity.js';

/** An item as its reader may see it: the permitted fields alone, with what permits them. */
export interface ReadItem {
  item: StoredItem;
  fields: Record<string, string>;
  reasons: string[];
  /** The reasons in plain English, for the reader: a line for each grant. */
  why: string[];
}

/** The most items that one page reads at once. */
export const ITEMS_AT_ONCE = 500;

/** Whether all that may be read of a case was read. */
export const isWhole = (items: readonly ReadItem[]): boolean => items.length < ITEMS_AT_ONCE;

/** Reads items: what the sharing policy lets through, opened. The one way by which content leaves the database. */
@Injectable()
export class ItemReading {
  constructor(
    private readonly sharing: Sharing,
    private readonly sealer: Sealer,
    private readonly audit: Audit,
  ) {}

  /** Items of a case that the caller may read, in the order in which they were added. */
  async ofCase(caseId: string): Promise<ReadItem[]> {
    return this.read(sql`i.case_id = ${caseId}::uuid`);
  }

  /** Chosen items, of those that the caller may read. */
  async byIds(ids: readonly string[]): Promise<Map<string, ReadItem>> {
    if (ids.length === 0) return new Map();
    const found = await this.read(sql`i.id = any (${uuids(ids)}::uuid[])`);
    return new Map(found.map((one) => [one.item.id, one]));
  }

  /** One item for `action`, or null: what is hidden is as what is not there. */
  async one(id: string, question: ReaderQuestion = this.sharing.question(caller())): Promise<ReadItem | null> {
    const [found] = await this.read(sql`i.id = ${id}::uuid`, question);
    return found ?? null;
  }

  /** Items chosen by a condition over `i`. A view of personal records is audited with the items that were shown. */
  async read(where: Sql, question: ReaderQuestion = this.sharing.question(caller()), limit = ITEMS_AT_ONCE): Promise<ReadItem[]> {
    const rows = await this.sharing.items(StoredItem, question, { where, orderBy: sql`i.created_at, i.id`, limit });
    const contents = await this.sealer.openMany<Record<string, string>>(
      rows.map(({ item }) => ({ subjectId: item.subjectId, place: contentPlace(item.id), sealed: item.content })),
    );
    const why = await this.sharing.explainAll(question.partnershipId, rows.map(({ reasons }) => reasons));
    const read = rows.flatMap(({ item, fields, reasons }, index) => {
      const content = contents[index];
      if (!content) return [];
      return [{ item, reasons, why: why[index] ?? [], fields: Object.fromEntries(fields.flatMap((code) => (content[code] === undefined ? [] : [[code, content[code]]]))) }];
    });
    if (read.length > 0) {
      await this.audit.record({ action: question.action === 'export' ? 'exported' : 'viewed', kind: 'item', ids: read.map(({ item }) => item.id) });
    }
    return read;
  }
}

/** A list of ids as the text of a PostgreSQL array. */
export const uuids = (ids: readonly string[]): string => `{${ids.join(',')}}`;
