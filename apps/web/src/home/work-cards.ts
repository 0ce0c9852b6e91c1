import { Injectable } from '@nestjs/common';
import { countActions, countCases, listActions, listForums, listMeetings, listNominationDrafts, listWaitingCases } from '@concordat/contracts-jag-cases';
import { listAgreements } from '@concordat/contracts-partnership-registry';
import { Services } from '../services/services.js';
import type { Visit } from '../session/visit.js';
import { actionCard } from './cards/action-card.js';
import { agreementCard } from './cards/agreement-card.js';
import { CLOSING_STATES, closingCard, leadCard, screeningCard, statesCard } from './cards/case-cards.js';
import { meetingCard } from './cards/meeting-card.js';
import { nominationCard } from './cards/nomination-card.js';
import { ROWS } from './cards/first-rows.js';
import { HomeCards, type Card } from './home-cards.js';

const CASEWORK = ['practitioner', 'coordinator', 'manager'] as const;
/** The longest list that one request gives: a card counts no further. */
const MOST = 100;

/** What waits for each role in casework. */
@Injectable()
export class WorkCards {
  constructor(
    private readonly services: Services,
    cards: HomeCards,
  ) {
    cards.add({ order: 10, roles: ['coordinator'], title: 'Nominations to screen', load: (visit) => this.ofOwnForum(visit, () => this.toScreen()) });
    cards.add({ order: 15, roles: ['manager'], title: 'Cases waiting to be closed', load: (visit) => this.ofOwnForum(visit, () => this.toClose()) });
    cards.add({ order: 18, roles: ['information-governance', 'administrator'], title: 'Agreements', load: (visit) => this.agreements(visit) });
    cards.add({ order: 20, roles: CASEWORK, title: 'Actions', load: (visit) => this.actions(visit) });
    cards.add({ order: 30, roles: CASEWORK, title: 'Cases that you lead', load: () => this.led() });
    cards.add({ order: 50, roles: CASEWORK, title: 'Next meeting', load: (visit) => this.meetings(visit) });
    cards.add({ order: 60, roles: ['coordinator', 'manager'], title: 'Open cases', load: () => this.states() });
    cards.add({ order: 70, roles: CASEWORK, title: 'Nominations to finish', load: () => this.drafts() });
    cards.add({ order: 80, roles: ['manager', 'analyst'], title: 'Figures', load: () => Promise.resolve(FIGURES) });
    cards.add({ order: 90, roles: ['administrator'], title: 'Administration', load: () => Promise.resolve(ADMINISTRATION) });
  }

  /** Screening and closing are for the agency that runs a forum. Both are asked for at once: who screens and closes is mostly of one. */
  private async ofOwnForum(visit: Visit, load: () => Promise<Card>): Promise<Card | null> {
    const [{ items }, card] = await Promise.all([this.services.call(listForums, {}), load()]);
    return items.some(({ ownerAgencyId }) => ownerAgencyId === visit.acting?.agencyId) ? card : null;
  }

  private async toScreen(): Promise<Card> {
    const [{ items }, { states }] = await Promise.all([
      this.services.call(listWaitingCases, { query: { whose: 'agency', state: 'nominated', size: ROWS } }),
      this.services.call(countCases, {}),
    ]);
    return screeningCard(items, states);
  }

  private async toClose(): Promise<Card> {
    const [{ states }, ...lists] = await Promise.all([
      this.services.call(countCases, {}),
      ...CLOSING_STATES.map((state) => this.services.call(listWaitingCases, { query: { whose: 'agency', state, size: ROWS } })),
    ]);
    return closingCard(lists.flatMap(({ items }) => items), states);
  }

  private async agreements(visit: Visit): Promise<Card> {
    const { items } = await this.services.call(listAgreements, { query: { size: MOST } });
    return agreementCard(items, visit.acting?.agencyId ?? null);
  }

  private async actions(visit: Visit): Promise<Card> {
    const [{ items }, counts] = await Promise.all([
      this.services.call(listActions, { query: { whose: 'agency', which: 'open', size: ROWS } }),
      this.services.call(countActions, {}),
    ]);
    return actionCard(items, counts, visit.acting?.agencyName ?? 'your agency');
  }

  private async led(): Promise<Card | null> {
    const [{ items }, { states }] = await Promise.all([
      this.services.call(listWaitingCases, { query: { whose: 'lead', size: ROWS } }),
      this.services.call(countCases, {}),
    ]);
    return leadCard(items, states);
  }

  /** That none is planned concerns those who plan them. */
  private async meetings(visit: Visit): Promise<Card | null> {
    const { items } = await this.services.call(listMeetings, { query: { when: 'coming', size: 2 } });
    return items.length === 0 && !visit.hasRole('coordinator') ? null : meetingCard(items);
  }

  private async states(): Promise<Card> {
    const { states } = await this.services.call(countCases, {});
    return statesCard(states);
  }

  private async drafts(): Promise<Card> {
    const { items } = await this.services.call(listNominationDrafts, { query: { size: MOST } });
    return nominationCard(items);
  }
}

const FIGURES: Card = { title: 'Figures', href: '/figures', text: 'Nominations, cases, referrals and days to first contact by quarter, and recorded crime by district.' };
const ADMINISTRATION: Card = { title: 'Administration', href: '/administration', text: 'Agencies, people and their roles, forums, agreements and the service directory.' };
