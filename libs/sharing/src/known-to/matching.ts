import { Database, SearchTokens } from '@concordat/platform-persistence';
import { Injectable } from '@nestjs/common';

/** Who is asked about. */
export interface AskedPerson {
  givenName: string;
  familyName: string;
  /** ISO date; null where it is not known. */
  dateOfBirth: string | null;
}

/** A record by which an agency knows a person: what it holds itself. */
export interface Holding {
  agencyId: string;
  caseId: string;
  subjectId: string;
  itemId: string;
  addedBy: string;
}

interface Row {
  owner_agency_id: string;
  case_id: string;
  subject_id: string;
  id: string;
  added_by: string;
}

/**
 * Finds who knows a person, by keyed tokens alone: nothing is decrypted, and no list of people is ever put together. It is the
 * same person when the date of birth is the same (or day and month are swapped) and every word of the name is written or
 * sounds alike; where either date is not known, when every word is written alike.
 */
@Injectable()
export class Matching {
  constructor(
    private readonly database: Database,
    private readonly tokens: SearchTokens,
  ) {}

  /** One record of each agency that knows the person: its name for them, where it has one, or else the first that it holds. */
  async holdings(partnershipId: string, person: AskedPerson, except: { agencyIds: readonly string[]; caseId: string }): Promise<Holding[]> {
    const subjectIds = await this.#subjects(partnershipId, person);
    if (subjectIds.length === 0) return [];
    const rows = await this.database.em.execute<Row[]>(
      `select distinct on (owner_agency_id) owner_agency_id, case_id, subject_id, id, added_by from item
        where partnership_id = ? and subject_id = any (?::uuid[]) and case_id <> ? and owner_agency_id <> all (?::uuid[])
        order by owner_agency_id, (category = 'identity') desc, created_at, id`,
      [partnershipId, `{${subjectIds.join(',')}}`, except.caseId, `{${except.agencyIds.join(',')}}`],
    );
    return rows.map((row) => ({ agencyId: row.owner_agency_id, caseId: row.case_id, subjectId: row.subject_id, itemId: row.id, addedBy: row.added_by }));
  }

  async #subjects(partnershipId: string, { givenName, familyName, dateOfBirth }: AskedPerson): Promise<string[]> {
    const words = [...new Set(`${givenName} ${familyName}`.split(/[\s-]+/u).filter((word) => word !== ''))];
    const named = words.flatMap((word, place) =>
      this.tokens.ofName(partnershipId, word).flatMap(({ kind, token }) => (kind === 'ngram' ? [] : [{ place, kind, token: token.toString('hex') }])),
    );
    const dates = dateOfBirth === null ? [] : this.tokens.ofDate(partnershipId, dateOfBirth).flatMap(({ kind, token }) => (kind === 'partial' ? [] : [token.toString('hex')]));
    const rows = await this.database.em.execute<{ subject_id: string }[]>(
      `with asked as (
         select w.place, w.kind, decode(w.token, 'hex') as token from jsonb_to_recordset(?::jsonb) as w (place int, kind text, token text)
       ), alike as (
         select t.subject_id, count(distinct a.place) as words, count(distinct a.place) filter (where a.kind = 'exact') as written
           from asked a join search_token t on t.partnership_id = ? and t.field = 'name' and t.token = a.token
          group by t.subject_id
       ), born as (
         select l.*, exists (select from search_token d where d.partnership_id = ? and d.subject_id = l.subject_id and d.field = 'date-of-birth') as dated,
                exists (select from search_token d where d.partnership_id = ? and d.subject_id = l.subject_id and d.field = 'date-of-birth' and d.kind = 'exact'
                          and d.token = any (array(select decode(jsonb_array_elements_text(?::jsonb), 'hex')))) as same
           from alike l
       )
       select subject_id from born where words = ? and (same or (written = words and (not dated or ?))) order by subject_id`,
      [JSON.stringify(named), partnershipId, partnershipId, partnershipId, JSON.stringify(dates), words.length, dateOfBirth === null],
    );
    return rows.map((row) => row.subject_id);
  }
}
