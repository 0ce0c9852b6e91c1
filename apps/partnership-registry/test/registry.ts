import {
  addAgency,
  addPerson,
  closeMembership,
  createPasswordLink,
  decideRoleRequest,
  getPerson,
  issueTokens,
  listRoleRequests,
  setPassword,
  signIn,
  type Agency,
  type Person,
} from '@concordat/contracts-partnership-registry';
import type { Role } from '@concordat/contracts-protocol';
import { migrateKeyStore, provisionDatabase, provisionKeyStore } from '@concordat/platform-persistence';
import { bootService, migrate, type Running } from '@concordat/platform-service';
import { client, startService, type RouteClient, type TestService } from '@concordat/testing';
import { randomUUID } from 'node:crypto';
import { program } from '../src/program.js';
import { provisionPartnership, type Provisioned } from '../src/provision.js';

export const PASSWORD = 'harbour violin thimble';

/** A partnership of a registry under test, and its first administrator. */
export interface TestPartnership extends Provisioned {
  email: string;
  /** Calls as the administrator, with a token of their session. */
  administrator: RouteClient;
}

export interface TestRegistry extends TestService<Running> {
  aPartnership(name?: string): Promise<TestPartnership>;
  anAgency(partnership: TestPartnership, known?: Partial<Pick<Agency, 'name' | 'kind' | 'emergencyAccess'>>): Promise<Agency>;
  aPerson(partnership: TestPartnership, known?: { name?: string; agencyId?: string; roles?: Role[]; endsOn?: string }): Promise<Person>;
  /** Calls as whoever looks after the people of an agency. */
  administratorOf(partnership: TestPartnership, agencyId: string): Promise<RouteClient>;
  /** Gives the person the password {@link PASSWORD}. */
  withPassword(partnership: TestPartnership, person: Person): Promise<Person>;
  /** As versions before did: one account in two partnerships. */
  shareAccount(account: Person, guest: Person): Promise<unknown>;
  /** A session's token. */
  signIn(email: string, password?: string): Promise<string>;
  /** Calls the session routes with a session's token. */
  inSession(token: string): RouteClient;
  /** Calls as whoever holds the session, with one-minute tokens of it. */
  acting(session: string): RouteClient;
  /** Events in the outbox, oldest first. */
  events(type: string): Promise<{ aggregate_id: string; version: number; payload: Record<string, unknown> }[]>;
}

