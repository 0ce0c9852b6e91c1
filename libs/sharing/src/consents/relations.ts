import type { AllegedGiver, Relationship, RelationView } from '@concordat/contracts-protocol';
import { caller } from '@concordat/platform-auth';
import { Database, Sealer } from '@concordat/platform-persistence';
import { Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import { AllegedElsewhere, allegedPlace } from '../crossings/alleged-elsewhere.entity.js';
import type { SeenCase } from '../records/case-sight.js';
import { relationPlace, SubjectRelation, type AllegedHarm } from './relation.entity.js';

export interface NamedRelation {
  name: string;
  relationship: Relationship;
}

/** The people around a subject: who may decide for them, and who is alleged to cause them harm. */
@Injectable()
export class Relations {
  constructor(
    private readonly database: Database,
    private readonly sealer: Sealer,
  ) {}

  /** Those whom the caller may know of: the case's owner all, another agency those that it recorded. */
  async seenOn({ id: caseId, partnershipId, owner }: SeenCase): Promise<RelationView[]> {
    const { agencyId } = caller();
    const found = await this.database.rows(SubjectRelation).find(
      { partnershipId, caseId, ...(owner ? {} : { recordedForAgencyId: agencyId }) }, { orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] },
    );
    return Promise.all(found.map((one) => this.#view(one)));
  }

  /** Everybody of this name around a subject, on whatever case: an allegation on one holds on every other. */
  async named(partnershipId: string, subjectId: string, name: string): Promise<SubjectRelation[]> {
    const all = await this.database.rows(SubjectRelation).find({ partnershipId, subjectId }, { orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] });
    const names = await this.#names(all);
    return all.filter((_one, at) => sameName(names[at] ?? '', name));
  }

  async add({ id: caseId, partnershipId }: Pick<SeenCase, 'id' | 'partnershipId'>, subjectId: string, { name, relationship }: NamedRelation): Promise<SubjectRelation> {
    const { userId, agencyId } = caller();
    const id = v7();
    const sealed = await this.sealer.seal(subjectId, relationPlace(id, 'name'), name);
    const made = this.database.rows(SubjectRelation).insert({
      id, partnershipId, caseId, subjectId, relationship, recordedByUserId: userId, recordedForAgencyId: agencyId, name: sealed,
    });
    await this.database.em.flush();
    return made;
  }

  /** Who decides for a subject, and who is alleged to harm them, is written one after the other: none slips through between two requests. */
  async oneAtATime(subjectId: string): Promise<void> {
    await this.database.em.execute("select pg_advisory_xact_lock(hashtextextended('relations ' || ?, 0))", [subjectId]);
  }

  /** From now on. It is the word of the agency that says it, on a row of its own: no other agency reads it but the case's owner. */
  async allege(found: Pick<SeenCase, 'id' | 'partnershipId'>, subjectId: string, giver: NamedRelation, harm: AllegedHarm): Promise<SubjectRelation> {
    const { agencyId } = caller();
    const known = await this.named(found.partnershipId, subjectId, giver.name);
    const own = known.find((one) => one.caseId === found.id && one.recordedForAgencyId === agencyId && one.harmAllegedFrom === null);
    const relation = own ?? (await this.add(found, subjectId, giver));
    const sealed = await this.sealer.seal(subjectId, relationPlace(relation.id, 'harm'), harm);
    await this.database.rows(SubjectRelation).change(relation, relation.version, { harmAllegedFrom: this.database.clock.now(), harm: sealed });
    return relation;
  }

  /** Keeps who is alleged in the other service to harm a subject; null where that is kept already. */
  async allegedElsewhere(partnershipId: string, subjectId: string, { allegationId, name, from }: AllegedGiver): Promise<AllegedElsewhere | null> {
    const rows = this.database.rows(AllegedElsewhere);
    if (await rows.findOne({ partnershipId, subjectId, cameFrom: allegationId })) return null;
    const id = v7();
    const row = rows.insert({ id, partnershipId, subjectId, cameFrom: allegationId, name: await this.sealer.seal(subjectId, allegedPlace(id), name), allegedFrom: new Date(from) });
    await this.database.em.flush();
    return row;
  }

  /** Everybody who is alleged to harm a subject, here or in the other service. */
  async alleged(partnershipId: string, subjectId: string): Promise<AllegedGiver[]> {
    const here = await this.database.rows(SubjectRelation).find({ partnershipId, subjectId, harmAllegedFrom: { $ne: null } }, { orderBy: { id: 'asc' } });
    const names = await this.#names(here);
    const elsewhere = await this.database.rows(AllegedElsewhere).find({ partnershipId, subjectId }, { orderBy: { id: 'asc' } });
    const theirs = await this.sealer.openMany<string>(elsewhere.map((one) => ({ subjectId, place: allegedPlace(one.id), sealed: one.name })));
    return [
      ...here.map((one, at) => ({ allegationId: one.id, name: names[at] ?? null, from: one.harmAllegedFrom })),
      ...elsewhere.map((one, at) => ({ allegationId: one.cameFrom, name: theirs[at] ?? null, from: one.allegedFrom })),
    ].flatMap(({ allegationId, name, from }) => (name === null || from === null ? [] : [{ allegationId, name, from: from.toISOString() }]));
  }

  async #view(one: SubjectRelation): Promise<RelationView> {
    const { id, subjectId } = one;
    return {
      id, subjectId, version: one.version, relationship: one.relationship, recordedForAgencyId: one.recordedForAgencyId,
      name: await this.sealer.open<string>(subjectId, relationPlace(id, 'name'), one.name),
      harmAllegedFrom: one.harmAllegedFrom?.toISOString() ?? null,
      harm: one.harm === null ? null : await this.sealer.open<AllegedHarm>(subjectId, relationPlace(id, 'harm'), one.harm),
    };
  }

  #names(relations: readonly SubjectRelation[]): Promise<(string | null)[]> {
    return this.sealer.openMany<string>(relations.map((one) => ({ subjectId: one.subjectId, place: relationPlace(one.id, 'name'), sealed: one.name })));
  }
}

const TITLES = /^(mr|mrs|ms|miss|mx|dr)\.? /;

/** Whether two names are the same to a reader: whatever their capitals, accents, blanks and titles. */
export function sameName(one: string, other: string): boolean {
  return plain(one) === plain(other);
}

function plain(name: string): string {
  const words = name.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, ' ').trim();
  return words.replace(TITLES, '');
}
