import type { Transition } from '@concordat/contracts-jag-cases';
import { Audit } from '@concordat/platform-audit';
import { caller } from '@concordat/platform-auth';
import { InvalidInputError, NotAllowedError, RuleError } from '@concordat/platform-errors';
import { Database } from '@concordat/platform-persistence';
import { Items, londonDate } from '@concordat/sharing';
import { Injectable } from '@nestjs/common';
import { Action } from '../actions/action.entity.js';
import { Forums } from '../forums/forums.js';
import { CaseNotices } from '../notices/case-notices.js';
import { Timeline } from '../timeline/timeline.js';
import { Case } from './case.entity.js';
import { CaseRecords, type StateDetails } from './case-records.js';
import { Circle } from './circle.js';
import { Outcomes } from './outcomes.js';
import { CaseAccess, standingIn } from './standing.js';
import { stateAfter, TRANSITIONS, transitionsFrom, type CaseFacts, type Mover } from './transition-table.js';

/** A criterion of the forum, as it was ticked or explained when the case was accepted. */
export interface CriterionAnswer {
  code: string;
  met: boolean;
  explanation: string;
}

/** Moves cases along the transition table: the table says whether, this says what comes with it. */
@Injectable()
export class Transitions {
  constructor(
    private readonly database: Database,
    private readonly access: CaseAccess,
    private readonly records: CaseRecords,
    private readonly circle: Circle,
    private readonly items: Items,
    private readonly outcomes: Outcomes,
    private readonly timeline: Timeline,
    private readonly notices: CaseNotices,
    private readonly forums: Forums,
    private readonly audit: Audit,
  ) {}

  async factsOf(found: Case): Promise<CaseFacts> {
    const openActions = await this.database.rows(Action).count({ partnershipId: found.partnershipId, caseId: found.id, state: { $in: ['given', 'accepted'] } });
    return { state: found.state, heldFrom: found.heldFrom, openActions, leadUserId: found.leadUserId };
  }

  /** What the caller can do next, and what is lacking for it. */
  async offers(found: Case): Promise<{ to: Transition['to']; name: string; lacking: string[] }[]> {
    return transitionsFrom(await this.factsOf(found), standingIn(found).movers).map(({ row, lacking }) => ({ to: row.to, name: row.name, lacking }));
  }

  /**
   * @throws RuleError `transition-not-offered` from this state, `transition-lacks` when something must be there first
   * @throws NotAllowedError for a member whom the row does not name
   * @throws StaleVersionError
   */
  async make(caseId: string, seenVersion: number, transition: Transition): Promise<Case> {
    const { found, standing } = await this.access.open(caseId);
    const facts = await this.#allowed(found, standing.movers, transition);
    const state = stateAfter(transition.to, facts);
    const set = await this.#changes(found, transition);
    await this.database.rows(Case).change(found, seenVersion, { ...set, state, since: this.database.clock.now() });
    await this.records.enterState(found, state, caller().userId, detailsOf(transition));
    this.timeline.record({ caseId, kind: 'state-changed', facts: { from: facts.state, to: state } });
    await this.audit.record({ action: 'changed', kind: 'case', ids: [caseId] });
    await this.#follow(found, transition);
    await this.records.publish(found);
    return found;
  }

