import {
  addAgency,
  addPerson,
  createPasswordLink,
  issueTokens,
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
  /** Gives the person the password {@link PASSWORD}. */
  withPassword(partnership: TestPartnership, person: Person): Promise<Person>;
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
    aPerson: async ({ administrator, agencyId }, known = {}) => {
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
      return (await administrator.call(addPerson, { body })).body;
    },
    withPassword: async ({ administrator }, person) => {
      const link = await administrator.call(createPasswordLink, { params: { userId: person.id } });
      await service.anonymous.call(setPassword, { body: { token: link.body.token, password: PASSWORD } });
      return person;
    },
    events: (type) =>
      service.database.query('select aggregate_id, version, payload from outbox where type = $1 order by id', [type]),
  };
}
