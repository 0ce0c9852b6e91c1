import { setTimeout as wait } from 'node:timers/promises';
import type { InputOf, OutputOf } from '@concordat/contracts-protocol';
import { caller } from '@concordat/platform-auth';
import { RuleError } from '@concordat/platform-errors';
import { Database, PartnershipRow, partnershipRow, partnershipTable } from '@concordat/platform-persistence';
import { defineEntity, p } from '@mikro-orm/core';
import { Migration } from '@mikro-orm/migrations';
import { Controller } from '@nestjs/common';
import { Endpoint, Input } from '../../src/index.js';
import { changeNote, closeYear, greet, listNotes, makeNote, misbehave, readNote, removeNote, tryToSignIn, waitFirst } from './contract.js';

export class Note extends PartnershipRow {
  declare title: string;
}

export const NoteSchema = defineEntity({ class: Note, tableName: 'note', properties: { ...partnershipRow, title: p.string() } });

export class Notes extends Migration {
  override up(): void {
    for (const statement of partnershipTable('note', 'title text not null')) this.addSql(statement);
  }
}

const shown = ({ id, title, version }: Note): OutputOf<typeof readNote> => ({ id, title, version });

@Controller()
export class NotesController {
  /** How often {@link waitFirst} came to its end. */
  waited = 0;

  constructor(private readonly database: Database) {}

  @Endpoint(makeNote, { roles: ['practitioner', 'coordinator'] })
  make(@Input() { body }: InputOf<typeof makeNote>): OutputOf<typeof makeNote> {
    return shown(this.database.rows(Note).insert({ partnershipId: caller().partnershipId, title: body.title }));
  }

  @Endpoint(listNotes, 'signed-in')
  async list(@Input() { query }: InputOf<typeof listNotes>): Promise<OutputOf<typeof listNotes>> {
    const page = await this.database.rows(Note).page({ partnershipId: caller().partnershipId }, { order: [{ createdAt: 'desc' }, { id: 'desc' }], ...query });
    return { items: page.items.map(shown), next: page.next };
  }

  @Endpoint(readNote, 'signed-in')
  async read(@Input() { params }: InputOf<typeof readNote>): Promise<OutputOf<typeof readNote>> {
    return shown(await this.find(params.noteId));
  }

  @Endpoint(changeNote, 'signed-in')
  async change(@Input() { params, body }: InputOf<typeof changeNote>): Promise<OutputOf<typeof changeNote>> {
    const note = await this.find(params.noteId);
    await this.database.rows(Note).change(note, body.version, { title: body.title });
    return shown(note);
  }

  @Endpoint(removeNote, { roles: ['coordinator'] })
  async remove(@Input() { params }: InputOf<typeof removeNote>): Promise<undefined> {
    this.database.rows(Note).remove(await this.find(params.noteId));
    return undefined;
  }

  @Endpoint(closeYear, { roles: ['administrator'] }, { unaudited: 'it tells of nobody' })
  close(): OutputOf<typeof closeYear> {
    return { closed: true };
  }

  @Endpoint(waitFirst, 'public')
  async waitFirst(): Promise<OutputOf<typeof waitFirst>> {
    await wait(500);
    await this.database.transaction({ partnershipId: null, userId: null, membershipId: null, agencyId: null }, async () => this.database.em.execute('select 1'));
    this.waited += 1;
    return { waited: true };
  }

  @Endpoint(greet, 'public')
  greet(): OutputOf<typeof greet> {
    const words = { hello: 'you', secret: 'left out' };
    return words;
  }

  @Endpoint(tryToSignIn, 'public', { rateLimit: { max: 3, seconds: 60, by: ({ body }) => JSON.stringify(body) } })
  try(): OutputOf<typeof tryToSignIn> {
    return { tried: true };
  }

  private find(noteId: string): Promise<Note> {
    return this.database.rows(Note).get({ partnershipId: caller().partnershipId, id: noteId });
  }
}

@Controller()
export class MisbehavingController {
  constructor(private readonly database: Database) {}

  @Endpoint(misbehave, 'signed-in')
  async misbehave(@Input() { body }: InputOf<typeof misbehave>): Promise<OutputOf<typeof misbehave>> {
    const rows = this.database.rows(Note);
    const note = rows.insert({ partnershipId: caller().partnershipId, title: body.title });
    await this.database.em.flush();
    if (body.how === 'throw') throw new Error(`the title is ${body.title}`);
    if (body.how === 'rule') throw new RuleError('not-today', 'Not today.');
    if (body.how === 'twice') await this.database.em.execute('insert into note (id, partnership_id, title) values (?, ?, ?)', [note.id, note.partnershipId, 'again']);
    if (body.how === 'wait') await wait(700);
    return body.how === 'answer-more' ? { ...shown(note) } : { title: note.title };
  }
}
