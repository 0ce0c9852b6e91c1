import {
  addPerson,
  changePerson,
  closeAccount,
  createPasswordLink,
  endSessions,
  getPerson,
  invitePerson,
  listPeople,
  listStaff,
  reopenAccount,
  resetSecondFactor,
  type Person as Shown,
} from '@concordat/contracts-partnership-registry';
import type { InputOf, OutputOf } from '@concordat/contracts-protocol';
import { Audit } from '@concordat/platform-audit';
import { caller } from '@concordat/platform-auth';
import { Endpoint, Input } from '@concordat/platform-http';
import { Controller } from '@nestjs/common';
import { Passwords } from '../accounts/passwords.js';
import { AgencyPlaces } from '../agencies/agency-places.js';
import { ADMINISTRATORS } from '../rules.js';
import { People } from './people.js';
import { ShownPeople } from './shown-people.js';

@Controller()
export class PeopleController {
  constructor(
    private readonly people: People,
    private readonly shown: ShownPeople,
    private readonly passwords: Passwords,
    private readonly places: AgencyPlaces,
    private readonly audit: Audit,
  ) {}

  @Endpoint(listPeople, ADMINISTRATORS)
  async list(@Input() { query }: InputOf<typeof listPeople>): Promise<OutputOf<typeof listPeople>> {
    const { items, next } = await this.people.page(caller().partnershipId, query);
    await this.audit.record({ action: 'listed', kind: 'staff', ids: items.map(({ userId }) => userId) });
    return { items: await this.shown.all(caller().partnershipId, items), next };
  }

  @Endpoint(getPerson, ADMINISTRATORS)
  async get(@Input() { params }: InputOf<typeof getPerson>): Promise<Shown> {
    const person = await this.people.get(caller().partnershipId, params.userId);
    await this.audit.record({ action: 'viewed', kind: 'staff', ids: [person.userId] });
    return this.shown.one(person);
  }

  @Endpoint(addPerson, ADMINISTRATORS)
  async add(@Input() { body }: InputOf<typeof addPerson>): Promise<Shown> {
    return this.shown.one(await this.people.add(caller().partnershipId, body));
  }

  @Endpoint(changePerson, ADMINISTRATORS)
  async change(@Input() { params, body }: InputOf<typeof changePerson>): Promise<Shown> {
    return this.shown.one(await this.people.change(caller().partnershipId, params.userId, body));
  }

  @Endpoint(closeAccount, ADMINISTRATORS)
  async close(@Input() { params, body }: InputOf<typeof closeAccount>): Promise<Shown> {
    return this.shown.one(await this.people.close(caller().partnershipId, params.userId, body.version, body.why));
  }

  @Endpoint(reopenAccount, ADMINISTRATORS)
  async reopen(@Input() { params, body }: InputOf<typeof reopenAccount>): Promise<Shown> {
    return this.shown.one(await this.people.reopen(caller().partnershipId, params.userId, body.version, body.why));
  }

  @Endpoint(endSessions, ADMINISTRATORS)
  async endSessions(@Input() { params }: InputOf<typeof endSessions>): Promise<OutputOf<typeof endSessions>> {
    await this.people.endSessions(caller().partnershipId, params.userId);
    return { ended: true };
  }

  @Endpoint(resetSecondFactor, ADMINISTRATORS)
  async resetSecondFactor(@Input() { params, body }: InputOf<typeof resetSecondFactor>): Promise<Shown> {
    return this.shown.one(await this.people.resetSecondFactor(caller().partnershipId, params.userId, body.version, body.why));
  }

  @Endpoint(createPasswordLink, ADMINISTRATORS)
  async createPasswordLink(@Input() { params }: InputOf<typeof createPasswordLink>): Promise<OutputOf<typeof createPasswordLink>> {
    const link = await this.passwords.createLink(await this.people.managed(caller().partnershipId, params.userId));
    await this.audit.record({ action: 'changed', kind: 'staff', ids: [params.userId], detail: { what: 'password-link' } });
    return link;
  }

  @Endpoint(invitePerson, ADMINISTRATORS)
  async invite(@Input() { params }: InputOf<typeof invitePerson>): Promise<OutputOf<typeof invitePerson>> {
    return { expiresAt: await this.people.invite(caller().partnershipId, params.userId) };
  }

  @Endpoint(listStaff, 'signed-in')
  async staff(@Input() { query }: InputOf<typeof listStaff>): Promise<OutputOf<typeof listStaff>> {
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
}
