import {
  addAgency, addAgreement, addAttachment, addDecisionClient, addDirectoryService, addForum, addPasskey, addPerson, addReferenceEntry, beginPasskey, changeAgency, changeDirectoryService, changeForum, changeReferenceEntry, closeAccount, closeDecisionClient, closeMembership,
  createPasswordLink, decideRoleRequest, endSessionOf, issueTokens, listPasskeys, listRoleRequests, listSessionsOf, moveAgreement, nameDeputy, removeAttachment, removeIdentity, removePasskey, setPassword, type Person,
} from '@concordat/contracts-partnership-registry';
import type { Role } from '@concordat/contracts-protocol';
import { demanding, newId, SoftPasskey, type Everybody, type Over, type RouteClient } from '@concordat/testing';
import { wholeAgreement } from './agreement-drafts.js';
import { PASSWORD, type TestRegistry } from './registry.js';

/** Of the pages, for which passkeys are made. */
export const ORIGIN = 'https://concordat.example';

const day = (after: number): string => new Date(Date.now() + after * 86_400_000).toISOString().slice(0, 10);

/** One of everything that the registry ends. */
export class WhatIsOver {
  readonly over: Over[] = [];
  /** Tokens of sessions that were ended, and of one whose owner's account was closed. */
  readonly sessions: string[] = [];
  /** Of whom a passkey and a linked account are over, and of somebody else of the agency: both signed in. */
  readonly signedIn: { token: string; owner: boolean }[] = [];
  /** One-minute tokens that were given out by them before. */
  readonly tokens: string[] = [];
  readonly #administrator: RouteClient;
  readonly #keeper: RouteClient;
  /** Whoever decides on what another asked for. */
  readonly #second: RouteClient;
  readonly #agencyId: string;

  constructor(
    private readonly registry: TestRegistry,
    everybody: Everybody,
  ) {
    const { administrator, 'agency-administrator': keeper } = everybody.author;
    this.#administrator = demanding(registry.as(administrator));
    this.#keeper = demanding(registry.as(keeper));
    this.#second = demanding(registry.as(everybody.agency.administrator));
    this.#agencyId = administrator.agencyId;
  }

  async endEverything(): Promise<void> {
    await this.#people();
    await this.#waysIn();
    await this.#agreements();
    await this.#client();
    await this.#configuration();
  }

