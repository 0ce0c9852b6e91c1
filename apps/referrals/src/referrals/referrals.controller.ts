import { countReferrals, listReferralOutcomes, listReferrals, moveReferral, reachPerson, readReferral, recordContact, setSafeContact, type ReferralState } from '@concordat/contracts-referrals';
import type { InputOf, OutputOf } from '@concordat/contracts-protocol';
import { Audit } from '@concordat/platform-audit';
import { caller } from '@concordat/platform-auth';
import { Endpoint, Input } from '@concordat/platform-http';
import { Sharing } from '@concordat/sharing';
import { Controller } from '@nestjs/common';
import { Contacts } from '../contacts/contacts.js';
import { Outcomes } from '../outcomes/outcomes.js';
import { ReferralContact } from '../safe-contact/referral-contact.js';
import { ENDED, ReferralList } from './referral-list.js';
import { ReferralPage } from './referral-page.js';
import { ReferralAccess } from './standing.js';
import { Transitions } from './transitions.js';

const WORKERS = { roles: ['practitioner', 'coordinator', 'manager'] } as const;

@Controller()
export class ReferralsController {
  constructor(
    private readonly sharing: Sharing,
    private readonly access: ReferralAccess,
    private readonly list: ReferralList,
    private readonly page: ReferralPage,
    private readonly transitions: Transitions,
    private readonly contacts: Contacts,
    private readonly safeContact: ReferralContact,
    private readonly outcomes: Outcomes,
    private readonly audit: Audit,
  ) {}

  @Endpoint(listReferrals, 'signed-in')
  async referrals(@Input() { query }: InputOf<typeof listReferrals>): Promise<OutputOf<typeof listReferrals>> {
    const { after, size, state, open, worker } = query;
    const filter = {
      ...(state === undefined ? {} : { state }),
      ...(open === undefined ? {} : { $and: [{ state: open === 'yes' ? { $nin: ENDED } : { $in: ENDED } }] }),
      ...(worker === undefined ? {} : { workerUserId: worker === 'me' ? caller().userId : worker }),
    };
    const { items, next } = await this.access.page(filter, { after, size });
    await this.audit.record({ action: 'listed', kind: 'referral', ids: items.map((one) => one.id) });
    return { items: await this.list.rowsOf(items), next };
  }

  @Endpoint(countReferrals, 'signed-in', { unaudited: 'numbers alone' })
  async counts(): Promise<OutputOf<typeof countReferrals>> {
    const states = await this.sharing.countCases<ReferralState>();
    return { states: states.flatMap(({ state, own }) => (own === 0 ? [] : [{ state, count: own }])) };
  }

  @Endpoint(readReferral, 'signed-in')
  async read(@Input() { params }: InputOf<typeof readReferral>): Promise<OutputOf<typeof readReferral>> {
    return this.page.of(await this.access.open(params.referralId));
  }

  @Endpoint(moveReferral, WORKERS)
  async move(@Input() { params, body }: InputOf<typeof moveReferral>): Promise<OutputOf<typeof moveReferral>> {
    const { id, version, state } = await this.transitions.make(params.referralId, body.version, body.transition);
    return { id, version, state };
  }

  @Endpoint(recordContact, WORKERS)
  async contact(@Input() { params, body }: InputOf<typeof recordContact>): Promise<OutputOf<typeof recordContact>> {
    const referral = await this.access.open(params.referralId);
    const { id } = await this.contacts.record(referral, { at: new Date(body.at), means: body.means, reached: body.reached, note: body.note, safeContactChecked: body.safeContactChecked, byPerson: body.byPerson, whyAgainstPlan: body.whyAgainstPlan });
    return { id };
  }

  @Endpoint(setSafeContact, WORKERS)
  async plan(@Input() { params, body }: InputOf<typeof setSafeContact>): Promise<OutputOf<typeof setSafeContact>> {
    return { version: await this.safeContact.write(await this.access.open(params.referralId), body.version, body.plan) };
  }

  @Endpoint(reachPerson, WORKERS)
  async reach(@Input() { params, body }: InputOf<typeof reachPerson>): Promise<OutputOf<typeof reachPerson>> {
    return this.safeContact.reach(await this.access.open(params.referralId), body.means, body.safeContactChecked);
  }

  @Endpoint(listReferralOutcomes, 'signed-in', { unaudited: 'the partnership’s configuration, which tells of nobody' })
  async closings(): Promise<OutputOf<typeof listReferralOutcomes>> {
    const outcomes = await this.outcomes.inForce(caller().partnershipId);
    return { items: outcomes.map(({ code, name, achieved }) => ({ code, name, achieved })) };
  }
}
