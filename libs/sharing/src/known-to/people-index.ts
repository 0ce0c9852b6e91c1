import { date } from '@concordat/contracts-protocol';
import { Performs, type Schedule } from '@concordat/platform-messaging';
import { Database, NO_SCOPE, Sealer, SearchTokens, workOf } from '@concordat/platform-persistence';
import { Controller, Inject, Injectable } from '@nestjs/common';
import { contentPlace, type StoredItem } from '../items/item.entity.js';
import { PEOPLE_INDEX_WORK } from './known-to-tables.js';

/** Injects whether people of the service are searched for by name, and so by parts of names; else they are matched by whole names alone. */
export const SEARCHED_BY_NAME = Symbol('SEARCHED_BY_NAME');

type Fields = Readonly<Record<string, string>>;
type Indexed = Pick<StoredItem, 'partnershipId' | 'id' | 'version' | 'subjectId'>;

interface Unindexed {
  id: string;
  version: number;
  subject_id: string;
  content: Buffer;
}

/** Opened in one transaction. */
const AT_ONCE = 200;

/** Fields of an item of category `identity` by which a person is found. */
const NAMES = ['givenName', 'familyName', 'otherNames'] as const;
const FOUND_BY = [...NAMES, 'dateOfBirth'] as const;

/**
 * Keyed tokens of the names and dates of birth that items say of people: those of an item are replaced with it, and go with
 * it. Who looks for a name finds it by the items that they may read alone.
 */
@Injectable()
export class PeopleIndex {
  constructor(
    private readonly database: Database,
    private readonly sealer: Sealer,
    private readonly tokens: SearchTokens,
    @Inject(SEARCHED_BY_NAME) private readonly searched: boolean,
  ) {}

  /** The tokens of an item of category `identity`, in place of those that it had. */
  async write({ partnershipId, id, version, subjectId }: Indexed, fields: Fields): Promise<void> {
    await this.database.em.execute('delete from search_token where partnership_id = ? and item_id = ?', [partnershipId, id], 'run');
    await this.database.em.execute(
      `insert into search_token (partnership_id, subject_id, item_id, item_version, field, kind, token)
       select ?::uuid, ?::uuid, ?::uuid, ?::int, t.field, t.kind, decode(t.token, 'hex') from jsonb_to_recordset(?::jsonb) as t (field text, kind text, token text)`,
      [partnershipId, subjectId, id, version, JSON.stringify(this.#tokensOf(partnershipId, fields))],
      'run',
    );
  }

  /**
   * Adds what is not in it yet, behind `after`: items that were written before each had its own tokens. By work that sees items.
   *
   * @returns the last that was looked at; null where none was left
   */
  async complete(partnershipId: string, after: string | null = null): Promise<string | null> {
    const missing = await this.database.em.execute<Unindexed[]>(
      `select i.id, i.version, i.subject_id, i.content from item i
        where i.partnership_id = ? and i.category = 'identity' and i.fields && ?::text[] and (?::uuid is null or i.id > ?::uuid)
          and exists (select from subject s where s.partnership_id = i.partnership_id and s.id = i.subject_id and s.erased_at is null)
          and not exists (select from search_token t where t.partnership_id = i.partnership_id and t.item_id = i.id and t.item_version = i.version)
        order by i.id limit ${String(AT_ONCE)}`,
      [partnershipId, `{${FOUND_BY.join(',')}}`, after, after],
    );
    const contents = await this.sealer.openMany<Record<string, string>>(missing.map(({ id, subject_id: subjectId, content }) => ({ subjectId, place: contentPlace(id), sealed: content })));
    for (const [place, { id, version, subject_id: subjectId }] of missing.entries()) await this.write({ partnershipId, id, version, subjectId }, contents[place] ?? {});
    if (missing.length === AT_ONCE) return missing.at(-1)?.id ?? null;
    // What was kept of a person before each item had its own is in the items' now.
    await this.database.em.execute('delete from search_token where partnership_id = ? and item_id is null', [partnershipId], 'run');
    return null;
  }

  #tokensOf(partnershipId: string, fields: Fields): { field: string; kind: string; token: string }[] {
    const names = NAMES.flatMap((code) => this.tokens.ofName(partnershipId, fields[code] ?? '')).filter(({ kind }) => this.searched || kind !== 'ngram');
    const born = date.safeParse(fields['dateOfBirth']);
    const dates = born.success ? this.tokens.ofDate(partnershipId, born.data) : [];
    const of = (field: string, found: readonly { kind: string; token: Buffer }[]) => found.map(({ kind, token }) => ({ field, kind, token: token.toString('hex') }));
    const all = [...of('name', names), ...of('date-of-birth', dates)];
    return [...new Map(all.map((one) => [`${one.field} ${one.kind} ${one.token}`, one])).values()];
  }
}

/** Looks every ten minutes, and once a service that was brought up to date begins. */
export const peopleIndexSchedule: Schedule = { id: 'people-index', work: PEOPLE_INDEX_WORK, every: 600_000 };

/** Completes the index for what was written by a service of before. */
@Controller()
export class PeopleIndexing {
  constructor(
    private readonly database: Database,
    private readonly index: PeopleIndex,
  ) {}

  @Performs(PEOPLE_INDEX_WORK)
  async complete(): Promise<void> {
    const partnerships = await this.database.transaction(NO_SCOPE, () => this.database.em.execute<{ id: string }[]>('select id from partnership_projection where active'));
    for (const { id } of partnerships) {
      let after: string | null = null;
      do {
        const last: string | null = after;
        after = await this.database.transaction(workOf(id, PEOPLE_INDEX_WORK), () => this.index.complete(id, last));
      } while (after !== null);
    }
  }
}
