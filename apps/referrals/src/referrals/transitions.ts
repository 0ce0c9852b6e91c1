import type { ReferralTransition } from '@concordat/contracts-referrals';
import { Audit } from '@concordat/platform-audit';
import { caller } from '@concordat/platform-auth';
import { InvalidInputError, NotAllowedError, RuleError } from '@concordat/platform-errors';
import { Database } from '@concordat/platform-persistence';
import { Items } from '@concordat/sharing';
import { Injectable } from '@nestjs/common';
import { ReferralNotices } from '../notices/referral-notices.js';
import { Outcomes } from '../outcomes/outcomes.js';
import { Referral } from './referral.entity.js';
import { ReferralPage } from './referral-page.js';
import { ReferralRecords } from './referral-records.js';
import { moversOf, ReferralAccess } from './standing.js';
import { TRANSITIONS, transitionsFrom } from './transition-table.js';
import { Workers } from './workers.js';

/** Moves referrals along the transition table: the table says whether, this says what comes with it. */
@Injectable()
export class Transitions {
  constructor(
    private readonly database: Database,
    private readonly access: ReferralAccess,
    private readonly page: ReferralPage,
    private readonly records: ReferralRecords,
    private readonly items: Items,
    private readonly outcomes: Outcomes,
    private readonly workers: Workers,
    private readonly notices: ReferralNotices,
    private readonly audit: Audit,
  ) {}

  /**
   * @throws RuleError `transition-not-offered` from this state, `transition-lacks` when something must be there first
   * @throws NotAllowedError for a colleague whom the row does not name
   * @throws StaleVersionError
   */
  async make(id: string, seenVersion: number, transition: ReferralTransition): Promise<Referral> {
    const referral = await this.access.open(id);
    await this.#refuse(referral, transition);
    const now = this.database.clock.now();
    const changes = await this.#changes(referral, transition);
    const reasonItemId = await this.#say(referral, transition);
    await this.database.rows(Referral).change(referral, seenVersion, { ...changes, state: transition.to, since: now, overdueToldAt: null });
    await this.records.enterState(referral, caller().userId, reasonItemId);
    await this.audit.record({ action: 'changed', kind: 'referral', ids: [id] });
    if (transition.to === 'allocated') await this.notices.raise('referral-allocated', referral, { userIds: [transition.workerUserId] });
    await this.records.publish(referral);
    return referral;
  }

  async #refuse(referral: Referral, { to }: ReferralTransition): Promise<void> {
    if (!TRANSITIONS.some((row) => row.to === to && row.from.includes(referral.state))) {
      throw new RuleError('transition-not-offered', 'The referral has moved on: this can no longer be done. Open it to see what can.');
    }
    const facts = { state: referral.state, contacts: await this.page.contactsOf(referral) };
    const offer = transitionsFrom(facts, moversOf(referral)).find(({ row }) => row.to === to);
    if (!offer) throw new NotAllowedError('Only the referral’s worker or a manager of the service can do this.');
    if (offer.lacking.length > 0) throw new RuleError('transition-lacks', offer.lacking.join('. '));
  }

  async #changes(referral: Referral, transition: ReferralTransition): Promise<Partial<Referral>> {
    switch (transition.to) {
      case 'allocated':
        if (!(await this.workers.of(referral)).includes(transition.workerUserId)) {
          throw new InvalidInputError([{ path: 'body.transition.workerUserId', message: 'Choose a worker of the service' }]);
        }
        return { workerUserId: transition.workerUserId };
      case 'closed': {
        const { achieved } = await this.outcomes.get(referral.partnershipId, transition.outcome);
        if (achieved !== transition.achieved) throw new InvalidInputError([{ path: 'body.transition.achieved', message: 'Must be as the outcome says' }]);
        return { closedAt: this.database.clock.now(), outcomeCode: transition.outcome, outcomeAchieved: achieved };
      }
      case 'declined':
      case 'signposted':
      case 'withdrawn':
        return { closedAt: this.database.clock.now() };
      case 'information-requested':
      case 'received':
      case 'accepted':
      case 'waiting-list':
      case 'engaged':
      case 'not-reached':
      case 'active':
        return {};
    }
  }

  /** What was said with the transition, as an item of the service; null when nothing was. */
  async #say(referral: Referral, transition: ReferralTransition): Promise<string | null> {
    const fields = Object.fromEntries(Object.entries(fieldsOf(transition)).filter(([, value]) => value !== ''));
    if (Object.keys(fields).length === 0) return null;
    const item = await this.items.add({
      caseId: referral.id, subjectId: await this.records.personId(referral), ownerAgencyId: referral.ownerAgencyId, category: 'professional-opinion', fields,
    });
    return item.id;
  }
}

function fieldsOf(transition: ReferralTransition): Record<string, string> {
  switch (transition.to) {
    case 'information-requested':
    case 'received':
      return { question: transition.what };
    case 'accepted':
    case 'waiting-list':
    case 'declined':
    case 'not-reached':
    case 'withdrawn':
      return { reason: transition.reason };
    case 'signposted':
      return { reason: `${transition.reason} (signposted to ${transition.where})` };
    case 'active':
      return { plan: transition.plan };
    case 'closed':
      return { outcome: transition.reason, feedback: transition.feedback };
    case 'allocated':
    case 'engaged':
      return {};
  }
}