/** The registry on servers of its own; accounts need no second factor unless `env` says so. */
export async function startRegistry(env: Record<string, string> = {}): Promise<TestRegistry> {
  const service = await startService({
    service: 'partnership-registry',
    boot: (environment) => bootService(program, environment),
    provision: provisionDatabase,
    migrate: (target) => migrate(program, target),
    provisionKeyStore,
    migrateKeyStore,
    env: { CONCORDAT_REQUIRE_SECOND_FACTOR: 'false', ...env },
  });
  const inSession = (token: string): RouteClient => {
    const anonymous = client(service.url, null);
    return { call: (route, input, options = {}) => anonymous.call(route, input, { ...options, headers: { ...options.headers, authorization: `Session ${token}` } }) };
  };
  const open = async (email: string, password = PASSWORD): Promise<string> =>
    (await service.anonymous.call(signIn, { body: { email, password } })).body.token;
  const acting = (session: string): RouteClient =>
    client(service.url, async () => {
      const { body } = await inSession(session).call(issueTokens, { body: { audiences: ['partnership-registry'] } });
      return body.tokens['partnership-registry'] ?? '';
    });
  const made = new Map<string, RouteClient>();
  /** Somebody with the role alone, signed in. */
  const anAdministrator = async (by: RouteClient, agencyId: string, role: Role): Promise<{ client: RouteClient; membershipId: string }> => {
    const email = `${randomUUID()}@administrator.example`;
    const membership = { agencyId, roles: [role], startsOn: '2024-01-01', endsOn: null, trainingValidTo: null };
    const { body } = await by.call(addPerson, { body: { name: 'Ash Keeper', email, membership } });
    const link = await by.call(createPasswordLink, { params: { userId: body.id } });
    await service.anonymous.call(setPassword, { body: { token: link.body.token, password: PASSWORD } });
    return { client: acting(await open(email)), membershipId: body.memberships[0]?.id ?? '' };
  };
  /** Whoever looks after the people of an agency; the first one is made by the partnership's administrator. */
  const administratorOf = async (partnership: TestPartnership, agencyId: string): Promise<RouteClient> => {
    if (agencyId === partnership.agencyId) return partnership.administrator;
    const known = made.get(`${partnership.partnershipId} ${agencyId}`);
    if (known !== undefined) return known;
    const email = `${randomUUID()}@administrator.example`;
    const membership = { agencyId, roles: ['agency-administrator' as const], startsOn: '2024-01-01', endsOn: null, trainingValidTo: null };
    const { body } = await partnership.administrator.call(addPerson, { body: { name: 'Ash Keeper', email, membership } });
    const link = await partnership.administrator.call(createPasswordLink, { params: { userId: body.id } });
    await service.anonymous.call(setPassword, { body: { token: link.body.token, password: PASSWORD } });
    const own = acting(await open(email));
    made.set(`${partnership.partnershipId} ${agencyId}`, own);
    return own;
  };
  /** A second administrator of the partnership grants whatever waits, and leaves. */
  const grantAll = async (partnership: TestPartnership): Promise<void> => {
    const { client: second, membershipId } = await anAdministrator(partnership.administrator, partnership.agencyId, 'administrator');
    const { body } = await second.call(listRoleRequests, { query: { size: 100 } });
    for (const { id, version } of body.items) await second.call(decideRoleRequest, { params: { requestId: id }, body: { version, grant: true } });
    await partnership.administrator.call(closeMembership, { params: { membershipId }, body: { version: 1, why: 'Granted what waited' } });
  };
  return {
    ...service,
    inSession,
    signIn: open,
    acting,
    aPartnership: async (name = 'Blaby and Hinckley & Bosworth') => {
      const email = `${randomUUID()}@council.example`;
      const made = await provisionPartnership(service.env, {
        name,
        districts: ['Blaby', 'Hinckley and Bosworth'],
        firstAdministrator: { name: 'Priya Nair', email, password: PASSWORD, agency: { name: 'Blaby District Council', kind: 'council' } },
      });
      return { ...made, email, administrator: acting(await open(email)) };
    },
    anAgency: async ({ administrator }, known = {}) => {
      const body = { name: `Agency ${randomUUID()}`, kind: 'police', parentId: null, emergencyAccess: false, ...known };
      return (await administrator.call(addAgency, { body })).body;
    },
    aPerson: async (partnership, known = {}) => {
      const { agencyId } = partnership;
      const administrator = await administratorOf(partnership, known.agencyId ?? agencyId);
      const body = {
        name: known.name ?? 'Tom Bright',
        email: `${randomUUID()}@police.example`,
        membership: {
          agencyId: known.agencyId ?? agencyId,
          roles: known.roles ?? ['practitioner'],
          startsOn: '2024-01-01',
          endsOn: known.endsOn ?? null,
          trainingValidTo: '2099-01-01',
        },
      };
      const added = (await administrator.call(addPerson, { body })).body;
      if (added.memberships[0]?.requested.length === 0) return added;
      await grantAll(partnership);
      return (await administrator.call(getPerson, { params: { userId: added.id } })).body;
    },
    administratorOf,
    withPassword: async (partnership, person) => {
      const administrator = await administratorOf(partnership, person.memberships[0]?.agencyId ?? partnership.agencyId);
      const link = await administrator.call(createPasswordLink, { params: { userId: person.id } });
      await service.anonymous.call(setPassword, { body: { token: link.body.token, password: PASSWORD } });
      return person;
    },
    shareAccount: (account, guest) =>
      service.database.query(
        `with there as (insert into person select (jsonb_populate_record(p, jsonb_build_object('id', gen_random_uuid(), 'user_id', $1::text, 'name', $2::text, 'email', $3::text))).* from person p where user_id = $4 returning 1)
         update membership set user_id = $1::uuid, user_name = $2 where user_id = $4 and exists (select from there)`,
        [account.id, account.name, account.email, guest.id],
      ),
    events: (type) =>
      service.database.query('select aggregate_id, version, payload from outbox where type = $1 order by id', [type]),
  };
}
