import { randomUUID } from 'node:crypto';
import type { EventDefinition, Role } from '@concordat/contracts-protocol';
import { AgencyChanged, ForumChanged, MembershipChanged, PartnershipChanged } from '@concordat/contracts-partnership-registry';
import { CaseChanged } from '@concordat/contracts-jag-cases';
import { ReferralChanged } from '@concordat/contracts-referrals';
import { Queues } from '@concordat/platform-messaging';
import { bootService, migrate, type Running } from '@concordat/platform-service';
import { migrateKeyStore, provisionDatabase, provisionKeyStore } from '@concordat/platform-persistence';
import { aMember, eventually, newId, startService, type Member, type RouteClient, type TestService } from '@concordat/testing';
import type { z } from 'zod';
import { program } from '../src/program.js';
import { runCommand } from '../src/command-line/program.js';
import { KeptTerminal } from './workspace.js';

type Payload<Definition> = Definition extends EventDefinition<infer Schema> ? z.input<Schema> : never;

/** What another service tells: the newest version unless said. */
export interface Told {
  aggregateId?: string;
  version?: number;
  partnershipId: string;
  /** The same id again is the same event, come twice. */
  id?: string;
}

export interface TestPartnership {
  id: string;
  name: string;
  /** The agency that runs the forum. */
  councilId: string;
  /** Runs no forum. */
  schoolId: string;
  /** Of the council, as are the next two. */
  manager: RouteClient;
  practitioner: RouteClient;
  analyst: RouteClient;
  /** A manager of the school: one of all those who read what is published. */
  reader: RouteClient;
}

export type CaseFacts = Partial<Payload<typeof CaseChanged>> & { id?: string; version?: number };
export type ReferralFacts = Partial<Payload<typeof ReferralChanged>> & { id?: string; version?: number };

/** The service on servers of its own, with what other services would tell it. */
export class TestIndicators {
  private constructor(readonly service: TestService<Running>) {}

  static async start(): Promise<TestIndicators> {
    return new TestIndicators(
      await startService({
        service: 'indicators', boot: (env) => bootService(program, env), provision: provisionDatabase, migrate: (target) => migrate(program, target), provisionKeyStore, migrateKeyStore,
      }),
    );
  }

  close(): Promise<void> {
    return this.service.close();
  }

  /** Puts an event on the service's queue, as its producer's relay would, and waits until it was had. */
  async tell<Definition extends EventDefinition>(definition: Definition, told: Told, payload: Payload<Definition>): Promise<void> {
    const id = told.id ?? newId();
    const event = {
      id, type: definition.type, partnershipId: told.partnershipId, aggregateId: told.aggregateId ?? newId(), version: told.version ?? 1,
      occurredAt: new Date().toISOString(), actor: null, trace: randomUUID(), payload,
    };
    const queue = this.service.app.app.get(Queues).events('indicators');
    const job = await queue.add(definition.type, { producer: definition.from, event }, { jobId: randomUUID(), removeOnComplete: false });
    await eventually(async () => {
      const state = await job.getState();
      if (state !== 'completed') throw new Error(`${definition.type} is ${state}`);
    });
  }

  async aPartnership(name = 'Blaby and Hinckley & Bosworth', districts = ['Blaby', 'Hinckley & Bosworth']): Promise<TestPartnership> {
    const id = newId();
    await this.tell(PartnershipChanged, { aggregateId: id, partnershipId: id }, { name, districts, active: true });
    const [councilId, schoolId] = [newId(), newId()];
    for (const [agencyId, agency] of [[councilId, 'Council'], [schoolId, 'School']] as const) {
      await this.tell(AgencyChanged, { partnershipId: id }, { agencyId, name: agency, kind: 'council', parentId: null, emergencyAccess: false, active: true });
    }
    await this.tell(ForumChanged, { partnershipId: id }, {
      code: 'youth-jag', name: 'Youth JAG', referencePrefix: 'YJ', purpose: 'youth-jag', subjectKinds: ['person'], minimumAge: 10, maximumAge: 17,
      criteria: [], ownerAgencyId: councilId, coreAgencyIds: [], agendaDays: 5, active: true,
    });
    const member = async (agencyId: string, roles: Role[]): Promise<RouteClient> => this.service.as(await this.aMember(id, agencyId, roles));
    return {
      id, name, councilId, schoolId,
      manager: await member(councilId, ['manager']),
      practitioner: await member(councilId, ['practitioner']),
      analyst: await member(councilId, ['analyst']),
      reader: await member(schoolId, ['manager']),
    };
  }

  /** Someone whose membership the service knows. */
  async aMember(partnershipId: string, agencyId: string, roles: Role[], userId?: string): Promise<Member> {
    const member = aMember({ partnershipId, agencyId, roles, ...(userId === undefined ? {} : { userId }) });
    await this.tell(MembershipChanged, { aggregateId: member.membershipId, partnershipId }, {
      membershipId: member.membershipId, userId: member.userId, agencyId, roles, active: true, trainingValidTo: null,
    });
    return member;
  }

  /** A case of the Youth JAG, nominated and no more unless said. */
  async aCase(partnership: TestPartnership, facts: CaseFacts): Promise<string> {
    const { id = newId(), version = 1, ...payload } = facts;
    await this.tell(CaseChanged, { aggregateId: id, version, partnershipId: partnership.id }, {
      forumCode: 'youth-jag', ownerAgencyId: partnership.councilId, nominatingAgencyId: newId(), subjectIds: [newId()], state: 'nominated',
      nominatedAt: '2023-05-02T09:00:00.000Z', acceptedAt: null, closedAt: null, outcome: null, positive: null, ...payload,
    });
    return id;
  }

  async aReferral(partnership: TestPartnership, facts: ReferralFacts): Promise<string> {
    const { id = newId(), version = 1, ...payload } = facts;
    await this.tell(ReferralChanged, { aggregateId: id, version, partnershipId: partnership.id }, {
      caseId: null, serviceId: newId(), personId: newId(), state: 'received', since: '2023-05-02T09:00:00.000Z', requestedAt: '2023-05-02T09:00:00.000Z',
      receivedAt: null, firstContactAt: null, closedAt: null, outcome: null, outcomeAchieved: null, ...payload,
    });
    return id;
  }

  /** Runs a command of the command line against the service's database. */
  async command(...words: string[]): Promise<{ status: number; printed: string; errors: string[] }> {
    const terminal = new KeptTerminal(this.service.env);
    const status = await runCommand(words, terminal);
    return { status, printed: terminal.printed, errors: terminal.errors.filter((line) => !/^(Reading|Saving|\s)/.test(line)) };
  }
}
