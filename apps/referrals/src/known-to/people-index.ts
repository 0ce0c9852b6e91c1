import { Database, Sealer, SearchTokens } from '@concordat/platform-persistence';
import { contentPlace } from '@concordat/sharing';
import { Injectable } from '@nestjs/common';

interface Unindexed {
  id: string;
  subject_id: string;
  content: Buffer;
}

/** Keyed tokens of the names and dates of birth of people of referrals, by which they are found when somebody asks. */
@Injectable()
export class PeopleIndex {
  constructor(
    private readonly database: Database,
    private readonly sealer: Sealer,
    private readonly tokens: SearchTokens,
  ) {}

  /** Adds those who are not in it yet: who was referred since somebody last asked, and who was there before there was an index. */
  async complete(partnershipId: string): Promise<void> {
    const missing = await this.database.em.execute<Unindexed[]>(
      `select i.id, i.subject_id, i.content from item i
        where i.partnership_id = ? and i.category = 'identity'
          and not exists (select from search_token t where t.partnership_id = i.partnership_id and t.subject_id = i.subject_id)
        order by i.id`,
      [partnershipId],
    );
    const contents = await this.sealer.openMany<Record<string, string>>(missing.map(({ id, subject_id: subjectId, content }) => ({ subjectId, place: contentPlace(id), sealed: content })));
    const rows = missing.flatMap(({ subject_id: subjectId }, place) => this.#tokensOf(partnershipId, subjectId, contents[place] ?? {}));
    if (rows.length === 0) return;
    await this.database.em.execute(
      `insert into search_token (partnership_id, subject_id, field, kind, token)
       select distinct ?::uuid, t."subjectId", t.field, t.kind, decode(t.token, 'hex')
         from jsonb_to_recordset(?::jsonb) as t ("subjectId" uuid, field text, kind text, token text)`,
      [partnershipId, JSON.stringify(rows)],
      'run',
    );
  }

  #tokensOf(partnershipId: string, subjectId: string, { givenName, familyName, otherNames, dateOfBirth }: Record<string, string>): { subjectId: string; field: string; kind: string; token: string }[] {
    const names = [givenName, familyName, otherNames].filter((name) => name !== undefined).flatMap((name) => this.tokens.ofName(partnershipId, name));
    const dates = dateOfBirth === undefined ? [] : this.tokens.ofDate(partnershipId, dateOfBirth);
    const row = (field: string) => ({ kind, token }: { kind: string; token: Buffer }) => ({ subjectId, field, kind, token: token.toString('hex') });
    return [...names.filter(({ kind }) => kind !== 'ngram').map(row('name')), ...dates.map(row('date-of-birth'))];
  }
}
