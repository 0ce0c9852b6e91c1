import {
  AgencyChanged,
  AgreementChanged,
  DirectoryServiceChanged,
  ForumChanged,
  MembershipChanged,
  PartnershipChanged,
  RegistryAlive,
} from '@concordat/contracts-partnership-registry';
import { CATEGORIES, type EventDefinition, type EventOf, type Role } from '@concordat/contracts-protocol';
import { migrateKeyStore, provisionDatabase, provisionKeyStore } from '@concordat/platform-persistence';
import { bootService, migrate, type Running } from '@concordat/platform-service';
import { aMember, eventually, newId, startService, type Member, type TestService } from '@concordat/testing';
import { Queue } from 'bullmq';
import { program } from '../src/program.js';

export interface World {
  service: TestService<Running>;
  partnershipId: string;
  agencies: { council: string; school: string; police: string; transportPolice: string; outreach: string };
  serviceId: string;
  forumId: string;
  forum: EventOf<typeof ForumChanged>['payload'];
  /** The agreement among them all. */
  agreementId: string;
  /** A member whom the service has heard of. */
  member(agencyId: string, roles: Role[]): Promise<Member>;
  /** Puts an event on the service's queue, as the relay of its writer does. */
  send(definition: EventDefinition, event: { aggregateId: string; version?: number; payload: unknown; occurredAt?: Date }): Promise<void>;
  close(): Promise<void>;
}

/** Casework on real servers, with a partnership of five agencies, a Youth JAG and an agreement, as the registry tells of them. */
export async function casework(): Promise<World> {
  const service = await startService({
    service: 'jag-cases',
    boot: (env) => bootService(program, env),
    provision: provisionDatabase,
    migrate: (target) => migrate(program, target),
    provisionKeyStore,
    migrateKeyStore,
  });
  const queue = new Queue('events', { connection: { url: service.surroundings.redis.url }, prefix: `{${service.surroundings.redis.prefix}:jag-cases}` });
  const partnershipId = newId();
  const agencies = { council: newId(), school: newId(), police: newId(), transportPolice: newId(), outreach: newId() };
  const serviceId = newId();
  const forumId = newId();
  const agreementId = newId();

  const send: World['send'] = async (definition, { aggregateId, version = 1, payload, occurredAt = new Date() }) => {
    const event = {
      id: newId(), type: definition.type, partnershipId, aggregateId, version: definition.kind === 'state' ? version : null,
      occurredAt: occurredAt.toISOString(), actor: null, trace: 'test', payload: definition.payload.parse(payload),
    };
    // As the relay sends: what cannot be done yet is tried again.
    await queue.add(definition.type, { producer: definition.from, event }, { attempts: 10, backoff: { type: 'fixed', delay: 200 } });
  };
  const arrived = async (table: string, count: number): Promise<void> => {
    await eventually(async () => {
      const [row] = await service.database.query<{ n: number }>(`select count(*)::int as n from ${table}`);
      if ((row?.n ?? 0) < count) throw new Error(`${table}: ${String(row?.n)} of ${String(count)} arrived`);
    });
  };

  await send(RegistryAlive, { aggregateId: newId(), payload: {} });
  await send(PartnershipChanged, { aggregateId: partnershipId, payload: { name: 'Test partnership', districts: ['Blaby'], active: true } });
  for (const [name, agencyId] of Object.entries(agencies)) {
    await send(AgencyChanged, { aggregateId: newId(), payload: { agencyId, name, kind: 'council', parentId: null, emergencyAccess: true, active: true } });
  }
  const forum: EventOf<typeof ForumChanged>['payload'] = {
    code: 'youth-jag', name: 'Youth JAG', referencePrefix: 'YJ', purpose: 'youth-diversion', subjectKinds: ['person'], minimumAge: 10, maximumAge: 17,
    criteria: [{ code: 'age', text: 'Is aged 10 to 17' }, { code: 'risk', text: 'Is at risk of offending' }],
    ownerAgencyId: agencies.council, coreAgencyIds: [agencies.police], agendaDays: 5, active: true,
  };
  await send(ForumChanged, { aggregateId: forumId, payload: forum });
  await send(DirectoryServiceChanged, {
    aggregateId: serviceId,
    payload: {
      name: 'Youth outreach', providerAgencyId: agencies.outreach, kind: 'youth-outreach', purpose: 'youth-diversion', description: 'One-to-one mentoring',
      minimumAge: 10, maximumAge: 17, acknowledgeHours: 24, firstContactHours: 72, signpost: null, active: true,
    },
  });
  await send(AgreementChanged, { aggregateId: agreementId, payload: agreementOf(agencies) });
  await arrived('registry_heard', 1);
  await arrived('agency_projection', 5);
  await arrived('forum', 1);
  await arrived('directory_service', 1);
  await arrived('agreement_projection', 1);

  let members = 0;
  return {
    service,
    partnershipId,
    agencies,
    serviceId,
    forumId,
    forum,
    agreementId,
    send,
    member: async (agencyId, roles) => {
      const member = aMember({ partnershipId, agencyId, roles });
      const { membershipId, userId } = member;
      await send(MembershipChanged, { aggregateId: membershipId, payload: { membershipId, userId, agencyId, roles, active: true, trainingValidTo: '2099-01-01' } });
      members += 1;
      await arrived('membership_projection', members);
      return member;
    },
    close: async () => {
      await queue.close();
      await service.close();
    },
  };
}

/** What the agencies agreed: names, behaviour and actions for all who signed; offending from the police to the council; no health. */
export function agreementOf(agencies: World['agencies']): EventOf<typeof AgreementChanged>['payload'] {
  const everyone = Object.values(agencies);
  const term = (number: number, categories: Partial<Record<(typeof CATEGORIES)[number], '*' | string[]>>, to: '*' | string[] = '*') => ({
    id: newId(), number, purpose: 'youth-diversion', from: '*' as const, to, categories, basis: 'public-task' as const, gateway: 'cda-1998-s115', export: true,
  });
  return {
    name: 'the Youth JAG agreement',
    status: 'active',
    validFrom: '2020-01-01',
    validTo: '2099-01-01',
    parties: everyone,
    supersedes: null,
    signatures: everyone.map((agencyId) => ({ agencyId, on: '2020-01-01', withdrawnOn: null })),
    terms: [
      term(1, { identity: ['givenName', 'familyName', 'dateOfBirth', 'school'] }),
      term(2, { behaviour: ['incidents'], 'professional-opinion': ['action', 'decision', 'result'] }, [agencies.council, agencies.police, agencies.school]),
      term(3, { behaviour: '*', 'professional-opinion': '*', family: '*', safeguarding: '*', offending: ['outcomes'] }, [agencies.council]),
    ],
  };
}
