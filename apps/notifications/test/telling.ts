import { CaseNotice } from '@concordat/contracts-jag-cases';
import { choosePreference, listNotices, readPreference, type MailChoice, type NoticeView } from '@concordat/contracts-notifications';
import { AgencyChanged, AgreementNotice, ContactChanged, MembershipChanged, PartnershipChanged } from '@concordat/contracts-partnership-registry';
import type { EventDefinition, EventOf, Role } from '@concordat/contracts-protocol';
import { ReferralNotice } from '@concordat/contracts-referrals';
import { Queues, SealedMessages } from '@concordat/platform-messaging';
import { Clock, migrateKeyStore, provisionDatabase, provisionKeyStore } from '@concordat/platform-persistence';
import { bootService, migrate, type Running } from '@concordat/platform-service';
import { aMember, eventually, fakeClock, newId, startService, type FakeClock, type Member, type TestService } from '@concordat/testing';
import { program } from '../src/program.js';
import { MailBox } from './mail-box.js';

/** Words of people, agencies and cases that no message may hold. */
export const PLANTED = ['Falconbridge', 'Peregrine', 'Aurora', 'Wolvesbane'];

export const WEB = 'https://concordat.example';

export interface Colleague extends Member {
  email: string;
}

type CaseKind = EventOf<typeof CaseNotice>['payload']['kind'];
type AgreementKind = EventOf<typeof AgreementNotice>['payload']['kind'];
type ReferralKind = EventOf<typeof ReferralNotice>['payload']['kind'];

interface Sent {
  id?: string;
  aggregateId: string;
  version?: number;
  payload: unknown;
  partnershipId?: string;
  at?: Date;
}

/** The service on real servers, in a partnership of one agency, with a mail server and a clock that stands still until it is moved. */
export class Telling {
  private constructor(
    readonly service: TestService<Running>,
    readonly mail: MailBox,
    readonly clock: FakeClock,
    readonly partnershipId: string,
    readonly agencyId: string,
  ) {}

  static async start(env: Record<string, string> = {}): Promise<Telling> {
    const mail = new MailBox();
    await mail.start();
    const service = await startService({
      service: 'notifications',
      boot: (environment) => bootService(program, environment),
      provision: provisionDatabase,
      migrate: (target) => migrate(program, target),
      provisionKeyStore,
      migrateKeyStore,
      env: {
        CONCORDAT_SMTP_URL: mail.url,
        CONCORDAT_MAIL_FROM: 'Concordat <no-reply@concordat.example>',
        CONCORDAT_WEB_URL: `${WEB}/`,
        CONCORDAT_JOB_ATTEMPTS: '3',
        CONCORDAT_JOB_BACKOFF: '20',
        ...env,
      },
    });
    const clock = fakeClock();
    service.app.app.get(Clock).now = () => clock.now();
    const telling = new Telling(service, mail, clock, newId(), newId());
    await telling.send(PartnershipChanged, { aggregateId: telling.partnershipId, payload: { name: 'Wolvesbane partnership', districts: ['Blaby'], active: true } });
    await telling.send(AgencyChanged, { aggregateId: newId(), payload: { agencyId: telling.agencyId, name: 'Aurora House', kind: 'charity', parentId: null, emergencyAccess: false, active: true } });
    await telling.arrived('agency_projection', 1);
    return telling;
  }

  async close(): Promise<void> {
    await this.service.close();
    await this.mail.stop();
  }

  /** Puts an event on the service's queue, as the relay of its writer does. */
  async send(definition: EventDefinition, { id = newId(), aggregateId, version = 1, payload, partnershipId = this.partnershipId, at = this.clock.now() }: Sent): Promise<void> {
    const event = {
      id, type: definition.type, partnershipId, aggregateId, version: definition.kind === 'state' ? version : null, occurredAt: at.toISOString(),
      actor: { userId: newId(), membershipId: newId() }, trace: 'test', payload: definition.payload.parse(payload),
    };
    await this.service.app.app.get(Queues).events('notifications').add(definition.type, { producer: definition.from, event });
  }

  /** Somebody of the agency whom the registry has told of. */
  async colleague({ known = true, address = true, roles = ['coordinator'] }: { known?: boolean; address?: boolean; roles?: Role[] } = {}): Promise<Colleague> {
    const member = { ...aMember({ partnershipId: this.partnershipId, agencyId: this.agencyId, roles }), email: '' };
    const colleague = { ...member, email: `box-${member.userId.slice(-12)}@staff.example` };
    if (known) await this.belongs(colleague, true);
    if (address) await this.addressed(colleague);
    return colleague;
  }

