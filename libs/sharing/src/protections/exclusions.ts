import type { protections } from '@concordat/contracts-protocol';
import { Audit } from '@concordat/platform-audit';
import { caller } from '@concordat/platform-auth';
import { NotFoundError, RuleError } from '@concordat/platform-errors';
import { Database, Sealer } from '@concordat/platform-persistence';
import { Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import type { z } from 'zod';
import { CaseExclusion } from '../tables/entities.js';
import { Barring } from './barring.js';
import type { OwnedCase } from './owned-cases.js';
import { whyPlace } from './sealed-places.js';

/** Colleagues whom the owner of a case keeps from it. */
@Injectable()
export class Exclusions {
  constructor(
    private readonly database: Database,
    private readonly sealer: Sealer,
    private readonly barring: Barring,
    private readonly audit: Audit,
  ) {}

  async of(owned: OwnedCase): Promise<z.output<typeof protections>['exclusions']> {
    const { partnershipId, id: caseId } = owned;
    const rows = await this.database.rows(CaseExclusion).find({ partnershipId, caseId }, { orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] });
    const sealed = rows.flatMap(({ id, why }) => (why === null ? [] : [{ id, value: { subjectId: keyHolder(owned), place: whyPlace('case_exclusion', id), sealed: why } }]));
    const opened = await this.sealer.openMany<string>(sealed.map(({ value }) => value));
    return rows.map(({ id, version, userId, createdAt, addedBy }) => ({
      id, version, userId, since: createdAt.toISOString(), addedByUserId: addedBy, why: opened[sealed.findIndex((one) => one.id === id)] ?? null,
    }));
  }

  /** @throws RuleError `user-unknown`, `not-oneself`, `already-excluded` */
  async add(owned: OwnedCase, userId: string, why: string): Promise<string> {
    const { partnershipId, id: caseId } = owned;
    const by = caller().userId;
    if (userId === by) throw new RuleError('not-oneself', 'You cannot keep yourself from a case. Say that you have a conflict of interest instead.');
    const known = await this.database.em.execute<unknown[]>('select 1 from membership_projection where partnership_id = ? and user_id = ?', [partnershipId, userId]);
    if (known.length === 0) throw new RuleError('user-unknown', 'Choose somebody who works in your partnership.');
    const rows = this.database.rows(CaseExclusion);
    if (await rows.findOne({ partnershipId, caseId, userId })) throw new RuleError('already-excluded', 'They are kept from this case already.');
    const id = v7();
    rows.insert({ id, partnershipId, caseId, userId, addedBy: by, why: await this.sealer.seal(keyHolder(owned), whyPlace('case_exclusion', id), why) });
    await this.database.em.flush();
    await this.barring.barred({ partnershipId, caseIds: [caseId], userIds: [userId] });
    await this.audit.record({ action: 'changed', kind: 'exclusion', ids: [caseId, id] });
    return id;
  }

  /** @throws NotFoundError */
  async end({ partnershipId, id: caseId }: OwnedCase, exclusionId: string): Promise<void> {
    const rows = this.database.rows(CaseExclusion);
    const found = await rows.findOne({ partnershipId, caseId, id: exclusionId });
    if (found === null) throw new NotFoundError('exclusion');
    rows.remove(found);
    await this.database.em.flush();
    await this.audit.record({ action: 'changed', kind: 'exclusion', ids: [caseId, exclusionId] });
  }
}

/** The subject whose key seals what is written about the case itself. */
function keyHolder({ subjectIds: [first] }: OwnedCase): string {
  if (first === undefined) throw new Error('A case has at least one subject');
  return first;
}
