import { raw, type RawQueryFragment } from '@mikro-orm/core';
import { caseCondition, itemCondition, itemLateral, recordCondition } from './conditions.js';
import { readerOf, type ReaderQuestion } from './reader.js';
import { sql, Sql } from './sql.js';

/** Alias that MikroORM puts in place of this in a raw condition. */
const ENTITY_ALIAS = '[::alias::]';

export interface ReadableItems {
  /** `exists (…)` over the item's alias: the rows that the reader may see, for counts and sub-queries. */
  condition: Sql;
  /**
   * Query for `cross join lateral (…) readable`: of a row that may be seen, `fields` and `reasons` (both `text[]`);
   * no row of any other. Filters, sorts and searches by a field must ask that `readable.fields` holds it.
   */
  lateral: Sql;
}

/** What may be read of rows of `item` under `alias`. */
export function readableItems(question: ReaderQuestion, alias = 'i'): ReadableItems {
  const reader = readerOf(question);
  return { condition: itemCondition(reader, alias), lateral: itemLateral(reader, alias) };
}

/** `exists (…)` over a `"case"` under `alias`: the cases whose frame may be seen. */
export function readableCases(question: ReaderQuestion, alias = 'c'): Sql {
  return caseCondition(readerOf(question), alias);
}

/** `exists (…)` over a `sharing_case` under `alias`: the cases of which the reader may know records about sharing that name these agencies. */
export function readableRecords(question: ReaderQuestion, alias: string, named: Sql): Sql {
  return recordCondition(readerOf(question), alias, named);
}

/**
 * The key of a MikroORM condition: `rows.page({ partnershipId, ...{ [readableCaseKey(question)]: [] } }, …)`.
 */
export function readableCaseKey(question: ReaderQuestion): RawQueryFragment & symbol {
  return conditionKey((alias) => readableCases(question, alias));
}

/** As {@link readableCaseKey}, of items. */
export function readableItemKey(question: ReaderQuestion): RawQueryFragment & symbol {
  return conditionKey((alias) => readableItems(question, alias).condition);
}

const PLACEHOLDER = 'alias_of_the_entity';

/** A condition of one's own over a row under `alias`, as such a key. */
export function conditionKey(condition: (alias: string) => Sql): RawQueryFragment & symbol {
  const { text, values } = condition(PLACEHOLDER);
  return raw(text.replaceAll(PLACEHOLDER, ENTITY_ALIAS), values);
}

export interface ItemPage {
  /** Besides what may be seen; over `i`. */
  where: Sql;
  /** Of `i`; ends with a column that tells any two rows apart. */
  orderBy: Sql;
  limit: number;
}

/** Written out: with a parameter in its place, PostgreSQL would plan a prepared page for a tenth of the table. */
function rowsAtMost(limit: number): Sql {
  if (!Number.isSafeInteger(limit) || limit < 0) throw new RangeError(`Not a number of rows: ${String(limit)}`);
  return new Sql(String(limit));
}

/** One statement for a page: the items' columns, with `readable_fields` and `readable_reasons`. */
export function itemPage(question: ReaderQuestion, page: ItemPage): Sql {
  return sql`select i.*, readable.fields as readable_fields, readable.reasons as readable_reasons
    from item i cross join lateral (${readableItems(question, 'i').lateral}) readable
   where i.partnership_id = ${question.partnershipId}::uuid and (${page.where})
   order by ${page.orderBy} limit ${rowsAtMost(page.limit)}`;
}
