import { giveAction, listCases, moveAction, readCase, referPerson } from '@concordat/contracts-jag-cases';
import { choosePreference, readPreference } from '@concordat/contracts-notifications';
import { addAgency, addDirectoryService, changeAgency, changeDirectoryService, listDirectoryServices, type Agency, type DirectoryService } from '@concordat/contracts-partnership-registry';
import type { CallOf, OutputOf, RouteDefinition } from '@concordat/contracts-protocol';
import { listReferrals, moveReferral, readReferral, recordContact } from '@concordat/contracts-referrals';
import type { Chance } from '../chance.js';
import { OPENING } from '../checking/command-rules.js';
import type { Effect } from '../history/lines.js';
import type { Caller } from './caller.js';

/** People who give commands. */
export interface People {
  administrator: Caller;
  leadOfficer: Caller;
  officer: Caller;
  outreachWorker: Caller;
}

/** What a command changes: one request, however often it is repeated. */
export type Send = <Route extends RouteDefinition>(who: Caller, route: Route, input: CallOf<Route>) => Promise<OutputOf<Route>>;

/** A command that can be given now. `send` is called once; what it resolves to is the command's effects. */
export interface Command {
  what: string;
  run(send: Send): Promise<Effect[]>;
}

/** What desks share of the demo partnership. */
export interface Place {
  caseId: string;
  subjectId: string;
  /** A referral that a worker has accepted, on which contacts are recorded. */
  activeReferralId: string;
  /** The service that people are referred to. */
  serviceId: string;
  service: DirectoryService;
}

export async function findPlace({ administrator, leadOfficer, outreachWorker }: People): Promise<Place> {
  const found = await leadOfficer.ask(listCases, { query: { state: 'responding', size: 100 } });
  const [responding] = found.items;
  if (responding === undefined) throw new Error('The demo has no case that is being responded to');
  const { people } = await leadOfficer.ask(readCase, { params: { caseId: responding.id } });
  const { items: referrals } = await outreachWorker.ask(listReferrals, { query: { state: 'active', size: 1 } });
  const [active] = referrals;
  const service = await serviceCalled(administrator, 'Youth outreach');
  const [subject] = people;
  if (active === undefined || service === undefined || subject === undefined) throw new Error('The demo lacks a referral, a service or a person');
  return { caseId: responding.id, subjectId: subject.subjectId, activeReferralId: active.id, serviceId: service.id, service };
}

/** Commands of a scenario before may have added more services than a page has. */
async function serviceCalled(administrator: Caller, wanted: string): Promise<DirectoryService | undefined> {
  for (let after: string | null | undefined; after !== null; ) {
    const { items, next }: OutputOf<typeof listDirectoryServices> = await administrator.ask(listDirectoryServices, { query: { size: 100, ...(after !== undefined && { after }) } });
    const found = items.find(({ name }) => name === wanted);
    if (found !== undefined) return found;
    after = next;
  }
  return undefined;
}

const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/**
 * One client that gives one command after the other. Every row that it changes is its own, so that its versions follow
 * each other and a conflict would be a fault.
 */
export class Desk {
  readonly #services: { id: string; version: number }[] = [];
  readonly #agencies: Pick<Agency, 'id' | 'version'>[] = [];
  readonly #actions: { id: string; version: number; state: 'given' | 'accepted' }[] = [];
  readonly #referrals: { id: string; version: number; waits: boolean }[] = [];
  /** Referrals that were made, and may not have arrived yet. */
  readonly #sent: string[] = [];
  #preference: { version: number | null; daily: boolean } | null = null;
  #made = 0;

  constructor(
    private readonly name: string,
    private readonly people: People,
    private readonly place: Place,
    /** Whose preference this desk changes. */
    private readonly chooser: Caller,
    private readonly chance: Chance,
  ) {}

