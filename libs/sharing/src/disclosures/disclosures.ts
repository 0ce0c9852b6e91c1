import type { DECISION_STATES, DecisionView, NewDecision } from '@concordat/contracts-protocol';
import { Audit } from '@concordat/platform-audit';
import { caller } from '@concordat/platform-auth';
import { InvalidInputError, NotAllowedError, NotFoundError, RuleError } from '@concordat/platform-errors';
import { Database, Sealer } from '@concordat/platform-persistence';
import { Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import { SHARING_ROLES } from '../policy/vocabulary.js';
import { sql, type Sql } from '../query/sql.js';
import { AgenciesOfPartnership } from '../records/agencies-of-partnership.js';
import { CaseSight, type SeenCase } from '../records/case-sight.js';
import { SharingHost } from '../records/host.js';
import { SharingNotices } from '../records/sharing-notices.js';
import { SubjectsOfCases } from '../records/subject-of-case.js';
import { DisclosureRecord } from '../tables/entities.js';
import { refuseUnlawful } from './lawfulness.js';
import { decisionPlace, SharingDecision, type DecisionContent } from './sharing-decision.entity.js';

/** Roles of an agency that decide on sharing its information. */
export const DECIDERS = ['coordinator', 'manager', 'information-governance'] as const;

export const mayDecide = (): boolean => caller().roles.some((role) => DECIDERS.some((decider) => decider === role));

/** What decisions of before were not asked. */
const LATER = { controllers: 'separate', lawEnforcement: '', agreement: '', rights: '', interval: '', decidedPosition: '' } as const satisfies Partial<DecisionContent>;

/** Decisions to share without consent or not to, each by the agency whose information it is. */
@Injectable()
export class Disclosures {
  constructor(
    private readonly database: Database,
    private readonly sealer: Sealer,
    private readonly sight: CaseSight,
    private readonly subjects: SubjectsOfCases,
    private readonly agencies: AgenciesOfPartnership,
    private readonly notices: SharingNotices,
    private readonly host: SharingHost,
    private readonly audit: Audit,
  ) {}

  /** Those on a case that the caller may know of, the newest first. */
  async seenOn(found: SeenCase): Promise<DecisionView[]> {
    return this.#views(found, sql`true`);
  }

  /** @throws NotFoundError for a decision that the caller may not know of, as for one that never was */
  async one(found: SeenCase, decisionId: string): Promise<DecisionView> {
    const [view] = await this.#views(found, sql`d.id = ${decisionId}::uuid`);
    if (!view) throw new NotFoundError('decision');
    return view;
  }

  /** @throws InvalidInputError for what contradicts itself; RuleError for what the law lacks */
  async decide(found: SeenCase, asked: NewDecision): Promise<SharingDecision> {
    const { userId, agencyId } = caller();
    const now = this.database.clock.now();
    await this.subjects.demand(found, asked.subjectId, { personOnly: false });
    await this.agencies.demand([asked.recipientAgencyId], 'body.recipientAgencyId');
    if (asked.recipientAgencyId === agencyId) throw new InvalidInputError([{ path: 'body.recipientAgencyId', message: 'Choose another agency than your own' }]);
    if (asked.recipientUserId !== null) await this.agencies.demandMember(asked.recipientUserId, asked.recipientAgencyId, 'body.recipientUserId');
    refuseUnlawful(asked, await this.agencies.isHealthOrSocialCare(agencyId), now);
    const disclosure = asked.decision === 'share' ? await this.#open(found, asked, now) : null;
    const id = v7();
    const { partnershipId, id: caseId } = found;
    const { subjectId, recipientAgencyId } = asked;
    const content = await this.sealer.seal(subjectId, decisionPlace(id, 'content'), asked satisfies DecisionContent);
    const decision = this.database.rows(SharingDecision).insert({
      id, partnershipId, caseId, subjectId, ownerAgencyId: agencyId, recipientAgencyId, decidedByUserId: userId, decidedAt: now, disclosureId: disclosure?.id ?? null, content,
    });
    await this.database.em.flush();
    this.host.keep({ caseId, kind: 'sharing-decided', facts: { decisionId: id, decision: asked.decision } });
    await this.audit.record({ action: disclosure ? 'shared' : 'created', kind: 'sharing-decision', ids: [id], subjectId });
    if (disclosure) await this.notices.tell('disclosure-decided', found, id, { agencyIds: [recipientAgencyId], roles: SHARING_ROLES, userId: asked.recipientUserId });
    return decision;
  }

  /**
   * From this instant nothing is open by it.
   *
   * @throws NotAllowedError for who is not of the agency that decided; RuleError `not-open`; StaleVersionError
   */
  async revoke(found: SeenCase, decisionId: string, seenVersion: number, why: string): Promise<{ decision: SharingDecision; at: Date }> {
    const view = await this.one(found, decisionId);
    const { partnershipId } = found;
    const decision = await this.database.rows(SharingDecision).get({ partnershipId, id: decisionId });
    if (decision.ownerAgencyId !== caller().agencyId || !mayDecide()) throw new NotAllowedError('Only the agency that decided to share can end it.');
    const now = this.database.clock.now();
    const whyRevoked = await this.sealer.seal(decision.subjectId, decisionPlace(decisionId, 'why_revoked'), why);
    if (decision.version === seenVersion && (decision.disclosureId === null || view.state !== 'in-force')) throw new RuleError('not-open', 'Nothing is open by this decision.');
    await this.database.rows(SharingDecision).change(decision, seenVersion, { whyRevoked });
    if (decision.disclosureId !== null) {
      const disclosure = await this.database.rows(DisclosureRecord).get({ partnershipId, id: decision.disclosureId });
      await this.database.rows(DisclosureRecord).change(disclosure, disclosure.version, { revokedAt: now });
    }
    this.host.keep({ caseId: found.id, kind: 'disclosure-revoked', facts: { decisionId } });
    await this.audit.record({ action: 'changed', kind: 'sharing-decision', ids: [decisionId], subjectId: decision.subjectId });
    return { decision, at: now };
  }

  async #open(found: SeenCase, asked: NewDecision, now: Date): Promise<DisclosureRecord> {
    const { userId, agencyId } = caller();
    const { gateway, until } = asked;
    if (gateway === null || until === null) throw new Error('A disclosure was checked to have a gateway and an end');
    const disclosure = this.database.rows(DisclosureRecord).insert({
      partnershipId: found.partnershipId, kind: 'authorised', caseId: found.id, subjectId: asked.subjectId, ownerAgencyId: agencyId,
      recipientAgencyId: asked.recipientAgencyId, userId: asked.recipientUserId, categories: categoriesOf(asked), gateway, exportable: asked.export,
      authorisedByUserId: userId, authorisedForAgencyId: agencyId, authorisedAt: now, expiresAt: new Date(until),
    });
    await this.database.em.flush();
    return disclosure;
  }

  async #views(found: SeenCase, where: Sql): Promise<DecisionView[]> {
    const { partnershipId } = found;
    const query = sql`select d.id from sharing_decision d join sharing_case c on c.partnership_id = d.partnership_id and c.id = d.case_id
      where d.partnership_id = ${partnershipId}::uuid and d.case_id = ${found.id}::uuid and (${where})
        and ${this.sight.knows(sql`array[d.owner_agency_id, d.recipient_agency_id]`)}`;
    const ids = (await this.database.em.execute<{ id: string }[]>(query.text, [...query.values])).map(({ id }) => id);
    const decisions = await this.database.rows(SharingDecision).find({ partnershipId, id: { $in: ids } }, { orderBy: [{ decidedAt: 'desc' }, { id: 'desc' }] });
    const disclosures = await this.database.rows(DisclosureRecord).find({ partnershipId, id: { $in: decisions.flatMap(({ disclosureId }) => disclosureId ?? []) } });
    if (ids.length > 0) await this.audit.record({ action: 'viewed', kind: 'sharing-decision', ids });
    return Promise.all(decisions.map((one) => this.#view(one, disclosures.find(({ id }) => id === one.disclosureId) ?? null)));
  }

  async #view(decision: SharingDecision, disclosure: DisclosureRecord | null): Promise<DecisionView> {
    const { id, subjectId, ownerAgencyId } = decision;
    const content = await this.sealer.open<DecisionContent>(subjectId, decisionPlace(id, 'content'), decision.content);
    const state = stateOf(disclosure, this.database.clock.now());
    return {
      ...LATER, ...content, id, ownerAgencyId, state,
      version: decision.version,
      decidedByUserId: decision.decidedByUserId,
      decidedAt: decision.decidedAt.toISOString(),
      revokedAt: disclosure?.revokedAt?.toISOString() ?? null,
      whyRevoked: decision.whyRevoked === null ? null : await this.sealer.open<string>(subjectId, decisionPlace(id, 'why_revoked'), decision.whyRevoked),
      mayRevoke: state === 'in-force' && ownerAgencyId === caller().agencyId && mayDecide(),
    };
  }
}

function stateOf(disclosure: DisclosureRecord | null, now: Date): (typeof DECISION_STATES)[number] {
  if (disclosure === null) return 'refused';
  if (disclosure.revokedAt !== null && disclosure.revokedAt <= now) return 'revoked';
  return disclosure.expiresAt <= now ? 'ended' : 'in-force';
}

/** Each category that was chosen, with its fields. */
function categoriesOf({ categories }: NewDecision): Record<string, '*' | string[]> {
  return Object.fromEntries(Object.entries(categories).map(([category, fields]) => [category, fields === '*' ? fields : [...new Set(fields)]]));
}
