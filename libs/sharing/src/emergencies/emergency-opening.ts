import { CROSSINGS, type Category, type EmergencyRoutes, type InputOf } from '@concordat/contracts-protocol';
import { Audit } from '@concordat/platform-audit';
import { caller } from '@concordat/platform-auth';
import { RuleError } from '@concordat/platform-errors';
import { Outbox } from '@concordat/platform-messaging';
import { Database, Sealer } from '@concordat/platform-persistence';
import { Inject, Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import { workingDayAfter } from '../calendar/working-days.js';
import { EmergencyElsewhere } from '../crossings/emergency-elsewhere.entity.js';
import { birthdayDate, dateAt, hoursAfter, instantOf, startOfDay } from '../policy/time.js';
import { AGE_OF_OWN_CONSENT, EMERGENCY_GATEWAY, EMERGENCY_HOURS } from '../policy/vocabulary.js';
import { CASE_SERVICE, type CaseServiceName } from '../protections/case-service.js';
import { sql } from '../query/sql.js';
import { CaseSight } from '../records/case-sight.js';
import { SharingHost } from '../records/host.js';
import { SharingNotices } from '../records/sharing-notices.js';
import { DisclosureRecord } from '../tables/entities.js';
import { EmergencyAccess, emergencyPlace, type EmergencyContent } from './emergency-access.entity.js';
import { EmergencyLimit } from './emergency-settings.js';

export type EmergencyAsked = InputOf<EmergencyRoutes['open']>['body'];

/** Whoever tries dates of birth on a reference is stopped, with however many tokens they ask. */
const SEARCHES_A_DAY = 10;

/** The person of the case that was named. */
interface Threatened {
  id: string;
  partnership_id: string;
  owner_agency_id: string;
  subject_id: string;
}

/** Opens what is held on one person of one case to one user, where life is threatened. */
@Injectable()
export class EmergencyOpening {
  constructor(
    private readonly database: Database,
    private readonly sealer: Sealer,
    private readonly sight: CaseSight,
    private readonly limit: EmergencyLimit,
    private readonly notices: SharingNotices,
    private readonly host: SharingHost,
    private readonly audit: Audit,
    private readonly outbox: Outbox,
    @Inject(CASE_SERVICE) private readonly service: CaseServiceName,
  ) {}

  /**
   * null when no case of this reference is about such a person, or it is hidden from the caller for safety: asked for in the same
   * statement, and kept in the audit.
   *
   * @throws RuleError `training-lapsed`, `too-many-today`, `too-many-searches`
   */
  async open(asked: EmergencyAsked): Promise<EmergencyAccess | null> {
    const { userId, trainingValidTo } = caller();
    const now = this.database.clock.now();
    if (trainingValidTo === null || startOfDay(trainingValidTo) <= instantOf(now)) {
      throw new RuleError('training-lapsed', 'Your information sharing training does not hold today. Telephone the duty contact of the agency, and call 999 if somebody is in danger.');
    }
    await this.#refuseMoreToday(userId);
    await this.#refuseGuessing(userId);
    const found = await this.#find(asked);
    await this.audit.record({ action: 'searched', kind: 'emergency-access', ids: found ? [found.id] : [] });
    return found && this.#grant(found, asked, now);
  }

  /** How many the user has left today in Europe/London, over the services that hold cases. */
  async leftToday(userId: string): Promise<number> {
    const today = { partnershipId: caller().partnershipId, userId, openedAt: { $gte: this.#midnight() } };
    const [here, elsewhere] = [await this.database.rows(EmergencyAccess).count(today), await this.database.rows(EmergencyElsewhere).count(today)];
    return Math.max(0, this.limit.aDay - here - elsewhere);
  }

  async #refuseMoreToday(userId: string): Promise<void> {
    // Two requests at once wait for one another, so that both cannot be the last.
    await this.database.em.execute("select pg_advisory_xact_lock(hashtextextended('emergency-access ' || ?, 0))", [userId]);
    if ((await this.leftToday(userId)) > 0) return;
    throw new RuleError('too-many-today', `You have used emergency access ${this.limit.aDay === 1 ? 'once' : `${this.limit.aDay} times`} today, which is as often as it can be used. Telephone the duty contact of the agency, and call 999 if somebody is in danger.`);
  }

  /** Every search is in the audit, whatever it found; the lock above is held. */
  async #refuseGuessing(userId: string): Promise<void> {
    const [searched] = await this.database.em.execute<{ count: number }[]>(
      `select count(*)::int as count from audit_entry where partnership_id = ? and at >= ? and user_id = ? and kind = 'emergency-access' and action = 'searched'`,
      [caller().partnershipId, this.#midnight(), userId],
    );
    if ((searched?.count ?? 0) < SEARCHES_A_DAY) return;
    throw new RuleError('too-many-searches', 'You have searched as often as you can today. Telephone the duty contact of the agency, and call 999 if somebody is in danger.');
  }

  #midnight(): Date {
    return new Date(startOfDay(dateAt(instantOf(this.database.clock.now()))));
  }

  async #find({ reference, dateOfBirth }: EmergencyAsked): Promise<Threatened | null> {
    const { partnershipId, agencyId } = caller();
    const query = sql`select c.id, c.partnership_id, c.owner_agency_id, s.id as subject_id
       from sharing_case_reference r
       join sharing_case c on c.partnership_id = r.partnership_id and c.id = r.id
       join case_subject cs on cs.partnership_id = c.partnership_id and cs.case_id = c.id
       join subject s on s.partnership_id = cs.partnership_id and s.id = cs.subject_id and s.kind = 'person'
      where r.partnership_id = ${partnershipId}::uuid and r.reference = ${reference}
        and s.sixteenth_birthday = ${birthdayDate(dateOfBirth, AGE_OF_OWN_CONSENT)}::date
        and ${this.sight.knows(sql`array[${agencyId}::uuid]`)}
      order by cs.created_at, cs.id limit 1`;
    const [row] = await this.database.em.execute<Threatened[]>(query.text, [...query.values]);
    return row ?? null;
  }

  async #grant(found: Threatened, { name, threat, categories }: EmergencyAsked, now: Date): Promise<EmergencyAccess> {
    const { userId, agencyId } = caller();
    const { partnership_id: partnershipId, id: caseId, subject_id: subjectId } = found;
    const endsAt = new Date(hoursAfter(instantOf(now), EMERGENCY_HOURS));
    const ownerAgencyIds = await this.#owners(found, categories);
    const disclosures = ownerAgencyIds.map((ownerAgencyId) =>
      this.database.rows(DisclosureRecord).insert({
        partnershipId, kind: 'emergency', caseId, subjectId, ownerAgencyId, recipientAgencyId: agencyId, userId,
        categories: Object.fromEntries(categories.map((category) => [category, '*'])),
        gateway: EMERGENCY_GATEWAY, exportable: false, authorisedByUserId: userId, authorisedForAgencyId: agencyId, authorisedAt: now, expiresAt: endsAt,
      }),
    );
    const id = v7();
    const reviewDue = workingDayAfter(now);
    const content = await this.sealer.seal(subjectId, emergencyPlace(id, 'content'), { name, threat } satisfies EmergencyContent);
    const access = this.database.rows(EmergencyAccess).insert({
      id, partnershipId, caseId, subjectId, userId, agencyId, ownerAgencyIds, disclosureIds: disclosures.map((one) => one.id), categories: [...new Set(categories)],
      openedAt: now, endsAt, content, reviewDue, chased: 0, chaseAt: reviewDue,
    });
    await this.database.em.flush();
    await this.outbox.publish(CROSSINGS[this.service].emergencyUsed, { aggregateId: id, payload: { userId, openedAt: now.toISOString() } });
    this.host.keep({ caseId, kind: 'emergency-access-used', facts: { accessId: id } });
    await this.audit.record({ action: 'shared', kind: 'emergency-access', ids: [id], subjectId });
    const owners = [found.owner_agency_id, ...ownerAgencyIds];
    await this.notices.tell('emergency-access-used', { partnershipId, id: caseId }, id, { agencyIds: owners, roles: ['manager', 'information-governance'] });
    if (!owners.includes(agencyId)) await this.notices.tell('emergency-access-used', { partnershipId, id: caseId }, id, { agencyIds: [agencyId], roles: ['information-governance'] });
    return access;
  }

  /** Agencies that hold such information on the person and did not opt out. */
  async #owners({ partnership_id: partnershipId, id: caseId, subject_id: subjectId }: Threatened, categories: readonly Category[]): Promise<string[]> {
    const rows = await this.database.em.execute<{ owner_agency_id: string }[]>(
      `select distinct h.owner_agency_id from sharing_holding h
         join agency_projection a on a.partnership_id = h.partnership_id and a.agency_id = h.owner_agency_id and a.emergency_access
        where h.partnership_id = ? and h.case_id = ? and h.subject_id = ? and h.category = any (?::text[]) and h.owner_agency_id <> ? order by 1`,
      [partnershipId, caseId, subjectId, `{${categories.join(',')}}`, caller().agencyId],
    );
    return rows.map((row) => row.owner_agency_id);
  }
}