  async #person(roles: Role[] = ['practitioner']): Promise<Person> {
    const membership = { agencyId: this.#agencyId, roles, startsOn: '2024-01-01', endsOn: null, trainingValidTo: null };
    return (await this.#keeper.call(addPerson, { body: { name: 'Tom Bright', email: `${newId()}@council.example`, membership } })).body;
  }

  /** @returns the token of their session */
  async #signIn({ id: userId, email }: Person): Promise<string> {
    const { token } = (await this.#keeper.call(createPasswordLink, { params: { userId } })).body;
    await this.registry.anonymous.call(setPassword, { body: { token, password: PASSWORD } });
    return this.registry.signIn(email);
  }

  /** Signs somebody in, who has a token then. @returns the id of the session */
  async #session(person: Person): Promise<string> {
    const session = await this.#signIn(person);
    const { id: userId } = person;
    const { tokens } = (await this.registry.inSession(session).call(issueTokens, { body: { audiences: ['partnership-registry'] } })).body;
    this.sessions.push(session);
    this.tokens.push(tokens['partnership-registry'] ?? '');
    return (await this.#keeper.call(listSessionsOf, { params: { userId } })).body.items[0]?.id ?? '';
  }

  async #people(): Promise<void> {
    const [leaver, closed, signedIn, colleague] = [await this.#person(), await this.#person(), await this.#person(), await this.#person()];
    const [membershipId, ownMembership] = [ofOne(leaver), ofOne(colleague)];
    await this.#session(leaver);
    await this.#session(closed);
    const sessionId = await this.#session(signedIn);
    await this.#keeper.call(endSessionOf, { params: { userId: signedIn.id, sessionId } });
    // A session that was ended does not take back a token of a minute; a membership that ended does.
    this.tokens.pop();
    const deputy = (await this.#keeper.call(nameDeputy, { params: { membershipId: ownMembership }, body: { userId: signedIn.id, startsOn: day(0), endsOn: day(7) } })).body;
    await this.#keeper.call(closeMembership, { params: { membershipId: deputy.id }, body: { version: deputy.version, why: 'Back again' } });
    await this.#keeper.call(closeMembership, { params: { membershipId }, body: { version: 1, why: 'Left' } });
    await this.#keeper.call(closeAccount, { params: { userId: closed.id }, body: { version: closed.version, why: 'Left' } });
    this.over.push({ what: 'a membership that has ended', called: 'membershipId', id: membershipId, table: 'membership' });
    this.over.push({ what: 'a deputy’s membership that has ended', called: 'membershipId', id: deputy.id, table: 'membership' });
    this.over.push({ what: 'a session that was ended', called: 'sessionId', id: sessionId, table: 'auth.session', reachedBy: { userId: signedIn.id } });
    this.over.push({ what: 'an account that was closed', called: 'userId', id: closed.id, table: 'person', ofPartnership: true, except: ['POST /people/{userId}/reopen'], takenBy: ['POST /people/{userId}/sessions/end', 'POST /names'] });
    const asked = await this.#person(['practitioner', 'victim-safety']);
    const request = (await this.#administrator.call(listRoleRequests, { query: {} })).body.items.find(({ userId }) => userId === asked.id);
    await this.#second.call(decideRoleRequest, { params: { requestId: request?.id ?? '' }, body: { version: 1, grant: false } });
    this.over.push({ what: 'a role that was refused', called: 'requestId', id: request?.id ?? '', table: 'role_request' });
  }

  /** A passkey that its owner removed, and an account of a provider; another of each stands. */
  async #waysIn(): Promise<void> {
    const [owner, other] = [await this.#person(), await this.#person()];
    const token = await this.#signIn(owner);
    this.signedIn.push({ token, owner: true }, { token: await this.#signIn(other), owner: false });
    const session = demanding(this.registry.inSession(token));
    for (const name of ['Old phone', 'New phone']) {
      const { options, challenge } = (await session.call(beginPasskey, {})).body;
      await session.call(addPasskey, { body: { name, challenge, passkey: new SoftPasskey(ORIGIN).made(options.challenge) } });
    }
    const passkeyId = (await session.call(listPasskeys, {})).body.items[0]?.id ?? '';
    await session.call(removePasskey, { params: { passkeyId } });
    this.over.push({ what: 'a passkey that was removed', called: 'passkeyId', id: passkeyId, table: 'auth.passkey', ofSessions: true });
    const identityId = newId();
    await this.registry.database.query(
      `insert into auth.provider_link (id, provider_id, partnership_id, identity_hash, user_id, linked_at) values ($1, $2, $2, 'of nobody', $3, now())`,
      [identityId, newId(), owner.id],
    );
    await session.call(removeIdentity, { params: { identityId } });
    this.over.push({ what: 'a linked account that was removed', called: 'identityId', id: identityId, table: 'auth.provider_link', ofSessions: true });
  }

  async #agreements(): Promise<void> {
    const agency = (await this.#administrator.call(addAgency, { body: { name: `Agency ${newId()}`, kind: 'police', parentId: null, emergencyAccess: false } })).body;
    const draft = (await this.#administrator.call(addAgreement, { body: wholeAgreement([this.#agencyId, agency.id]) })).body;
    const params = { agreementId: draft.id };
    const attached = (await this.#administrator.call(addAttachment, { params, body: { version: draft.version, name: 'annex.txt', content: Buffer.from('An annex of it').toString('base64') } })).body;
    const attachmentId = attached.attachments[0]?.id ?? '';
    const removed = (await this.#administrator.call(removeAttachment, { params: { ...params, attachmentId }, body: { version: attached.version, why: 'The wrong file' } })).body;
    await this.#administrator.call(moveAgreement, { params, body: { version: removed.version, status: 'ended', why: 'Not needed' } });
    this.over.push({ what: 'a file of an agreement that was removed', called: 'attachmentId', id: attachmentId, table: 'agreement_file', reachedBy: params, gone: [Buffer.from('An annex of it').toString('base64')] });
    this.over.push({ what: 'an agreement that has ended', called: 'agreementId', id: draft.id, table: 'agreement', ofPartnership: true });
    const { id, version, name, kind, parentId, emergencyAccess } = agency;
    await this.#administrator.call(changeAgency, { params: { agencyId: id }, body: { version, name, kind, parentId, emergencyAccess, active: false } });
    this.over.push({ what: 'an agency that left', called: 'agencyId', id, table: 'agency_place', ofPartnership: true, except: ['PUT /agencies/{agencyId}'] });
  }

  async #client(): Promise<void> {
    const { client } = (await this.#administrator.call(addDecisionClient, { body: { name: 'Case system' } })).body;
    await this.#administrator.call(closeDecisionClient, { params: { decisionClientId: client.id }, body: { version: client.version } });
    this.over.push({ what: 'a system that was closed', called: 'decisionClientId', id: client.id, table: 'decision_client' });
  }

  /** What is ended and begun again by the same page. */
  async #configuration(): Promise<void> {
    const details = { name: 'Old forum', purpose: 'problem-solving', subjectKinds: ['place' as const], minimumAge: null, maximumAge: null, criteria: [], ownerAgencyId: this.#agencyId, coreAgencyIds: [], agendaDays: 5 };
    const forum = (await this.#administrator.call(addForum, { body: { code: 'old', referencePrefix: 'OL', ...details } })).body;
    await this.#administrator.call(changeForum, { params: { forumId: forum.id }, body: { version: forum.version, ...details, active: false } });
    this.over.push({ what: 'a forum that is held no more', called: 'forumId', id: forum.id, table: 'forum', ofPartnership: true, except: ['PUT /forums/{forumId}'] });
    const offer = { name: 'Old outreach', providerAgencyId: this.#agencyId, kind: 'outreach', purpose: 'problem-solving', description: '', minimumAge: null, maximumAge: null, acknowledgeHours: 24, firstContactHours: 48, signpost: null };
    const service = (await this.#administrator.call(addDirectoryService, { body: offer })).body;
    await this.#administrator.call(changeDirectoryService, { params: { serviceId: service.id }, body: { version: service.version, ...offer, active: false } });
    this.over.push({ what: 'a service that is offered no more', called: 'serviceId', id: service.id, table: 'directory_service', ofPartnership: true, except: ['PUT /directory-services/{serviceId}'] });
    const entry = (await this.#administrator.call(addReferenceEntry, { params: { list: 'purposes' }, body: { code: 'old', name: 'Old purpose', validFrom: '2020-01-01', position: 1 } })).body;
    await this.#administrator.call(changeReferenceEntry, { params: { entryId: entry.id }, body: { version: entry.version, name: 'Old purpose', validFrom: '2020-01-01', validTo: '2021-01-01', position: 1 } });
    this.over.push({ what: 'an entry of a list that can be chosen no more', called: 'entryId', id: entry.id, table: 'reference_entry', ofPartnership: true, except: ['PUT /reference-entries/{entryId}'] });
  }
}

const ofOne = ({ memberships: [membership] }: Person): string => membership?.id ?? '';
