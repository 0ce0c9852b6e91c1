import type { AllegedGiver, NewConsent } from '@concordat/contracts-protocol';
import { Audit } from '@concordat/platform-audit';
import { Database } from '@concordat/platform-persistence';
import { Injectable } from '@nestjs/common';
import { OtherService } from '../crossings/other-service.js';
import type { SeenCase } from '../records/case-sight.js';
import { SharingHost } from '../records/host.js';
import { SharingNotices } from '../records/sharing-notices.js';
import { SubjectsOfCases } from '../records/subject-of-case.js';
import { ConsentRecord } from '../tables/entities.js';
import { ConsentStatement } from './consent-statement.entity.js';
import { Relations } from './relations.js';

/** What is alleged, and who said so. */
export interface Harm {
  what: string;
  source: string;
}

/** Whose records end, from when. */
interface Ending {
  partnershipId: string;
  subjectId: string;
  name: string;
  from: Date;
}

/**
 * Ends what was decided for a subject by whoever is alleged to cause them harm: on every case of the subject, and in the other
 * service that knows them. Each case's owner is told that a record ended; what is alleged stays with the case on which it was said.
 */
@Injectable()
export class Allegations {
  constructor(
    private readonly database: Database,
    private readonly subjects: SubjectsOfCases,
    private readonly relations: Relations,
    private readonly notices: SharingNotices,
    private readonly host: SharingHost,
    private readonly other: OtherService,
    private readonly audit: Audit,
  ) {}

  /** @returns how many records of consent on this case ended */
  async record(found: SeenCase, subjectId: string, giver: NonNullable<NewConsent['giver']>, harm: Harm): Promise<{ id: string; ended: number }> {
    await this.subjects.demand(found, subjectId, { personOnly: true });
    const { partnershipId } = found;
    await this.relations.oneAtATime(subjectId);
    const alleged = await this.relations.allege(found, subjectId, giver, harm);
    const from = this.database.clock.now();
    const ended = await this.#end({ partnershipId, subjectId, name: giver.name, from });
    this.host.keep({ caseId: found.id, kind: 'harm-alleged', facts: { relationId: alleged.id } });
    await this.audit.record({ action: 'changed', kind: 'relation', ids: [alleged.id], subjectId });
    await this.other.tell('harmAlleged', { partnershipId, subjectId }, { allegationId: alleged.id, name: giver.name, from: from.toISOString() });
    return { id: alleged.id, ended: ended.filter(({ caseId }) => caseId === found.id).length };
  }

  /** Everybody who is alleged to cause a subject harm, to go along with a referral of theirs. */
  of(partnershipId: string, subjectId: string): Promise<AllegedGiver[]> {
    return this.relations.alleged(partnershipId, subjectId);
  }

  /** An allegation that was made in the other service; once, however often it is told. */
  async receive(partnershipId: string, subjectId: string, alleged: AllegedGiver, referralIds: readonly string[]): Promise<void> {
    await this.relations.oneAtATime(subjectId);
    const row = await this.relations.allegedElsewhere(partnershipId, subjectId, alleged);
    if (row === null) return;
    await this.#end({ partnershipId, subjectId, name: alleged.name, from: row.allegedFrom });
    await this.audit.record({ action: 'changed', kind: 'relation', ids: [row.id], subjectId });
    await this.other.tell('harmAlleged', { partnershipId, subjectId }, alleged, referralIds);
  }

  async #end({ partnershipId, subjectId, name, from }: Ending): Promise<ConsentStatement[]> {
    const givers = await this.relations.named(partnershipId, subjectId, name);
    const statements = await this.database.rows(ConsentStatement).find({ partnershipId, giverId: { $in: givers.map(({ id }) => id) } });
    const rows = this.database.rows(ConsentRecord);
    const given = await rows.find({ partnershipId, id: { $in: statements.map(({ consentId }) => consentId) }, givenBy: { $ne: 'subject' }, invalidatedAt: null });
    for (const consent of given) await rows.change(consent, consent.version, { invalidatedAt: from });
    const ended = statements.filter(({ consentId }) => given.some(({ id }) => id === consentId));
    for (const caseId of new Set(ended.map((one) => one.caseId))) await this.#tellOwner(partnershipId, caseId, ended);
    return ended;
  }

  async #tellOwner(partnershipId: string, caseId: string, ended: readonly ConsentStatement[]): Promise<void> {
    const [owner] = await this.database.em.execute<{ id: string }[]>('select owner_agency_id as id from sharing_case where partnership_id = ? and id = ?', [partnershipId, caseId]);
    if (!owner) return;
    const [only, ...more] = ended.filter((one) => one.caseId === caseId);
    const recordId = only && more.length === 0 ? only.consentId : null;
    await this.notices.tell('consent-ended', { partnershipId, id: caseId }, recordId, { agencyIds: [owner.id], roles: ['coordinator', 'manager', 'information-governance'] });
  }
}