  async belongs({ membershipId, userId, agencyId, roles }: Member, active: boolean, version = 1): Promise<void> {
    await this.send(MembershipChanged, { aggregateId: membershipId, version, payload: { membershipId, userId, agencyId, roles, active, trainingValidTo: null } });
    await eventually(async () => {
      const [found] = await this.service.database.query<{ active: boolean }>('select active from membership_projection where id = $1', [membershipId]);
      if (found?.active !== active) throw new Error('The membership has not arrived');
    });
  }

  async addressed({ membershipId, userId, email }: Colleague, version = 1): Promise<void> {
    const contact = await this.service.app.app.get(SealedMessages).sealFor('notifications', { name: 'Peregrine Falconbridge', email });
    await this.send(ContactChanged, { aggregateId: membershipId, version, payload: { membershipId, userId, contact } });
    await eventually(async () => {
      const [found] = await this.service.database.query<{ version: number }>('select version from contact where id = $1', [membershipId]);
      if (found?.version !== version) throw new Error('The contact has not arrived');
    });
  }

  async onCase(kind: CaseKind, people: readonly Pick<Member, 'userId'>[], event: Partial<Sent> & { caseId?: string; recordId?: string } = {}): Promise<{ id: string; caseId: string }> {
    const { caseId = newId(), id = newId(), recordId, ...rest } = event;
    await this.send(CaseNotice, { ...rest, id, aggregateId: caseId, payload: { kind, caseId, ...(recordId === undefined ? {} : { recordId }), userIds: people.map(({ userId }) => userId) } });
    return { id, caseId };
  }

  async onReferral(kind: ReferralKind, people: readonly Pick<Member, 'userId'>[]): Promise<void> {
    const referralId = newId();
    await this.send(ReferralNotice, { aggregateId: referralId, payload: { kind, referralId, userIds: people.map(({ userId }) => userId) } });
  }

  async onAgreement(kind: AgreementKind, people: readonly Pick<Member, 'userId'>[]): Promise<string> {
    const agreementId = newId();
    await this.send(AgreementNotice, { aggregateId: agreementId, payload: { kind, userIds: people.map(({ userId }) => userId) } });
    return agreementId;
  }

  async notices(who: Member, which: 'unread' | 'all' = 'all'): Promise<NoticeView[]> {
    return (await this.service.as(who).call(listNotices, { query: { which, size: 100 } })).body.items;
  }

  async choose(who: Member, mail: MailChoice): Promise<void> {
    const { body } = await this.service.as(who).call(readPreference, {});
    await this.service.as(who).call(choosePreference, { body: { mail, version: body.version } });
  }

  /** Lets the work of a schedule run now. */
  async runWork(name: string): Promise<void> {
    const job = await this.service.app.app.get(Queues).work().add(name, { schedule: 'test', payload: {} }, { removeOnComplete: false });
    await eventually(async () => {
      const state = await job.getState();
      if (state !== 'completed') throw new Error(`${name} is ${state}`);
    });
  }

  /** Every message that was to be sent has been settled. */
  async settled(): Promise<void> {
    await this.idle();
    await eventually(async () => {
      const waiting = await this.service.database.query('select 1 from mail where state = $1', ['waiting']);
      if (waiting.length > 0) throw new Error(`${waiting.length} messages wait`);
    });
  }

  /** Nothing stands in the queues or the outbox. */
  async idle(): Promise<void> {
    await eventually(async () => {
      const queues = this.service.app.app.get(Queues);
      const counts = await Promise.all([queues.events('notifications'), queues.work()].map((queue) => queue.getJobCountByTypes('active', 'waiting', 'prioritized')));
      const unsent = await this.service.database.query('select 1 from outbox_delivery where acked_at is null');
      if (counts.some((n) => n > 0) || unsent.length > 0) throw new Error(`queues ${counts.join(' and ')}, outbox ${unsent.length}`);
    });
  }

  async arrived(table: string, count: number): Promise<void> {
    await eventually(async () => {
      const [row] = await this.service.database.query<{ n: number }>(`select count(*)::int as n from ${table}`);
      if ((row?.n ?? 0) < count) throw new Error(`${table}: ${String(row?.n)} of ${count} arrived`);
    });
  }
}
