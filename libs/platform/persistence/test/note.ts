import { defineEntity, p } from '@mikro-orm/core';
import { Migration } from '@mikro-orm/migrations';
import { PartnershipRow, partnershipRow, partnershipTable } from '../src/index.js';

export class Note extends PartnershipRow {
  declare title: string;
  declare body: string | null;
  declare tags: string[] | null;
  declare secret: Buffer | null;
  declare heldOn: Date | null;
}

export const NoteSchema = defineEntity({
  class: Note,
  tableName: 'note',
  properties: {
    ...partnershipRow,
    title: p.string(),
    body: p.text().nullable(),
    tags: p.json<string[]>().nullable(),
    secret: p.blob().nullable(),
    heldOn: p.datetime(3).nullable(),
  },
});

export class NoteTable extends Migration {
  override up(): void {
    for (const statement of partnershipTable('note', 'title text not null, body text, tags jsonb, secret bytea, held_on timestamptz(3)')) this.addSql(statement);
  }
}
