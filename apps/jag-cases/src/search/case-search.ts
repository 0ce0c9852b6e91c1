import { caller } from '@concordat/platform-auth';
import { Database } from '@concordat/platform-persistence';
import { Sharing } from '@concordat/sharing';
import { Injectable } from '@nestjs/common';
import { Case } from '../cases/case.entity.js';
import { CaseList, type CaseRow } from '../cases/case-list.js';
import { PeopleSearch } from '../people/people-search.js';

const REFERENCE = /^[A-Z]{2}-?[2-9A-HJ-NP-Z]{4}-?[2-9A-HJ-NP-Z]{2}$/;

/** Finds cases by reference or by the names of their people, among what the caller may see. */
@Injectable()
export class CaseSearch {
  constructor(
    private readonly database: Database,
    private readonly sharing: Sharing,
    private readonly cases: CaseList,
    private readonly people: PeopleSearch,
  ) {}

  async find(text: string): Promise<CaseRow[]> {
    const reference = referenceIn(text);
    if (reference !== null) return this.cases.rowsOf(await this.#byReference(reference));
    const people = await this.people.find({ name: text, dateOfBirth: null });
    const found = await this.cases.findAll([...new Set(people.flatMap((person) => person.cases.map((one) => one.id)))]);
    const order = new Map(people.flatMap((person, index) => person.cases.map((one) => [one.id, index] as const)));
    return this.cases.rowsOf(found.sort((a, b) => (order.get(a.id) ?? 0) - (order.get(b.id) ?? 0) || b.nominatedAt.getTime() - a.nominatedAt.getTime()));
  }

  async #byReference(reference: string): Promise<Case[]> {
    const who = caller();
    return this.database.rows(Case).find({ partnershipId: who.partnershipId, reference, [this.sharing.caseKey(this.sharing.question(who))]: [] });
  }
}

/** A reference however it was typed, e.g. `yj 7k3m q2`; null for what is none. */
export function referenceIn(text: string): string | null {
  const letters = text.toUpperCase().replaceAll(/[^A-Z0-9]/g, '');
  const typed = `${letters.slice(0, 2)}-${letters.slice(2, 6)}-${letters.slice(6)}`;
  return REFERENCE.test(typed) ? typed : null;
}
