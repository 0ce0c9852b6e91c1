import { Database, SearchTokens } from '@concordat/platform-persistence';
import { Injectable } from '@nestjs/common';
import { Barring } from './barring.js';

interface WordToken {
  word: number;
  kind: 'exact' | 'phonetic';
  token: string;
}

/**
 * Finds staff whose names are like those of people in the register: all words of the name, written or sounding alike, or
 * the family name alone where the agency works on a case of the subject. Names are compared as keyed tokens.
 */
@Injectable()
export class NearMatches {
  constructor(
    private readonly database: Database,
    private readonly tokens: SearchTokens,
    private readonly barring: Barring,
  ) {}

  /** Keeps the tokens of a registered person's name; the last word counts as the family name. */
  async index(partnershipId: string, personId: string, name: string): Promise<void> {
    await this.database.em.execute(
      `insert into registered_name (partnership_id, person_id, word, kind, token)
       select ?, ?, t.word, t.kind, decode(t.token, 'hex') from jsonb_to_recordset(?::jsonb) as t (word int, kind text, token text)`,
      [partnershipId, personId, JSON.stringify(this.#tokensOf(partnershipId, name))],
      'run',
    );
  }

  /** Replaces the tokens of a member of staff. */
  async staffNamed(partnershipId: string, userId: string, name: string): Promise<void> {
    await this.database.em.execute('delete from staff_name where partnership_id = ? and user_id = ?', [partnershipId, userId], 'run');
    await this.database.em.execute(
      `insert into staff_name (partnership_id, user_id, word, kind, token)
       select ?, ?, t.word, t.kind, decode(t.token, 'hex') from jsonb_to_recordset(?::jsonb) as t (word int, kind text, token text)`,
      [partnershipId, userId, JSON.stringify(this.#tokensOf(partnershipId, name))],
      'run',
    );
    await this.look(partnershipId);
  }

  /** Looks for new likenesses, and tells the owner's keepers of the register of each case concerned. @returns how many are new */
  async look(partnershipId: string): Promise<number> {
    const now = this.database.clock.now();
    const found = await this.database.em.execute<{ person_id: string }[]>(
      `insert into near_match (partnership_id, person_id, user_id, likeness)
       select p.partnership_id, p.id, m.user_id, case when m.whole then 'spelling' else 'relative' end
         from registered_person p
        cross join lateral (
          select s.user_id,
                 count(distinct r.word) = (select count(distinct w.word) from registered_name w where w.partnership_id = p.partnership_id and w.person_id = p.id) as whole,
                 bool_or(r.word = (select max(w.word) from registered_name w where w.partnership_id = p.partnership_id and w.person_id = p.id)) as family
            from registered_name r join staff_name s on s.partnership_id = r.partnership_id and s.token = r.token
           where r.partnership_id = p.partnership_id and r.person_id = p.id
           group by s.user_id) m
        where p.partnership_id = ? and p.from_at <= ? and (p.to_at is null or ? < p.to_at)
          and (m.whole or (m.family and exists (
            select from case_subject cs
              join sharing_case c on c.partnership_id = cs.partnership_id and c.id = cs.case_id
              join membership_projection mp on mp.partnership_id = c.partnership_id and mp.user_id = m.user_id and mp.active
             where cs.partnership_id = p.partnership_id and cs.subject_id = p.subject_id
               and (mp.agency_id = c.owner_agency_id or exists (
                 select from circle_entry e
                  where e.partnership_id = c.partnership_id and e.case_id = c.id and e.agency_id = mp.agency_id and e.from_at <= ? and (e.to_at is null or ? < e.to_at))))))
        order by p.id, m.user_id
       on conflict (partnership_id, person_id, user_id) do nothing
       returning person_id`,
      [partnershipId, now, now, now, now],
    );
    if (found.length === 0) return 0;
    const cases = await this.database.em.execute<{ case_id: string }[]>(
      `select distinct cs.case_id from registered_person p join case_subject cs on cs.partnership_id = p.partnership_id and cs.subject_id = p.subject_id
        where p.partnership_id = ? and p.id = any (?::uuid[]) order by 1`,
      [partnershipId, `{${[...new Set(found.map((row) => row.person_id))].join(',')}}`],
    );
    for (const { case_id } of cases) await this.barring.nearMatchFound(partnershipId, case_id);
    return found.length;
  }

  #tokensOf(partnershipId: string, name: string): WordToken[] {
    return name.split(/[\s-]+/u).flatMap((part, word) =>
      this.tokens.ofName(partnershipId, part).flatMap(({ kind, token }) => (kind === 'ngram' ? [] : [{ word, kind, token: token.toString('hex') }])),
    );
  }
}
