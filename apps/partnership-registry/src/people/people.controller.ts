import {
  addPerson,
  changePerson,
  closeAccount,
  createPasswordLink,
  endSessionOf,
  endSessions,
  getPerson,
  invitePerson,
  listPeople,
  listSessionsOf,
  listStaff,
  reopenAccount,
  resetSecondFactor,
  type Person as Shown,
} from '@concordat/contracts-partnership-registry';
import { AUDIT_READERS, type InputOf, type OutputOf } from '@concordat/contracts-protocol';
import { Audit } from '@concordat/platform-audit';
import { caller, demandConfirmed } from '@concordat/platform-auth';
import { NotAllowedError } from '@concordat/platform-errors';
import { Endpoint, Input } from '@concordat/platform-http';
import { Clock } from '@concordat/platform-persistence';
import { Controller } from '@nestjs/common';
import { OwnSessions } from '../accounts/own-sessions.js';
import { AgencyPlaces } from '../agencies/agency-places.js';
import { PEOPLE_ADMINISTRATORS } from '../rules.js';
import { PeopleAuthority } from '../memberships/people-authority.js';
import { People } from './people.js';
import { ShownPeople } from './shown-people.js';

@Controller()
export class PeopleController {
  constructor(
    private readonly people: People,
    private readonly shown: ShownPeople,
    private readonly places: AgencyPlaces,
    private readonly authority: PeopleAuthority,
    private readonly sessions: OwnSessions,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  @Endpoint(listPeople, PEOPLE_ADMINISTRATORS)
  async list(@Input() { query }: InputOf<typeof listPeople>): Promise<OutputOf<typeof listPeople>> {
    const { partnershipId, roles, agencyId } = caller();
    const seen = roles.includes('administrator') ? query : { ...query, agencyId };
    const { items, next } = await this.people.page(partnershipId, seen);
    await this.audit.record({ action: 'listed', kind: 'staff', ids: items.map(({ userId }) => userId) });
    return { items: await this.shown.all(partnershipId, items), next };
  }

  @Endpoint(getPerson, PEOPLE_ADMINISTRATORS)
  async get(@Input() { params }: InputOf<typeof getPerson>): Promise<Shown> {
    const person = await this.people.get(caller().partnershipId, params.userId);
    await this.authority.demandSight(person);
    await this.audit.record({ action: 'viewed', kind: 'staff', ids: [person.userId] });
    return this.shown.one(person);
  }

  @Endpoint(addPerson, PEOPLE_ADMINISTRATORS)
  async add(@Input() { body }: InputOf<typeof addPerson>): Promise<Shown> {
    const { membership } = body;
    await this.authority.demandGrant(membership.agencyId, membership.roles);
    const { person } = await this.people.add(caller().partnershipId, body);
    return this.shown.one(person);
  }

  @Endpoint(changePerson, PEOPLE_ADMINISTRATORS)
  async change(@Input() { params, body }: InputOf<typeof changePerson>): Promise<Shown> {
    await this.#demand(params.userId);
    return this.shown.one(await this.people.change(caller().partnershipId, params.userId, body));
  }

  @Endpoint(closeAccount, PEOPLE_ADMINISTRATORS)
  async close(@Input() { params, body }: InputOf<typeof closeAccount>): Promise<Shown> {
    await this.#demand(params.userId);
    return this.shown.one(await this.people.close(caller().partnershipId, params.userId, body.version, body.why));
  }

  @Endpoint(reopenAccount, PEOPLE_ADMINISTRATORS)
  async reopen(@Input() { params, body }: InputOf<typeof reopenAccount>): Promise<Shown> {
    await this.#demand(params.userId);
    return this.shown.one(await this.people.reopen(caller().partnershipId, params.userId, body.version, body.why));
  }

  @Endpoint(endSessions, PEOPLE_ADMINISTRATORS)
  async endSessions(@Input() { params }: InputOf<typeof endSessions>): Promise<OutputOf<typeof endSessions>> {
    await this.#demand(params.userId);
    await this.people.endSessions(caller().partnershipId, params.userId);
    return { ended: true };
  }

  @Endpoint(listSessionsOf, PEOPLE_ADMINISTRATORS)
  async sessionsOf(@Input() { params }: InputOf<typeof listSessionsOf>): Promise<OutputOf<typeof listSessionsOf>> {
    await this.#demand(params.userId);
    const account = await this.people.managed(caller().partnershipId, params.userId);
    await this.audit.record({ action: 'listed', kind: 'staff', ids: [params.userId], detail: { what: 'sessions' } });
    return { items: await this.sessions.of(account.id) };
  }

  @Endpoint(endSessionOf, PEOPLE_ADMINISTRATORS)
  async endSession(@Input() { params }: InputOf<typeof endSessionOf>): Promise<OutputOf<typeof endSessionOf>> {
    await this.#demand(params.userId);
    const account = await this.people.managed(caller().partnershipId, params.userId);
    await this.audit.record({ action: 'changed', kind: 'staff', ids: [params.userId], detail: { what: 'sessions' } });
    await this.sessions.endOf(account.id, params.sessionId);
    return { ended: true };
  }

  @Endpoint(resetSecondFactor, PEOPLE_ADMINISTRATORS)
  async resetSecondFactor(@Input() { params, body }: InputOf<typeof resetSecondFactor>): Promise<Shown> {
    await this.#demand(params.userId);
    demandConfirmed(this.clock.now());
    return this.shown.one(await this.people.resetSecondFactor(caller().partnershipId, params.userId, body.version, body.why));
  }

  @Endpoint(createPasswordLink, PEOPLE_ADMINISTRATORS)
  async createPasswordLink(@Input() { params }: InputOf<typeof createPasswordLink>): Promise<OutputOf<typeof createPasswordLink>> {
    await this.#demandLink(params.userId);
    return this.people.handLink(caller().partnershipId, params.userId);
  }

  @Endpoint(invitePerson, PEOPLE_ADMINISTRATORS)
  async invite(@Input() { params }: InputOf<typeof invitePerson>): Promise<OutputOf<typeof invitePerson>> {
    await this.#demandLink(params.userId);
    return { expiresAt: await this.people.invite(caller().partnershipId, params.userId) };
  }

  @Endpoint(listStaff, 'signed-in')
  async staff(@Input() { query }: InputOf<typeof listStaff>): Promise<OutputOf<typeof listStaff>> {
    if (query.former !== undefined && !readsAuditOf(query.agencyId)) throw new NotAllowedError('Only information governance leads and auditors can see who worked for their agency before.');
    const { items, next } = await this.people.staff(caller().partnershipId, query);
    await this.audit.record({ action: 'listed', kind: 'staff', ids: items.map(({ userId }) => userId) });
    const names = await this.places.names(caller().partnershipId, items.map(({ agencyId }) => agencyId));
    return {
      items: items.map(({ id, userId, userName, agencyId, roles }) => ({
        membershipId: id,
        userId,
        name: userName,
        agencyId,
        agencyName: names.get(agencyId) ?? '',
        roles,
      })),
      next,
    };
  }

  /** Whoever looks after the account. */
  async #demand(userId: string): Promise<void> {
    const person = await this.people.get(caller().partnershipId, userId);
    await this.authority.demandSight(person);
    await this.authority.demandAccount(person);
  }

  async #demandLink(userId: string): Promise<void> {
    const person = await this.people.get(caller().partnershipId, userId);
    await this.authority.demandSight(person);
    await this.authority.demandLink(person);
    demandConfirmed(this.clock.now());
  }
}

function readsAuditOf(agencyId: string | undefined): boolean {
  const { roles, agencyId: own } = caller();
  return own === agencyId && roles.some((role) => AUDIT_READERS.some((one) => one === role));
}
