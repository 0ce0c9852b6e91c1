import type { Kept, protections } from '@concordat/contracts-protocol';
import { Audit } from '@concordat/platform-audit';
import { caller } from '@concordat/platform-auth';
import { InvalidInputError, NotFoundError, RuleError } from '@concordat/platform-errors';
import { Database, Sealer } from '@concordat/platform-persistence';
import { Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import type { z } from 'zod';
import { RegisterCrossing } from '../crossings/register-crossing.js';
import { startOfDay } from '../policy/time.js';
import { MustNotReceiveEntry } from '../tables/entities.js';
import { Barring } from './barring.js';
import { NearMatches } from './near-matches.js';
import type { OwnedCase } from './owned-cases.js';
import { NearMatch, RegisteredPerson } from './protections.entity.js';
import { namePlace, whyPlace } from './sealed-places.js';

type Entry = z.output<typeof protections>['register'][number];
type OpenMatch = z.output<typeof protections>['nearMatches'][number];

export interface NewEntry {
  subjectId: string;
  who: Kept;
  /** The date from whose start it counts no more (Europe/London); null: without an end. */
  until: string | null;
  why: string;
}

/** Who must never learn of a subject: kept by those of a case's owner who look after victims' safety or information governance. */
@Injectable()
export class Register {
  constructor(
    private readonly database: Database,
    private readonly sealer: Sealer,
    private readonly barring: Barring,
    private readonly matches: NearMatches,
    private readonly crossing: RegisterCrossing,
    private readonly audit: Audit,
  ) {}

  /** @throws InvalidInputError for a person who is not of the case, an end that has passed, or oneself; RuleError `agency-unknown`, `user-unknown`, `already-registered` */
  async add(owned: OwnedCase, { subjectId, who, until, why }: NewEntry): Promise<{ id: string; nearMatches: number }> {
    if (!owned.subjectIds.includes(subjectId)) throw new InvalidInputError([{ path: 'body.subjectId', message: 'Choose a person of the case' }]);
    const now = this.database.clock.now();
    const to = until === null ? null : new Date(startOfDay(until));
    if (to !== null && to <= now) throw new InvalidInputError([{ path: 'body.until', message: 'The end must be in the future' }]);
    const id = who.kind === 'person' ? await this.#addPerson(owned, subjectId, who, to, why) : await this.#addEntry(owned, subjectId, who, to, why);
    await this.audit.record({ action: 'changed', kind: 'register', ids: [id], subjectId });
    const nearMatches = who.kind === 'person' ? await this.matches.look(owned.partnershipId) : 0;
    return { id, nearMatches };
  }

  /** Entries that count now or will, and those of the cases' people without an account; the newest first. */
  async of({ partnershipId, subjectIds }: OwnedCase): Promise<Entry[]> {
    const now = this.database.clock.now();
    const where = { partnershipId, subjectId: { $in: subjectIds }, $or: [{ toAt: null }, { toAt: { $gt: now } }] };
    const entries = await this.database.rows(MustNotReceiveEntry).find(where, { orderBy: [{ fromAt: 'desc' }, { id: 'desc' }] });
    const people = await this.database.rows(RegisteredPerson).find(where, { orderBy: [{ fromAt: 'desc' }, { id: 'desc' }] });
    const whys = await this.#whys([
      ...entries.map((one) => ({ row: one, table: 'must_not_receive' as const })),
      ...people.map((one) => ({ row: one, table: 'registered_person' as const })),
    ]);
    const names = await this.sealer.openMany<string>(people.map(({ id, subjectId, name }) => ({ subjectId, place: namePlace(id), sealed: name })));
    const common = (row: MustNotReceiveEntry | RegisteredPerson): Omit<Entry, 'who'> => ({
      id: row.id, version: row.version, subjectId: row.subjectId, from: row.fromAt.toISOString(), to: row.toAt?.toISOString() ?? null, why: whys.get(row.id) ?? null, addedByUserId: row.addedBy, elsewhere: row.cameFrom !== null,
    });
    return [
      ...entries.map((row): Entry => ({ ...common(row), who: row.userId === null ? { kind: 'agency', agencyId: row.agencyId ?? '' } : { kind: 'user', userId: row.userId } })),
      ...people.flatMap((row, index): Entry[] => {
        const name = names[index];
        return name == null ? [] : [{ ...common(row), who: { kind: 'person', name, relation: row.relation } }];
      }),
    ];
  }

  /** @throws NotFoundError for an entry of somebody who is not of the case; RuleError `kept-elsewhere`, `ended-already`; StaleVersionError */
  async end(owned: OwnedCase, entryId: string, version: number, why: string): Promise<void> {
    const now = this.database.clock.now();
    const where = { partnershipId: owned.partnershipId, id: entryId, subjectId: { $in: owned.subjectIds } };
    const entry = await this.database.rows(MustNotReceiveEntry).findOne(where);
    const person = entry === null ? await this.database.rows(RegisteredPerson).findOne(where) : null;
    const found = entry ?? person;
    if (found === null) throw new NotFoundError('entry of the register');
    if (found.cameFrom !== null) throw new RuleError('kept-elsewhere', 'This entry came with the person and ends where it was made. Ask the agency that made or received the referral.');
    if (found.toAt !== null && found.toAt <= now) throw new RuleError('ended-already', 'This entry has ended. Put them in the register again if they must not learn of this person.');
    // An entry that was to end later ends now; one that has begun in this very moment has no length.
    const toAt = found.fromAt > now ? found.fromAt : now;
    if (entry !== null) await this.database.rows(MustNotReceiveEntry).change(entry, version, { toAt }, why);
    if (person !== null) await this.database.rows(RegisteredPerson).change(person, version, { toAt }, why);
    await this.crossing.tell(found);
    await this.audit.record({ action: 'changed', kind: 'register', ids: [entryId], subjectId: found.subjectId });
  }

  async openMatches({ partnershipId, subjectIds }: OwnedCase): Promise<OpenMatch[]> {
    const people = await this.database.rows(RegisteredPerson).find({ partnershipId, subjectId: { $in: subjectIds } });
    if (people.length === 0) return [];
    const matches = await this.database.rows(NearMatch).find({ partnershipId, personId: { $in: people.map((one) => one.id) }, answer: null }, { orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] });
    const agencies = await this.#agenciesOf(partnershipId, matches.map((match) => match.userId));
    return matches.flatMap((match) => {
      const agencyId = agencies.get(match.userId);
      const { id, version, personId, userId, likeness } = match;
      return agencyId === undefined ? [] : [{ id, version, registeredPersonId: personId, userId, agencyId, likeness }];
    });
  }

  /** Keeps the person of a near match from the subject, as the registered person is, or lets them be. @throws NotFoundError, StaleVersionError */
  async answer(owned: OwnedCase, matchId: string, version: number, keepFrom: boolean): Promise<void> {
    const { partnershipId } = owned;
    const match = await this.database.rows(NearMatch).get({ partnershipId, id: matchId });
    const person = await this.database.rows(RegisteredPerson).get({ partnershipId, id: match.personId });
    if (!owned.subjectIds.includes(person.subjectId)) throw new NotFoundError('near match');
    await this.database.rows(NearMatch).change(match, version, { answer: keepFrom ? 'kept' : 'let', answeredBy: caller().userId });
    if (keepFrom) await this.#addEntry(owned, person.subjectId, { kind: 'user', userId: match.userId }, person.toAt, null);
    await this.audit.record({ action: 'changed', kind: 'register', ids: [matchId], subjectId: person.subjectId });
  }

  async #addPerson(owned: OwnedCase, subjectId: string, { name, relation }: Extract<Kept, { kind: 'person' }>, toAt: Date | null, why: string): Promise<string> {
    const { partnershipId } = owned;
    const id = v7();
    const person = this.database.rows(RegisteredPerson).insert({
      id, partnershipId, subjectId, relation, cameFrom: null, fromAt: this.database.clock.now(), toAt, addedBy: caller().userId,
      name: await this.sealer.seal(subjectId, namePlace(id), name),
      why: await this.sealer.seal(subjectId, whyPlace('registered_person', id), why),
    });
    await this.database.em.flush();
    await this.matches.index(partnershipId, id, name);
    await this.crossing.tell(person);
    return id;
  }

  async #addEntry(owned: OwnedCase, subjectId: string, who: Exclude<Kept, { kind: 'person' }>, toAt: Date | null, why: string | null): Promise<string> {
    const { partnershipId } = owned;
    const { userId: by } = caller();
    const userIds = await this.#usersOf(partnershipId, who);
    if (userIds.includes(by)) throw new RuleError('not-oneself', 'You cannot put yourself or your own agency in the register. Say that you have a conflict of interest instead.');
    const now = this.database.clock.now();
    const [userId, agencyId] = who.kind === 'user' ? [who.userId, null] : [null, who.agencyId];
    const rows = this.database.rows(MustNotReceiveEntry);
    if (await rows.findOne({ partnershipId, subjectId, userId, agencyId, cameFrom: null, $or: [{ toAt: null }, { toAt: { $gt: now } }] })) {
      throw new RuleError('already-registered', 'They are in the register already. End that entry first to change it.');
    }
    const id = v7();
    const sealed = why === null ? null : await this.sealer.seal(subjectId, whyPlace('must_not_receive', id), why);
    const entry = rows.insert({ id, partnershipId, subjectId, userId, agencyId, fromAt: now, toAt, why: sealed, addedBy: by, cameFrom: null });
    await this.database.em.flush();
    await this.barring.keptFrom(entry);
    await this.crossing.tell(entry);
    return id;
  }

  async #usersOf(partnershipId: string, who: Exclude<Kept, { kind: 'person' }>): Promise<string[]> {
    const [column, id] = who.kind === 'user' ? ['user_id', who.userId] : ['agency_id', who.agencyId];
    const rows = await this.database.em.execute<{ user_id: string }[]>(`select distinct user_id from membership_projection where partnership_id = ? and ${column} = ? order by 1`, [partnershipId, id]);
    if (who.kind === 'user' && rows.length === 0) throw new RuleError('user-unknown', 'Choose somebody who works in your partnership.');
    if (who.kind === 'agency') {
      const known = await this.database.em.execute<unknown[]>('select 1 from agency_projection where partnership_id = ? and agency_id = ?', [partnershipId, id]);
      if (known.length === 0) throw new RuleError('agency-unknown', 'Choose an agency of your partnership.');
    }
    return rows.map((row) => row.user_id);
  }

  async #agenciesOf(partnershipId: string, userIds: readonly string[]): Promise<Map<string, string>> {
    if (userIds.length === 0) return new Map();
    const rows = await this.database.em.execute<{ user_id: string; agency_id: string }[]>(
      'select distinct on (user_id) user_id, agency_id from membership_projection where partnership_id = ? and user_id = any (?::uuid[]) order by user_id, active desc, id',
      [partnershipId, `{${userIds.join(',')}}`],
    );
    return new Map(rows.map((row) => [row.user_id, row.agency_id]));
  }

  async #whys(list: readonly { row: { id: string; subjectId: string; why: Buffer | null }; table: 'must_not_receive' | 'registered_person' }[]): Promise<Map<string, string>> {
    const sealed = list.flatMap(({ row, table }) => (row.why === null ? [] : [{ id: row.id, value: { subjectId: row.subjectId, place: whyPlace(table, row.id), sealed: row.why } }]));
    const opened = await this.sealer.openMany<string>(sealed.map(({ value }) => value));
    return new Map(sealed.flatMap(({ id }, index) => (opened[index] == null ? [] : [[id, opened[index]]])));
  }
}
