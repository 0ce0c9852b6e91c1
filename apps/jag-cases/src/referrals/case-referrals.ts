import { ReferralRequested, type ReferralPayload } from '@concordat/contracts-jag-cases';
import { Audit } from '@concordat/platform-audit';
import { caller } from '@concordat/platform-auth';
import { InvalidInputError, RuleError } from '@concordat/platform-errors';
import { Database } from '@concordat/platform-persistence';
import { ageAt, Allegations, Gate, Grounds, instantOf, ItemReading, RegisterCrossing, Sharing, sql, TravellingReceipts, type ReadItem } from '@concordat/sharing';
import { Injectable } from '@nestjs/common';
import type { Case } from '../cases/case.entity.js';
import { CaseRecords } from '../cases/case-records.js';
import { Timeline } from '../timeline/timeline.js';
import { CaseReferral, CaseReferralStep, DirectoryService } from './case-referral.entity.js';

export interface NewReferral {
  subjectId: string;
  serviceId: string;
  reason: string;
  agreement: ReferralPayload['agreement'];
  safeContact: ReferralPayload['safeContact'];
}

/** Who a person is as the caller may export it, with the items that say so. */
interface Exportable {
  person: ReferralPayload['person'];
  from: ReadItem[];
}

export interface ServiceChoice {
  id: string;
  name: string;
  description: string;
  providerAgencyId: string;
  eligible: boolean;
  whyNot: string | null;
}

/** Referrals from a case: what crosses is what the referrer may export, encrypted to the referrals service; here stays where it stands. */
@Injectable()
export class CaseReferrals {
  constructor(
    private readonly database: Database,
    private readonly sharing: Sharing,
    private readonly reading: ItemReading,
    private readonly records: CaseRecords,
    private readonly gate: Gate,
    private readonly grounds: Grounds,
    private readonly register: RegisterCrossing,
    private readonly allegations: Allegations,
    private readonly receipts: TravellingReceipts,
    private readonly timeline: Timeline,
    private readonly audit: Audit,
  ) {}

