import type { waitingReader } from '@concordat/contracts-protocol';
import { Audit } from '@concordat/platform-audit';
import { caller } from '@concordat/platform-auth';
import { NotAllowedError, NotFoundError, RuleError } from '@concordat/platform-errors';
import { Database, Sealer } from '@concordat/platform-persistence';
import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { notBarred } from '../query/conditions.js';
import { readerOf } from '../query/reader.js';
import { sql, type Sql } from '../query/sql.js';
import { Sharing } from '../service/sharing.js';
import { ItemReader } from '../tables/entities.js';
import { NamedReaderRequest } from './protections.entity.js';
import { GOVERNS, holdsOne } from './owned-cases.js';
import { whyPlace } from './sealed-places.js';

/** Shown at once. */
const AT_ONCE = 100;

/**
 * The second person to a named reader: somebody else of the item's owner who may read it, or information governance of the
 * owner, who is told what is asked and never what the item says.
 */
@Injectable()
export class ReaderRequests {
  constructor(
    private readonly database: Database,
    private readonly sealer: Sealer,
    private readonly sharing: Sharing,
    private readonly audit: Audit,
  ) {}

  /** Those that wait for the caller, the oldest first: not what they asked themselves, nor what is about them. */
  async waiting(): Promise<z.output<typeof waitingReader>[]> {
    const { userId } = caller();
    const rows = await this.#visible(sql`q.decision is null and q.asked_by <> ${userId}::uuid and q.user_id <> ${userId}::uuid`);
    if (rows.length === 0) return [];
    const requests = await this.database.rows(NamedReaderRequest).find({ partnershipId: caller().partnershipId, id: { $in: rows.map(({ id }) => id) } }, { orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] });
    const whys = await this.sealer.openMany<string>(requests.map(({ id, subjectId, why }) => ({ subjectId, place: whyPlace('named_reader_request', id), sealed: why })));
    await this.audit.record({ action: 'listed', kind: 'marking', ids: requests.map(({ id }) => id) });
    return requests.map(({ id, version, itemId, caseId, category, userId: forUserId, askedBy, createdAt }, index) => ({
      id, version, itemId, caseId, category, userId: forUserId, why: whys[index] ?? null, askedByUserId: askedBy, askedAt: createdAt.toISOString(),
      caseReference: rows.find((row) => row.id === id)?.reference ?? '',
    }));
  }

  /** @throws NotFoundError for one that is not the caller's to know; NotAllowedError for the one who asked, or whom it is about; StaleVersionError; RuleError `decided` */
  async decide(itemId: string, requestId: string, version: number, decision: 'confirmed' | 'refused'): Promise<void> {
    const [known] = await this.#visible(sql`q.id = ${requestId}::uuid and q.item_id = ${itemId}::uuid`);
    if (known === undefined) throw new NotFoundError('request');
    const { partnershipId, userId: by } = caller();
    const rows = this.database.rows(NamedReaderRequest);
    const request = await rows.get({ partnershipId, itemId, id: requestId });
    if (request.decision !== null) throw new RuleError('decided', 'A colleague has decided this already.');
    if (by === request.askedBy || by === request.userId) throw new NotAllowedError('A second person has to decide: not the one who asked, nor the one whom it is for.');
    await rows.change(request, version, { decision, decidedBy: by });
    if (decision === 'confirmed') this.database.rows(ItemReader).insert({ partnershipId, itemId, userId: request.userId });
    await this.database.em.flush();
    await this.audit.record({ action: 'changed', kind: 'marking', ids: [itemId, requestId], subjectId: request.subjectId });
  }

  async #visible(where: Sql): Promise<{ id: string; reference: string }[]> {
    const question = this.sharing.question(caller());
    const governs = holdsOne([GOVERNS]) ? sql`true` : sql`false`;
    const { text, values } = sql`
      select q.id, r.reference
        from named_reader_request q
        join sharing_case_reference r on r.partnership_id = q.partnership_id and r.id = q.case_id
       cross join ${readerOf(question)}
       where q.partnership_id = ${question.partnershipId}::uuid and q.agency_id = me.agency_id and me.active and ${notBarred(sql`q.case_id`)} and ${where}
         and (${governs} or exists (select from item i where i.partnership_id = q.partnership_id and i.id = q.item_id and ${this.sharing.readableItems(question, 'i').condition}))
       order by q.created_at, q.id limit ${AT_ONCE}::int`;
    return this.database.em.execute<{ id: string; reference: string }[]>(text, [...values]);
  }
}