  /** The next command, of any service; what there is to change decides. */
  async next(): Promise<Command> {
    const open = this.#actions.length > 0;
    const kinds = [
      ...repeated(1, () => this.#addService()), ...repeated(this.#services.length > 0 ? 4 : 0, () => this.#changeService()),
      ...repeated(this.#agencies.length < 3 ? 1 : 0, () => this.#addAgency()), ...repeated(this.#agencies.length > 0 ? 3 : 0, () => this.#changeAgency()),
      ...repeated(open ? 3 : 6, () => this.#giveAction()), ...repeated(open ? 6 : 0, () => this.#moveAction()),
      ...repeated(1, () => this.#refer()), ...repeated(this.#sent.length > 0 ? 2 : 0, () => this.#openReferral()), ...repeated(this.#referrals.length > 0 ? 4 : 0, () => this.#moveReferral()),
      ...repeated(2, () => this.#recordContact()), ...repeated(2, () => this.#choose()),
    ];
    return this.chance.one(kinds)();
  }

  #name(): string {
    this.#made += 1;
    return `${this.name} ${this.#made}`;
  }

  #details() {
    const { kind, purpose, providerAgencyId } = this.place.service;
    return { name: this.#name(), kind, purpose, providerAgencyId, description: '', minimumAge: null, maximumAge: null, acknowledgeHours: this.chance.between(1, 99), firstContactHours: 120, signpost: null };
  }

  #addService(): Command {
    return {
      what: 'add-service',
      run: async (send) => {
        const body = this.#details();
        const { id, version } = await send(this.people.administrator, addDirectoryService, { body });
        this.#services.push({ id, version });
        return [{ table: 'partnership-registry directory_service', id, version, says: body.name }];
      },
    };
  }

  #changeService(): Command {
    const service = this.chance.one(this.#services);
    return {
      what: 'change-service',
      run: async (send) => {
        const body = { ...this.#details(), version: service.version, active: true };
        const { id, version } = await send(this.people.administrator, changeDirectoryService, { params: { serviceId: service.id }, body });
        service.version = version;
        return [{ table: 'partnership-registry directory_service', id, version, says: body.name }];
      },
    };
  }

  #addAgency(): Command {
    return {
      what: 'add-agency',
      run: async (send) => {
        const name = this.#name();
        const { id, version } = await send(this.people.administrator, addAgency, { body: { name, kind: 'council', parentId: null, emergencyAccess: true } });
        this.#agencies.push({ id, version });
        return [{ table: 'partnership-registry agency_place', id, version, says: name }];
      },
    };
  }

  #changeAgency(): Command {
    const agency = this.chance.one(this.#agencies);
    return {
      what: 'change-agency',
      run: async (send) => {
        const body = { version: agency.version, name: this.#name(), kind: 'council', parentId: null, emergencyAccess: this.chance.fraction() < 0.5, active: true };
        const { id, version } = await send(this.people.administrator, changeAgency, { params: { agencyId: agency.id }, body });
        agency.version = version;
        return [{ table: 'partnership-registry agency_place', id, version, says: body.name }];
      },
    };
  }

  #giveAction(): Command {
    const { leadOfficer, officer } = this.people;
    const body = { what: this.#name(), agencyId: officer.agencyId, userId: officer.userId, due: inDays(this.chance.between(1, 60)), kind: 'prevention' as const, meetingId: null };
    return {
      what: 'give-action',
      run: async (send) => {
        const { id, version } = await send(leadOfficer, giveAction, { params: { caseId: this.place.caseId }, body });
        this.#actions.push({ id, version, state: 'given' });
        return [{ table: 'jag-cases action', id, version, says: 'given' }];
      },
    };
  }

  #moveAction(): Command {
    const action = this.chance.one(this.#actions);
    const move = action.state === 'given' ? { to: 'accepted' as const } : { to: 'done' as const, result: this.#name() };
    return {
      what: `move-action ${move.to}`,
      run: async (send) => {
        const { id, version } = await send(this.people.officer, moveAction, { params: { actionId: action.id }, body: { version: action.version, move } });
        Object.assign(action, { version, state: 'accepted' });
        if (move.to === 'done') this.#actions.splice(this.#actions.indexOf(action), 1);
        return [{ table: 'jag-cases action', id, version, says: move.to }];
      },
    };
  }

  #refer(): Command {
    const { caseId, subjectId, serviceId } = this.place;
    const body = {
      subjectId, serviceId, reason: this.#name(), agreement: { given: true, by: 'person' as const, explanation: null },
      safeContact: { means: ['text-message' as const], days: [], hours: null, number: '07700 900 161', email: '', serviceNamed: false, words: '', mustNotAnswer: '', more: '' },
    };
    return {
      what: 'refer-person',
      run: async (send) => {
        const { referralId: id } = await send(this.people.leadOfficer, referPerson, { params: { caseId }, body });
        this.#sent.push(id);
        return [{ table: 'referrals case', id, version: 1, says: null }];
      },
    };
  }

  /** Reading it for the first time is a change: who referred sees that it was opened. Until it has arrived, it is refused. */
  #openReferral(): Command {
    const referralId = this.chance.one(this.#sent);
    return {
      what: OPENING,
      run: async (send) => {
        const { id, version, state } = await send(this.people.outreachWorker, readReferral, { params: { referralId } });
        this.#sent.splice(this.#sent.indexOf(referralId), 1);
        this.#referrals.push({ id, version, waits: false });
        return [{ table: 'referrals case', id, version, says: state }];
      },
    };
  }

  #moveReferral(): Command {
    const referral = this.chance.one(this.#referrals);
    const transition = { to: referral.waits ? ('received' as const) : ('information-requested' as const), what: this.#name() };
    return {
      what: 'move-referral',
      run: async (send) => {
        const { id, version } = await send(this.people.outreachWorker, moveReferral, { params: { referralId: referral.id }, body: { version: referral.version, transition } });
        Object.assign(referral, { version, waits: !referral.waits });
        return [{ table: 'referrals case', id, version, says: transition.to }];
      },
    };
  }

  #recordContact(): Command {
    const body = { at: new Date(Date.now() - 1_000).toISOString(), means: 'text-message' as const, reached: false, safeContactChecked: true as const, note: this.#name() };
    return {
      what: 'record-contact',
      run: async (send) => {
        const { id } = await send(this.people.outreachWorker, recordContact, { params: { referralId: this.place.activeReferralId }, body });
        return [{ table: 'referrals contact', id, version: 1, says: body.means }];
      },
    };
  }

  async #preferred(): Promise<{ version: number | null; daily: boolean }> {
    const { version, mail } = await this.chooser.ask(readPreference, {});
    return { version, daily: mail === 'daily' };
  }

  async #choose(): Promise<Command> {
    const chosen = (this.#preference ??= await this.#preferred());
    return {
      what: 'choose-preference',
      run: async (send) => {
        const mail = chosen.daily ? 'application-only' : 'daily';
        const { version } = await send(this.chooser, choosePreference, { body: { mail, version: chosen.version } });
        Object.assign(chosen, { version, daily: !chosen.daily });
        return [{ table: 'notifications preference', id: this.chooser.userId, version, says: mail }];
      },
    };
  }
}

const repeated = <Kind>(times: number, kind: Kind): Kind[] => Array.from({ length: times }, () => kind);