  /** Services of the directory for the case's purpose, with whether they take somebody of the first person's age. */
  async services(found: Case): Promise<ServiceChoice[]> {
    const { partnershipId } = found;
    const services = await this.database.rows(DirectoryService).find({ partnershipId, active: true, purpose: found.purpose }, { orderBy: [{ name: 'asc' }, { id: 'asc' }] });
    const dateOfBirth = (await this.#exportable(found.id, await this.records.keyHolder(found)))?.person.dateOfBirth ?? null;
    const age = dateOfBirth === null ? null : ageAt(dateOfBirth, instantOf(this.database.clock.now()));
    return services.map((service) => {
      const whyNot = outsideAges(service, age);
      return { id: service.id, name: service.name, description: service.description, providerAgencyId: service.providerAgencyId, eligible: whyNot === null, whyNot };
    });
  }

  async of({ partnershipId, id }: Pick<Case, 'partnershipId' | 'id'>): Promise<{ referral: CaseReferral; steps: CaseReferralStep[]; service: DirectoryService }[]> {
    const referrals = await this.database.rows(CaseReferral).find({ partnershipId, caseId: id }, { orderBy: [{ requestedAt: 'asc' }, { id: 'asc' }] });
    if (referrals.length === 0) return [];
    const [steps, services] = await Promise.all([
      this.database.rows(CaseReferralStep).find({ partnershipId, referralId: { $in: referrals.map((one) => one.id) } }, { orderBy: [{ at: 'asc' }, { id: 'asc' }] }),
      this.database.rows(DirectoryService).find({ partnershipId, id: { $in: referrals.map((one) => one.serviceId) } }),
    ]);
    return referrals.flatMap((referral) => {
      const service = services.find((one) => one.id === referral.serviceId);
      return service ? [{ referral, service, steps: steps.filter((step) => step.referralId === referral.id) }] : [];
    });
  }

  /**
   * @throws InvalidInputError for a person who is not of the case, or a service that does not take them
   * @throws RuleError `cannot-be-sent` when the gate lets nothing about the person through to the agency
   * @throws RuleError `identity-not-exportable` when no agreement lets the referrer pass on who the person is
   */
  async refer(found: Case, given: NewReferral): Promise<string> {
    if (!(await this.records.subjectIds(found)).includes(given.subjectId)) throw new InvalidInputError([{ path: 'body.subjectId', message: 'Choose a person of the case' }]);
    const choice = (await this.services(found)).find((service) => service.id === given.serviceId);
    if (!choice) throw new InvalidInputError([{ path: 'body.serviceId', message: 'Choose a service' }]);
    if (!choice.eligible) throw new RuleError('not-eligible', choice.whyNot ?? 'This service does not take this person.');
    const exportable = await this.#exportable(found.id, given.subjectId);
    if (!exportable) throw new RuleError('identity-not-exportable', 'No agreement lets you pass on who this person is. Ask the agency that owns their details to make the referral.');

    const { partnershipId, id: caseId } = found;
    const { agencyId, userId } = caller();
    const now = this.database.clock.now();
    const passage = await this.gate.toAgency({ way: 'referral', partnershipId, caseId }, choice.providerAgencyId);
    const grounds = await this.grounds.of(exportable.from);
    const consentIds = [...new Set(grounds.flatMap((ground) => ground.consentIds))];
    const referral = this.database.rows(CaseReferral).insert({
      partnershipId, caseId, subjectId: given.subjectId, serviceId: given.serviceId, state: 'sent', requestedAt: now, firstContactAt: null, byUserId: userId, consentIds,
    });
    await this.database.em.flush();
    const payload: ReferralPayload = {
      person: exportable.person, reason: given.reason, agreement: given.agreement, safeContact: given.safeContact,
      keptFrom: await this.register.of(partnershipId, given.subjectId),
      alleged: await this.allegations.of(partnershipId, given.subjectId),
      receipts: await this.receipts.of(caseId, given.subjectId, choice.providerAgencyId),
      grounds,
    };
    await this.gate.publish(passage, ReferralRequested, {
      aggregateId: referral.id,
      payload: {
        referralId: referral.id, caseId, serviceId: given.serviceId, fromAgencyId: agencyId, fromUserId: userId, requestedAt: now.toISOString(),
        sealed: await this.gate.seal(passage, 'referrals', payload),
      },
    });
    this.timeline.record({ caseId, kind: 'referral-sent', facts: { serviceId: given.serviceId, referralId: referral.id }, ownerOnly: true });
    await this.audit.record({ action: 'shared', kind: 'referral', ids: [referral.id], subjectId: given.subjectId, detail: { serviceId: given.serviceId } });
    return referral.id;
  }

  /** Who the person is, from the identity items that the caller may export; null without a name. */
  async #exportable(caseId: string, subjectId: string): Promise<Exportable | null> {
    const question = this.sharing.question(caller(), 'export');
    const items = await this.reading.read(sql`i.case_id = ${caseId}::uuid and i.subject_id = ${subjectId}::uuid and i.category = 'identity'`, question);
    // What was added later is the better known.
    const known = new Map(items.flatMap((one) => Object.entries(one.fields).map(([field, value]) => [field, { value, one }])));
    const [givenName, familyName] = [known.get('givenName')?.value, known.get('familyName')?.value];
    if (givenName === undefined || familyName === undefined) return null;
    const said = (item: ReadItem) => Object.fromEntries(EXPORTED.flatMap((field) => (known.get(field)?.one === item ? [[field, known.get(field)?.value ?? '']] : [])));
    return {
      person: { givenName, familyName, dateOfBirth: known.get('dateOfBirth')?.value ?? null, school: known.get('school')?.value ?? null },
      from: items.map((one) => ({ ...one, fields: said(one) })).filter(({ fields }) => Object.keys(fields).length > 0),
    };
  }
}

/** Fields of category `identity` that a service is sent. */
const EXPORTED = ['givenName', 'familyName', 'dateOfBirth', 'school'] as const;

function outsideAges({ name, minimumAge, maximumAge }: DirectoryService, age: number | null): string | null {
  if (age === null) return null;
  if (minimumAge !== null && age < minimumAge) return `${name} takes people of ${String(minimumAge)} and over.`;
  if (maximumAge !== null && age > maximumAge) return `${name} takes people up to the age of ${String(maximumAge)}.`;
  return null;
}
