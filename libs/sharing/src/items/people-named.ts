import { Injectable } from '@nestjs/common';
import { sql } from '../query/sql.js';
import { ItemReading, uuids, type ReadItem } from './item-reading.js';

/** Somebody whom a case is about, as the caller may know them from it. */
export interface PersonNamed {
  /** null where the caller may not read it. */
  name: string | null;
  givenName: string | null;
  familyName: string | null;
  /** ISO date. */
  dateOfBirth: string | null;
  /** Why the caller can see the name, in plain English: nothing where they cannot. */
  why: string[];
  /** The item that says so. */
  from: ReadItem | null;
}

const UNNAMED: PersonNamed = { name: null, givenName: null, familyName: null, dateOfBirth: null, why: [], from: null };

/** Who is called what in a case; without a subject, of a case that is about one person. */
export type NameOf = (caseId: string, subjectId?: string) => PersonNamed;

/** What people are called in cases: the names that the caller may read there, of several the one that was added last. */
@Injectable()
export class PeopleNamed {
  constructor(private readonly items: ItemReading) {}

  /** Of the cases given; a name read in one is not carried to another. */
  async of(caseIds: readonly string[]): Promise<NameOf> {
    return peopleNamedIn(await this.items.read(sql`i.category = 'identity' and i.case_id = any (${uuids(caseIds)}::uuid[])`));
  }
}

/** As {@link PeopleNamed.of}, of cases all of whose items were read. */
export function peopleNamedIn(items: readonly ReadItem[]): NameOf {
  const named = items.flatMap((from) => {
    const { item, fields, why } = from;
    if (item.category !== 'identity') return [];
    const { givenName = null, familyName = null, dateOfBirth = null } = fields;
    const name = [givenName, familyName].filter(Boolean).join(' ');
    return name === '' ? [] : [{ of: item, person: { name, givenName, familyName, dateOfBirth, why, from } }];
  });
  const namedIn = Map.groupBy(named, ({ of }) => of.caseId);
  return (caseId, subjectId) => namedIn.get(caseId)?.findLast(({ of }) => subjectId === undefined || of.subjectId === subjectId)?.person ?? UNNAMED;
}
