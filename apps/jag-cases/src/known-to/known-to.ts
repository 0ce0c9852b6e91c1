import type { readKnownTo } from '@concordat/contracts-jag-cases';
import { KnownToAsked, type AskedAbout, type OutputOf } from '@concordat/contracts-protocol';
import { Audit } from '@concordat/platform-audit';
import { caller } from '@concordat/platform-auth';
import { InvalidInputError, RuleError } from '@concordat/platform-errors';
import { Database, Sealer } from '@concordat/platform-persistence';
import { dateAt, Gate, Grounds, instantOf, PeopleNamed, startOfDay, type NeverTo, type Passage, type ReadItem } from '@concordat/sharing';
import { Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import type { Case } from '../cases/case.entity.js';
import { CaseRecords } from '../cases/case-records.js';
import { isOver } from '../cases/standing.js';
import { askPlace, KnownToAsk } from './known-to-ask.entity.js';
import { KnownToLimit } from './known-to-limit.js';

interface Named {
  givenName: string;
  familyName: string;
  dateOfBirth: string | null;
  /** The item that says so. */
  from: ReadItem;
}

/**
 * Asks whether a person of an open case is known to others. Nobody is looked for while it is asked: it is written down and
 * passed on, and the reply and the work are the same whoever knows the person. Who does, is told by the services that know them.
 */
@Injectable()
export class KnownToAsks {
  constructor(
    private readonly database: Database,
    private readonly sealer: Sealer,
    private readonly records: CaseRecords,
    private readonly named: PeopleNamed,
    private readonly gate: Gate,
    private readonly grounds: Grounds,
    private readonly limit: KnownToLimit,
    private readonly audit: Audit,
  ) {}

  async page(found: Case): Promise<OutputOf<typeof readKnownTo>> {
    const { partnershipId, id: caseId, reference, purpose } = found;
    const { agencyId } = caller();
    const named = await this.named.of([caseId]);
    const subjectIds = await this.records.subjectIds(found);
    const asked = await this.database.rows(KnownToAsk).find({ partnershipId, caseId, agencyId }, { orderBy: [{ askedAt: 'desc' }, { id: 'desc' }], limit: 50 });
    return {
      reference, purpose,
      open: !isOver(found),
      people: subjectIds.map((subjectId) => {
        const { name, why } = named(caseId, subjectId);
        return { subjectId, name, why };
      }),
      leftToday: await this.#leftToday(),
      asked: asked.map(({ subjectId, userId, askedAt }) => ({ subjectId, userId, askedAt: askedAt.toISOString() })),
    };
  }

  /**
   * @throws InvalidInputError for somebody whom the case is not about
   * @throws RuleError `case-closed`; `name-unknown` where the caller may not read who the person is; `too-many-today`
   */
  async ask(found: Case, { subjectId, why }: { subjectId: string; why: string }): Promise<void> {
    if (!(await this.records.subjectIds(found)).includes(subjectId)) throw new InvalidInputError([{ path: 'body.subjectId', message: 'Choose a person of the case' }]);
    if (isOver(found)) throw new RuleError('case-closed', 'You can only ask while somebody works on the case.');
    const { givenName, familyName, dateOfBirth, from } = (await this.named.of([found.id]))(found.id, subjectId);
    if (givenName === null || familyName === null || from === null) throw new RuleError('name-unknown', 'You may not see who this person is, so you cannot ask about them. Ask the agency that owns their details to do it.');
    await this.#refuseMoreToday();
    const { partnershipId, id: caseId, purpose } = found;
    const { userId, agencyId } = caller();
    const id = v7();
    const askedAt = this.database.clock.now();
    const sealed = await this.sealer.seal(subjectId, askPlace(id, 'why'), why);
    this.database.rows(KnownToAsk).insert({ id, partnershipId, caseId, subjectId, userId, agencyId, purpose, askedAt, why: sealed });
    await this.database.em.flush();
    const passage = await this.gate.toWhoeverKnows({ way: 'known-to', partnershipId, caseId }, subjectId);
    await this.gate.publish(passage, KnownToAsked, {
      aggregateId: id,
      payload: { caseId, purpose, fromAgencyId: agencyId, fromUserId: userId, askedAt: askedAt.toISOString(), sealed: await this.#seal(passage, { givenName, familyName, dateOfBirth, from }, why) },
    });
    await this.audit.record({ action: 'shared', kind: 'known-to', ids: [id, caseId], subjectId });
  }

  async #seal(passage: Passage<NeverTo>, { givenName, familyName, dateOfBirth, from }: Named, why: string): Promise<Record<'jag-cases' | 'referrals', string>> {
    const { agencyIds, userIds } = passage.to;
    const passedOn = { givenName, familyName, ...(dateOfBirth === null ? {} : { dateOfBirth }) };
    const grounds = await this.grounds.of([{ ...from, fields: passedOn }]);
    const about: AskedAbout = { givenName, familyName, dateOfBirth, why, neverTo: { agencyIds: [...agencyIds], userIds: [...userIds] }, grounds };
    return { 'jag-cases': await this.gate.seal(passage, 'jag-cases', about), referrals: await this.gate.seal(passage, 'referrals', about) };
  }

  async #refuseMoreToday(): Promise<void> {
    // Two requests at once wait for one another, so that both cannot be the last.
    await this.database.em.execute("select pg_advisory_xact_lock(hashtextextended('known-to ' || ?, 0))", [caller().userId]);
    if ((await this.#leftToday()) > 0) return;
    throw new RuleError('too-many-today', 'You have asked as often as you can today. If somebody is in danger, call 999; else ask tomorrow, or telephone the agency.');
  }

  async #leftToday(): Promise<number> {
    const { partnershipId, userId } = caller();
    const midnight = new Date(startOfDay(dateAt(instantOf(this.database.clock.now()))));
    const asked = await this.database.rows(KnownToAsk).count({ partnershipId, userId, askedAt: { $gte: midnight } });
    return Math.max(0, this.limit.aDay - asked);
  }
}
