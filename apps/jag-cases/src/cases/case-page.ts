import type { readCase } from '@concordat/contracts-jag-cases';
import type { OutputOf } from '@concordat/contracts-protocol';
import { Audit } from '@concordat/platform-audit';
import { caller } from '@concordat/platform-auth';
import { Database, Sealer } from '@concordat/platform-persistence';
import { isWhole, ItemReading, PeopleNamed, peopleNamedIn, Sharing, type ReadItem } from '@concordat/sharing';
import { Injectable } from '@nestjs/common';
import { Actions } from '../actions/actions.js';
import { ActionViews } from '../actions/action-views.js';
import { Forums } from '../forums/forums.js';
import { itemViews } from '../items/item-views.js';
import { CaseReferrals } from '../referrals/case-referrals.js';
import { CaseStateEntry, type Case } from './case.entity.js';
import { CaseList } from './case-list.js';
import { CaseRecords, reasonPlace } from './case-records.js';
import { Circle } from './circle.js';
import { isOver, type Standing } from './standing.js';
import { Transitions, type CriterionAnswer } from './transitions.js';

type Page = OutputOf<typeof readCase>;
type Outcome = NonNullable<Page['outcome']>;

const RUNNING = ['accepted', 'assessing', 'planning', 'responding', 'assessing-result', 'monitoring'];

/** A case's page, put together for one reader: what is said about people comes from items; what the owner wrote on the case itself is the owner's. */
@Injectable()
export class CasePage {
  constructor(
    private readonly database: Database,
    private readonly sealer: Sealer,
    private readonly list: CaseList,
    private readonly records: CaseRecords,
    private readonly circle: Circle,
    private readonly transitions: Transitions,
    private readonly sharing: Sharing,
    private readonly items: ItemReading,
    private readonly named: PeopleNamed,
    private readonly actions: Actions,
    private readonly actionViews: ActionViews,
    private readonly referrals: CaseReferrals,
    private readonly forums: Forums,
    private readonly audit: Audit,
  ) {}

  async of(found: Case, standing: Standing): Promise<Page> {
    const reading = this.items.ofCase(found.id);
    const [items, [row], criteria, circle, transitions, states, withheld, actions, referrals, outcome] = await Promise.all([
      reading,
      this.list.rowsOf([found], reading.then((all) => (isWhole(all) ? peopleNamedIn(all) : this.named.of([found.id])))),
      this.#criteria(found, standing),
      this.circle.of(found),
      this.transitions.offers(found),
      this.#states(found, standing),
      this.sharing.withheld(found.id),
      this.#actions(found, reading),
      standing.owner ? this.#referrals(found) : [],
      standing.owner ? this.#outcome(found) : null,
    ]);
    if (!row) throw new Error('A case has a row');
    const page = {
      ...row,
      version: found.version,
      purpose: found.purpose,
      acceptedAt: found.acceptedAt?.toISOString() ?? null,
      closedAt: found.closedAt?.toISOString() ?? null,
      basis: row.nominatingAgencyId === null ? null : { kind: found.basis, gateway: found.gateway },
      criteria,
      // Who else works on a case is not in its frame: that a service is there can tell what the person lives with.
      circle: circle.filter((entry) => standing.owner || entry.agencyId === caller().agencyId).map((entry) => ({
        id: entry.id, agencyId: entry.agencyId, from: entry.fromAt.toISOString(), to: entry.toAt?.toISOString() ?? null, userIds: entry.userIds,
      })),
      transitions,
      states,
      items: itemViews(items),
      withheld,
      actions,
      referrals,
      outcome,
      may: mayOf(found, standing),
    };
    await this.audit.record({ action: 'viewed', kind: 'case', ids: [found.id] });
    return page;
  }

  async #actions(found: Case, reading: Promise<readonly ReadItem[]>): Promise<Page['actions']> {
    const [actions, items] = await Promise.all([this.actions.ofCase(found), reading]);
    return this.actionViews.of(actions, { cases: [found], ...(isWhole(items) && { texts: new Map(items.map((one) => [one.item.id, one])) }) });
  }

  async #criteria(found: Case, standing: Standing): Promise<Page['criteria']> {
    const forum = await this.forums.get(found.partnershipId, found.forumCode);
    const answers = standing.owner ? ((await this.records.open<CriterionAnswer[]>(found, 'criteria')) ?? []) : [];
    return forum.criteria.map(({ code, text }) => {
      const answer = answers.find((one) => one.code === code);
      return { code, text, met: answer?.met ?? null, explanation: answer?.explanation ?? null };
    });
  }

  /** The states are the frame's; who made them, why, and whom they wait for are the owner's, and each agency's that is waited for. */
  async #states(found: Case, standing: Standing): Promise<Page['states']> {
    const { partnershipId, id: caseId } = found;
    const entries = await this.database.rows(CaseStateEntry).find({ partnershipId, caseId }, { orderBy: [{ fromAt: 'asc' }, { id: 'asc' }] });
    const subjectId = await this.records.keyHolder(found);
    const reasons = await this.sealer.openMany<string>(
      standing.owner ? entries.flatMap(({ id, reason }) => (reason === null ? [] : [{ subjectId, place: reasonPlace(id), sealed: reason }])) : [],
    );
    const told = new Map(entries.filter((entry) => entry.reason !== null).map((entry, index) => [entry.id, reasons[index] ?? null]));
    const now = this.database.clock.now();
    const { agencyId, userId } = caller();
    return entries.map(({ id, state, fromAt, toAt, byUserId, until, agencyIds }) => ({
      state, from: fromAt.toISOString(), to: toAt?.toISOString() ?? null, seconds: Math.max(0, Math.floor(((toAt ?? now).getTime() - fromAt.getTime()) / 1000)),
      byUserId: standing.owner || byUserId === userId || byUserId === found.leadUserId ? byUserId : null,
      reason: told.get(id) ?? null,
      until: standing.owner || agencyIds.includes(agencyId) ? until : null,
      agencyIds: agencyIds.filter((id) => standing.owner || id === agencyId),
    }));
  }

  async #referrals(found: Case): Promise<Page['referrals']> {
    return (await this.referrals.of(found)).map(({ referral, service, steps }) => ({
      id: referral.id, serviceId: service.id, serviceName: service.name, state: referral.state, requestedAt: referral.requestedAt.toISOString(),
      steps: steps.map(({ state, at }) => ({ state, at: at.toISOString() })),
    }));
  }

  async #outcome(found: Case): Promise<Page['outcome']> {
    const texts = await this.records.open<Pick<Outcome, 'reason' | 'ownView' | 'victimTold' | 'learned'>>(found, 'outcome');
    return texts === null || found.outcomeCode === null || found.positive === null ? null : { code: found.outcomeCode, positive: found.positive, ...texts };
  }
}

function mayOf(found: Case, { owner, movers, shares }: Standing): Page['may'] {
  const runs = movers.size > 0;
  const running = RUNNING.includes(found.state);
  const ended = isOver(found);
  return {
    addItem: shares && !ended,
    changeCircle: runs && !ended,
    giveAction: runs && running,
    refer: owner && runs && running,
    putOnAgenda: (movers.has('coordinator') || movers.has('manager')) && !ended,
  };
}
