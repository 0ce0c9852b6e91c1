import { caller } from '@concordat/platform-auth';
import { Audit } from '@concordat/platform-audit';
import { Database, LIKELY, SearchTokens } from '@concordat/platform-persistence';
import { ItemReading, type ReadItem, Sharing, sql, uuids } from '@concordat/sharing';
import { Injectable } from '@nestjs/common';

/** A person whom the caller may see, with the names by which they may know them. */
export interface FoundPerson {
  subjectId: string;
  givenName: string;
  familyName: string;
  dateOfBirth: string | null;
  /** 0 to 1: 1 is the same name and date of birth. */
  score: number;
  /** Why the caller may know them, in plain English. */
  why: string[];
  cases: { id: string; reference: string }[];
}

export interface PersonQuery {
  name: string;
  /** ISO date. */
  dateOfBirth: string | null;
}

const CANDIDATES = 200;
const SHOWN = 20;

/** Finds people by what the caller may read of them: a name that they may not see finds nobody, and costs the same. */
@Injectable()
export class PeopleSearch {
  constructor(
    private readonly database: Database,
    private readonly tokens: SearchTokens,
    private readonly sharing: Sharing,
    private readonly items: ItemReading,
    private readonly audit: Audit,
  ) {}

  async find({ name, dateOfBirth }: PersonQuery): Promise<FoundPerson[]> {
    const candidates = await this.#candidates(name, dateOfBirth);
    const identities = await this.#identities(candidates);
    const query = { name, dateOfBirth: dateOfBirth ?? undefined };
    const best = new Map<string, FoundPerson>();
    for (const { item, fields, why } of identities) {
      const person = personOf(fields);
      const score = this.tokens.score(query, { names: [`${person.givenName} ${person.familyName}`, fields.otherNames ?? ''].filter(Boolean), dateOfBirth: person.dateOfBirth });
      const before = best.get(item.subjectId);
      if (score >= LIKELY && (!before || before.score < score)) best.set(item.subjectId, { subjectId: item.subjectId, ...person, score, why, cases: [] });
    }
    const found = [...best.values()].sort((a, b) => b.score - a.score || (a.subjectId < b.subjectId ? -1 : 1)).slice(0, SHOWN);
    await this.#addCases(found);
    await this.audit.record({ action: 'searched', kind: 'person', ids: found.map((person) => person.subjectId) });
    return found;
  }

  /** Whether the caller may see who this is. */
  async maySee(subjectId: string): Promise<boolean> {
    return (await this.#identities([subjectId])).length > 0;
  }

  /** Subjects that share a token with what was typed, those that share most first. */
  async #candidates(name: string, dateOfBirth: string | null): Promise<string[]> {
    const { partnershipId } = caller();
    const tokens = [...this.tokens.ofName(partnershipId, name), ...(dateOfBirth === null ? [] : this.tokens.ofDate(partnershipId, dateOfBirth))];
    if (tokens.length === 0) return [];
    // Before the limit: people, and names of people, that the caller may not see must not crowd out those whom they may.
    const readable = this.sharing.readableItems(this.sharing.question(caller()), 'i').condition;
    const rows = await this.database.em.execute<{ subject_id: string }[]>(
      `select t.subject_id from search_token t
        where t.partnership_id = ? and t.token = any (array(select decode(jsonb_array_elements_text(?::jsonb), 'hex')))
          and exists (select from item i where i.partnership_id = t.partnership_id and i.subject_id = t.subject_id and i.category = 'identity'
                         and (t.item_id is null or i.id = t.item_id) and ${readable.text})
        group by t.subject_id order by count(distinct t.token) desc, t.subject_id limit ${String(CANDIDATES)}`,
      [partnershipId, JSON.stringify(tokens.map(({ token }) => token.toString('hex'))), ...readable.values],
    );
    return rows.map((row) => row.subject_id);
  }

  async #identities(subjectIds: readonly string[]): Promise<ReadItem[]> {
    if (subjectIds.length === 0) return [];
    const found = await this.items.read(sql`i.category = 'identity' and i.subject_id = any (${uuids(subjectIds)}::uuid[])`);
    return found.filter(({ fields }) => fields.givenName !== undefined && fields.familyName !== undefined);
  }

  async #addCases(people: readonly FoundPerson[]): Promise<void> {
    if (people.length === 0) return;
    const question = this.sharing.question(caller());
    const readable = this.sharing.readableCases(question, 'c');
    const rows = await this.database.em.execute<{ id: string; reference: string; subject_id: string }[]>(
      `select c.id, c.reference, s.subject_id from case_subject s join "case" c on c.partnership_id = s.partnership_id and c.id = s.case_id
        where s.partnership_id = ? and s.subject_id = any (?::uuid[]) and ${readable.text} order by c.nominated_at desc, c.id`,
      [question.partnershipId, uuids(people.map((person) => person.subjectId)), ...readable.values],
    );
    for (const person of people) person.cases = rows.filter((row) => row.subject_id === person.subjectId).map(({ id, reference }) => ({ id, reference }));
  }
}

function personOf(fields: Record<string, string>): Pick<FoundPerson, 'givenName' | 'familyName' | 'dateOfBirth'> {
  return { givenName: fields.givenName ?? '', familyName: fields.familyName ?? '', dateOfBirth: fields.dateOfBirth ?? null };
}
