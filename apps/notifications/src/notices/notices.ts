import type { MailChoice, NoticeView } from '@concordat/contracts-notifications';
import { RECORD_OF_NOTICE, SHARING_NOTICES } from '@concordat/contracts-protocol';
import { InvalidInputError, NotFoundError } from '@concordat/platform-errors';
import { Database } from '@concordat/platform-persistence';
import { Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import { z } from 'zod';
import { Mailing } from '../mail/mailing.js';
import { Members, type Standing } from '../members/members.js';
import { Preferences } from '../preferences/preferences.js';
import { wordsOf, type NoticeKind } from './wording.js';

/** Something that happened, told to one or several people. */
export interface Happening {
  eventId: string;
  partnershipId: string;
  kind: NoticeKind;
  about: NoticeView['about'];
  /** The record about sharing that it tells of, if it is one. */
  recordId: string | null;
  at: Date;
}

interface Row {
  id: string;
  kind: NoticeKind;
  about_kind: NoticeView['about']['kind'];
  about_id: string;
  record_id: string | null;
  at: string;
  read_at: string | null;
}

const instantOf = (column: string): string => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as ${column}`;
const COLUMNS = `id, kind, about_kind, about_id, record_id, ${instantOf('at')}, ${instantOf('read_at')}`;

/** Where a page ends: whether its last notice is unread, when it happened, and its id. */
const place = z.tuple([z.enum(['unread', 'read']), z.iso.datetime(), z.uuid()]);

/** What people are told. */
@Injectable()
export class Notices {
  constructor(
    private readonly database: Database,
    private readonly members: Members,
    private readonly preferences: Preferences,
    private readonly mailing: Mailing,
  ) {}

  /**
   * Tells those of `userIds` who belong to the partnership, each once however often it is asked for.
   * @returns those of whom the registry has not told yet
   */
  async tell(happening: Happening, userIds: readonly string[]): Promise<string[]> {
    const { partnershipId } = happening;
    const named = [...new Set(userIds)];
    const standings = await this.members.standings(partnershipId, named);
    const those = (standing: Standing) => named.filter((userId) => standings.get(userId) === standing);
    const choices = await this.preferences.choicesOf(partnershipId, those('active'));
    for (const [userId, choice] of choices) await this.#add(happening, userId, choice);
    return those('unknown');
  }

  /** The person's own: unread ones first, then the newest first. @throws InvalidInputError for a page that is none */
  async page(partnershipId: string, userId: string, which: 'unread' | 'all', { after, size }: { after?: string | undefined; size: number }): Promise<{ items: NoticeView[]; next: string | null }> {
    const behind = after === undefined ? null : placeOf(after);
    const rows = await this.database.read<Row>(
      `select ${COLUMNS} from notice
        where partnership_id = $1 and user_id = $2 ${which === 'unread' ? 'and read_at is null' : ''}
          ${behind === null ? '' : 'and (read_at is null, notice.at, id) < ($3::boolean, $4::timestamptz, $5::uuid)'}
        order by (notice.read_at is null) desc, notice.at desc, id desc limit ${size + 1}`,
      [partnershipId, userId, ...(behind ?? [])],
    );
    const items = rows.slice(0, size);
    const last = rows.length > size ? items.at(-1) : undefined;
    return { items: items.map(viewOf), next: last === undefined ? null : `${last.read_at === null ? 'unread' : 'read'}~${last.at}~${last.id}` };
  }

  async unread(partnershipId: string, userId: string): Promise<number> {
    const [row] = await this.database.read<{ n: number }>('select count(*)::int as n from notice where partnership_id = $1 and user_id = $2 and read_at is null', [partnershipId, userId]);
    return row?.n ?? 0;
  }

  /** Marks one of the person's own as read, once. @throws NotFoundError for any other */
  async read(partnershipId: string, userId: string, id: string): Promise<NoticeView> {
    const [row] = await this.database.em.execute<Row[]>(
      `update notice set read_at = coalesce(read_at, ?) where partnership_id = ? and user_id = ? and id = ? returning ${COLUMNS}`,
      [this.database.clock.now(), partnershipId, userId, id],
    );
    if (row === undefined) throw new NotFoundError('notice');
    return viewOf(row);
  }

  /**
   * Takes back what people were told, up to `at`, of records that they are kept from now: also what a message still waits
   * to tell, and what is on its way here.
   */
  async withdraw(partnershipId: string, aboutIds: readonly string[], userIds: readonly string[], at: Date): Promise<void> {
    const chosen = 'from unnest($3::uuid[]) about, unnest($4::uuid[]) who';
    const values = [partnershipId, at, `{${aboutIds.join(',')}}`, `{${userIds.join(',')}}`];
    await this.database.write(
      `insert into withheld (partnership_id, about_id, user_id, at) select $1::uuid, about, who, $2::timestamptz ${chosen} order by about, who
       on conflict (partnership_id, about_id, user_id) do update set at = greatest(withheld.at, excluded.at)`,
      values,
    );
    await this.database.write(`delete from notice where partnership_id = $1 and at <= $2 and (about_id, user_id) in (select about, who ${chosen})`, values);
  }

  async #add({ eventId, partnershipId, kind, about, recordId, at }: Happening, userId: string, choice: MailChoice): Promise<void> {
    const id = v7();
    const added = await this.database.em.execute<unknown[]>(
      `insert into notice (id, partnership_id, user_id, event_id, kind, about_kind, about_id, record_id, at, by_mail)
       select n.* from (values (?::uuid, ?::uuid, ?::uuid, ?::uuid, ?, ?, ?::uuid, ?::uuid, ?::timestamptz, ?)) n (id, partnership_id, user_id, event_id, kind, about_kind, about_id, record_id, at, by_mail)
        where not exists (select from withheld w where w.partnership_id = n.partnership_id and w.about_id = n.about_id and w.user_id = n.user_id and n.at <= w.at)
       on conflict (partnership_id, event_id, user_id) do nothing returning id`,
      [id, partnershipId, userId, eventId, kind, about.kind, about.id, recordId, at, choice],
    );
    if (added.length === 1 && choice === 'at-once') await this.mailing.post(partnershipId, userId, id);
  }
}

function viewOf({ id, kind, about_kind, about_id, record_id, at, read_at }: Row): NoticeView {
  const sharing = SHARING_NOTICES.find((one) => one === kind);
  const record = sharing === undefined ? null : { kind: RECORD_OF_NOTICE[sharing], id: record_id };
  return { id, text: wordsOf(kind), about: { kind: about_kind, id: about_id }, record, at, readAt: read_at };
}

function placeOf(after: string): [boolean, string, string] {
  const read = place.safeParse(after.split('~'));
  if (!read.success) throw new InvalidInputError([{ path: 'query.after', message: 'Go back to the first page' }]);
  const [which, at, id] = read.data;
  return [which === 'unread', at, id];
}