  async #allowed(found: Case, movers: ReadonlySet<Mover>, { to }: Transition): Promise<CaseFacts> {
    const facts = await this.factsOf(found);
    const rows = TRANSITIONS.filter((row) => row.to === to && row.from.includes(facts.state));
    if (rows.length === 0) throw new RuleError('transition-not-offered', 'The case has moved on: this can no longer be done. Open the case to see what can.');
    const offer = transitionsFrom(facts, movers).find(({ row }) => row.to === to);
    if (!offer) throw new NotAllowedError('Your role in this case does not let you do this.');
    if (offer.lacking.length > 0) throw new RuleError('transition-lacks', offer.lacking.join('. '));
    return facts;
  }

  /** What the case's row becomes besides its state. */
  async #changes(found: Case, transition: Transition): Promise<Partial<Case>> {
    const now = this.database.clock.now();
    switch (transition.to) {
      case 'accepted':
        await this.#refuseUnansweredCriteria(found, transition.criteria);
        await this.#refuseWrongLead(found, transition.leadUserId);
        return { acceptedAt: now, leadUserId: transition.leadUserId, criteria: await this.records.seal(found, 'criteria', transition.criteria) };
      case 'information-requested':
        this.#refusePast('by', transition.by);
        return {};
      case 'monitoring':
        this.#refusePast('until', transition.until);
        if (!(await this.circle.includes(found, transition.stepDownAgencyId))) {
          throw new InvalidInputError([{ path: 'body.transition.stepDownAgencyId', message: 'Choose an agency of the circle' }]);
        }
        return {};
      case 'on-hold':
        this.#refusePast('until', transition.until);
        return { heldFrom: found.state };
      case 'resumed':
        return { heldFrom: null };
      case 'closed': {
        const { positive } = await this.outcomes.get(found.partnershipId, transition.outcome);
        if (positive !== transition.positive) throw new InvalidInputError([{ path: 'body.transition.positive', message: 'Must be as the outcome says' }]);
        const { reason, ownView, victimTold, learned } = transition;
        return { closedAt: now, outcomeCode: transition.outcome, positive, outcome: await this.records.seal(found, 'outcome', { reason, ownView, victimTold, learned }) };
      }
      case 'accepted-again':
        // The old outcome stays in the history of the row, and in the timeline.
        return { closedAt: null, outcomeCode: null, positive: null, outcome: null };
      default:
        return {};
    }
  }

  /** What else happens once the case has moved. */
  async #follow(found: Case, transition: Transition): Promise<void> {
    switch (transition.to) {
      case 'accepted':
        for (const agencyId of transition.circle) {
          if (!(await this.circle.includes(found, agencyId))) await this.circle.invite(found, { agencyId, userIds: null, to: null });
        }
        await this.notices.raise('nomination-accepted', found, { userIds: [found.nominatedBy, transition.leadUserId] });
        return;
      case 'declined':
      case 'redirected':
        await this.notices.raise('nomination-declined', found, { userIds: [found.nominatedBy] });
        return;
      case 'information-requested':
        await this.#opinion(found, { question: transition.what });
        for (const agencyId of transition.agencyIds) {
          if (!(await this.circle.includes(found, agencyId))) await this.circle.invite(found, { agencyId, userIds: null, to: null });
        }
        await this.notices.raise('information-requested', found, { agencyIds: transition.agencyIds, roles: ['practitioner', 'coordinator', 'manager'] });
        return;
      case 'assessing':
        return this.#opinion(found, { objective: transition.objective });
      case 'planning':
        return this.#opinion(found, { analysis: transition.analysis });
      case 'assessing-result':
        return this.#opinion(found, { whatChanged: transition.whatChanged });
      case 'closed':
        await this.notices.raise('case-closed', found, { userIds: [found.nominatedBy, ...(found.leadUserId === null ? [] : [found.leadUserId])] });
        return;
      case 'monitoring':
        await this.notices.raise('monitoring-given', found, { agencyIds: [transition.stepDownAgencyId], roles: ['practitioner', 'coordinator', 'manager'] });
        return;
      case 'screening':
      case 'responding':
      case 'on-hold':
      case 'resumed':
      case 'accepted-again':
        return;
    }
  }

  /** A text about the person that the case's owner writes: an item, so that the policy decides who else reads it. */
  async #opinion(found: Case, fields: Record<string, string>): Promise<void> {
    const item = await this.items.add({
      caseId: found.id, subjectId: await this.records.keyHolder(found), ownerAgencyId: found.ownerAgencyId, category: 'professional-opinion', fields,
    });
    this.timeline.record({ caseId: found.id, kind: 'item-added', facts: { category: item.category }, itemId: item.id });
  }

  #refusePast(field: string, date: string): void {
    if (date < londonDate(this.database.clock.now())) throw new InvalidInputError([{ path: `body.transition.${field}`, message: 'The date must be today or in the future' }]);
  }

  async #refuseUnansweredCriteria(found: Case, answers: readonly CriterionAnswer[]): Promise<void> {
    const forum = await this.forums.get(found.partnershipId, found.forumCode);
    const issues = forum.criteria.flatMap(({ code, text }) => {
      const index = answers.findIndex((one) => one.code === code);
      const answer = answers[index];
      if (!answer) return [{ path: 'body.transition.criteria', message: `Say whether this is met: ${text}` }];
      return answer.met || answer.explanation !== '' ? [] : [{ path: `body.transition.criteria.${String(index)}.explanation`, message: `Explain why the case is accepted although this is not met: ${text}` }];
    });
    if (issues.length > 0) throw new InvalidInputError(issues);
  }

  async #refuseWrongLead(found: Case, userId: string): Promise<void> {
    if (!(await this.possibleLeads(found)).includes(userId)) throw new InvalidInputError([{ path: 'body.transition.leadUserId', message: 'Choose a lead officer of the agency that owns the case' }]);
  }

  /** Users of the owner agency who hold a sharing role now. */
  async possibleLeads(found: Pick<Case, 'partnershipId' | 'ownerAgencyId'>): Promise<string[]> {
    const rows = await this.database.em.execute<{ user_id: string }[]>(
      `select distinct user_id from membership_projection
        where partnership_id = ? and agency_id = ? and active and jsonb_exists_any(roles, array['practitioner', 'coordinator', 'manager']) order by user_id`,
      [found.partnershipId, found.ownerAgencyId],
    );
    return rows.map((row) => row.user_id);
  }
}

/** Why a case came into a state, for those of its owner, and what it waits for; what else was said is an item. */
function detailsOf(transition: Transition): StateDetails {
  switch (transition.to) {
    case 'screening':
      return { reason: transition.activityElsewhere || null };
    case 'redirected':
      return { reason: `${transition.reason} (redirected to ${transition.where})` };
    case 'declined':
    case 'closed':
    case 'accepted-again':
      return { reason: transition.reason };
    case 'on-hold':
      return { reason: transition.reason, until: transition.until };
    case 'resumed':
      return { reason: transition.reason || null };
    case 'monitoring':
      return { until: transition.until, agencyIds: [transition.stepDownAgencyId] };
    case 'information-requested':
      return { until: transition.by, agencyIds: [...new Set(transition.agencyIds)] };
    case 'accepted':
    case 'assessing':
    case 'planning':
    case 'responding':
    case 'assessing-result':
      return {};
  }
}
