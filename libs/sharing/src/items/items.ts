import type { Category } from '@concordat/contracts-protocol';
import { Audit } from '@concordat/platform-audit';
import { InvalidInputError } from '@concordat/platform-errors';
import { Database, Sealer } from '@concordat/platform-persistence';
import { Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import { z } from 'zod';
import { PeopleIndex } from '../known-to/people-index.js';
import { contentPlace, StoredItem, type StoredMarking } from './item.entity.js';
import { unknownFields } from './item-forms.js';

export interface NewItem {
  caseId: string;
  subjectId: string;
  ownerAgencyId: string;
  category: Category;
  /** Field code → value; at least one, none empty. */
  fields: Readonly<Record<string, string>>;
  marking?: StoredMarking;
  existenceShown?: boolean;
}

/** Writes items: everything that is said about a subject of a case, sealed under the subject's key. */
@Injectable()
export class Items {
  constructor(
    private readonly database: Database,
    private readonly sealer: Sealer,
    private readonly people: PeopleIndex,
    private readonly audit: Audit,
  ) {}

  /** @throws InvalidInputError for a field that the category does not have, or none, and for a date of birth that is no date */
  async add({ caseId, subjectId, ownerAgencyId, category, fields, marking = 'none', existenceShown = false }: NewItem): Promise<StoredItem> {
    refuseWrong(category, fields);
    const { partnershipId, userId } = this.#writer();
    const id = v7();
    const content = await this.sealer.seal(subjectId, contentPlace(id), fields);
    const item = this.database.rows(StoredItem).insert({
      id, partnershipId, caseId, subjectId, ownerAgencyId, category, fields: Object.keys(fields).sort(), marking, existenceShown, content, addedBy: userId,
    });
    await this.database.em.flush();
    if (category === 'identity') await this.people.write(item, fields);
    await this.audit.record({ action: 'created', kind: 'item', ids: [id], subjectId });
    return item;
  }

  /** Replaces the fields of an item; what they were stays in its history. @throws InvalidInputError as {@link add} does, StaleVersionError */
  async change(item: StoredItem, seenVersion: number, fields: Readonly<Record<string, string>>, why: string): Promise<void> {
    refuseWrong(item.category, fields);
    const content = await this.sealer.seal(item.subjectId, contentPlace(item.id), fields);
    await this.database.rows(StoredItem).change(item, seenVersion, { content, fields: Object.keys(fields).sort() }, why);
    if (item.category === 'identity') await this.people.write(item, fields);
    await this.audit.record({ action: 'changed', kind: 'item', ids: [item.id], subjectId: item.subjectId });
  }

  #writer(): { partnershipId: string; userId: string } {
    const { partnershipId, userId } = this.database.scope;
    if (partnershipId === null || userId === null) throw new Error('An item is written by a user of a partnership');
    return { partnershipId, userId };
  }
}

function refuseWrong(category: Category, fields: Readonly<Record<string, string>>): void {
  const codes = Object.keys(fields);
  if (codes.length === 0) throw new InvalidInputError([{ path: 'body.fields', message: 'Fill in at least one field' }]);
  const unknown = unknownFields(category, codes);
  if (unknown.length > 0) throw new InvalidInputError(unknown.map((code) => ({ path: `body.fields.${code}`, message: 'This kind of information has no such field' })));
  // People are found by it, and ages are reckoned from it.
  if (fields.dateOfBirth !== undefined && !z.iso.date().safeParse(fields.dateOfBirth).success) {
    throw new InvalidInputError([{ path: 'body.fields.dateOfBirth', message: 'Date of birth must be a real date, like 2012-03-27' }]);
  }
}
