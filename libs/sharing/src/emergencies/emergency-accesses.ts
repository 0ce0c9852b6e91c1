import type { EmergencyView } from '@concordat/contracts-protocol';
import { Audit } from '@concordat/platform-audit';
import { caller } from '@concordat/platform-auth';
import { NotAllowedError, NotFoundError, RuleError } from '@concordat/platform-errors';
import { Database, Sealer } from '@concordat/platform-persistence';
import { Injectable } from '@nestjs/common';
import { sql, type Sql } from '../query/sql.js';
import { CaseSight } from '../records/case-sight.js';
import { SharingHost } from '../records/host.js';
import { DisclosureRecord } from '../tables/entities.js';
import { EmergencyAccess, emergencyPlace, type EmergencyContent, type ReviewOutcome } from './emergency-access.entity.js';

interface KnownRow {
  id: string;
  reference: string;
  owner_agency_id: string;
}

/** An emergency access that the caller made or may know of. */
export interface KnownAccess {
  access: EmergencyAccess;
  /** Whether the caller is one who reviews it, whether or not it has been. */
  reviewer: boolean;
  view: EmergencyView;
}

const AT_ONCE = 100;

/** Emergency accesses after they were made: shown, ended, reviewed. */
@Injectable()
export class EmergencyAccesses {
  constructor(
    private readonly database: Database,
    private readonly sealer: Sealer,
    private readonly sight: CaseSight,
    private readonly host: SharingHost,
    private readonly audit: Audit,
  ) {}

  /** The newest first. */
  async all(toReview: boolean): Promise<EmergencyView[]> {
    const known = await this.#known(toReview ? sql`e.reviewed_at is null and e.user_id <> ${caller().userId}::uuid` : sql`true`);
    return known.map(({ view }) => view);
  }

  /** @throws NotFoundError for an access that the caller may not know of */
  async one(id: string): Promise<KnownAccess> {
    const [known] = await this.#known(sql`e.id = ${id}::uuid`);
    if (!known) throw new NotFoundError('emergency access');
    return known;
  }

  /** @throws NotAllowedError, RuleError `ended-already`, StaleVersionError */
  async end(id: string, seenVersion: number): Promise<EmergencyAccess> {
    const { access, view } = await this.one(id);
    if (!view.mine && !view.mayReview) throw new NotAllowedError('Only the person who used it, or who reviews it, can end an emergency access.');
    if (access.version === seenVersion && !view.open) throw new RuleError('ended-already', 'This emergency access is over already.');
    await this.database.rows(EmergencyAccess).change(access, seenVersion, { endsAt: this.database.clock.now() });
    await this.#close(access);
    return access;
  }

  /** @throws NotAllowedError for who made it or may not review; RuleError `reviewed-already`; StaleVersionError */
  async review(id: string, seenVersion: number, outcome: ReviewOutcome, note: string): Promise<EmergencyAccess> {
    const { access, view, reviewer } = await this.one(id);
    if (access.version === seenVersion && access.reviewedAt !== null) throw new RuleError('reviewed-already', 'This emergency access has been reviewed already.');
    if (!reviewer) throw new NotAllowedError('A manager or information governance lead of the agency that owns the information reviews it, and never the person who used it.');
    const now = this.database.clock.now();
    const review = await this.sealer.seal(access.subjectId, emergencyPlace(id, 'review'), note);
    const ends = outcome === 'misuse' && view.open ? { endsAt: now } : {};
    await this.database.rows(EmergencyAccess).change(access, seenVersion, { reviewedAt: now, reviewedByUserId: caller().userId, outcome, review, ...ends });
    if (outcome === 'misuse') await this.#close(access);
    this.host.keep({ caseId: access.caseId, kind: 'emergency-access-reviewed', facts: { accessId: id, outcome } });
    await this.audit.record({ action: 'changed', kind: 'emergency-access', ids: [id], subjectId: access.subjectId });
    return access;
  }

  async #close({ partnershipId, disclosureIds }: EmergencyAccess): Promise<void> {
    const rows = this.database.rows(DisclosureRecord);
    for (const disclosure of await rows.find({ partnershipId, id: { $in: disclosureIds }, revokedAt: null })) {
      await rows.change(disclosure, disclosure.version, { revokedAt: this.database.clock.now() });
    }
  }

  async #known(where: Sql): Promise<KnownAccess[]> {
    const { partnershipId, userId, agencyId, roles } = caller();
    const governs = roles.includes('information-governance');
    const reviews = governs || roles.includes('manager');
    const query = sql`select e.id, r.reference, c.owner_agency_id from emergency_access e
       join sharing_case c on c.partnership_id = e.partnership_id and c.id = e.case_id
       join sharing_case_reference r on r.partnership_id = c.partnership_id and r.id = c.id
      where e.partnership_id = ${partnershipId}::uuid and (${where})
        and (e.user_id = ${userId}::uuid
          or (${reviews} and (c.owner_agency_id = ${agencyId}::uuid or ${agencyId}::uuid = any (e.owner_agency_ids)))
          or (${governs} and e.agency_id = ${agencyId}::uuid))
        and ${this.sight.knows(sql`e.owner_agency_ids || e.agency_id`)}
      order by e.opened_at desc, e.id desc limit ${AT_ONCE}::int`;
    const rows = await this.database.em.execute<KnownRow[]>(query.text, [...query.values]);
    const found = await this.database.rows(EmergencyAccess).find({ partnershipId, id: { $in: rows.map(({ id }) => id) } }, { orderBy: [{ openedAt: 'desc' }, { id: 'desc' }] });
    if (found.length > 0) await this.audit.record({ action: 'viewed', kind: 'emergency-access', ids: found.map(({ id }) => id) });
    return Promise.all(
      found.map(async (access) => {
        const row = rows.find(({ id }) => id === access.id);
        if (!row) throw new Error('Every access comes from a row');
        const reviewer = reviews && access.userId !== userId && (row.owner_agency_id === agencyId || access.ownerAgencyIds.includes(agencyId));
        return { access, reviewer, view: await this.#view(access, row, reviewer) };
      }),
    );
  }

  async #view(access: EmergencyAccess, row: KnownRow, reviewer: boolean): Promise<EmergencyView> {
    const { id, subjectId, reviewedAt, reviewedByUserId, outcome, review } = access;
    const now = this.database.clock.now();
    const mine = access.userId === caller().userId;
    // Who reviews it is told of their own agency's information: that another holds some is not theirs to know.
    const ownerAgencyIds = mine ? access.ownerAgencyIds : access.ownerAgencyIds.filter((one) => one === caller().agencyId);
    const { name, threat } = await this.sealer.open<EmergencyContent>(subjectId, emergencyPlace(id, 'content'), access.content);
    const done =
      reviewedAt === null || reviewedByUserId === null || outcome === null || review === null
        ? null
        : { at: reviewedAt.toISOString(), byUserId: reviewedByUserId, outcome, note: await this.sealer.open<string>(subjectId, emergencyPlace(id, 'review'), review) };
    return {
      id, subjectId, name, threat, mine, ownerAgencyIds,
      version: access.version,
      caseId: access.caseId,
      caseReference: row.reference,
      userId: access.userId,
      agencyId: access.agencyId,
      categories: access.categories,
      openedAt: access.openedAt.toISOString(),
      endsAt: access.endsAt.toISOString(),
      open: now < access.endsAt,
      review: { due: access.reviewDue.toISOString(), overdue: done === null && now > access.reviewDue, done },
      mayReview: reviewer && done === null,
    };
  }
}
