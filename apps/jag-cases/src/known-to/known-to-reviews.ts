import type { KnownToAsk as View } from '@concordat/contracts-protocol';
import { Audit } from '@concordat/platform-audit';
import { caller } from '@concordat/platform-auth';
import { InvalidInputError, NotFoundError, RuleError } from '@concordat/platform-errors';
import { Database, Sealer } from '@concordat/platform-persistence';
import { Sharing, sql, type Sql } from '@concordat/sharing';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { askPlace, KnownToAsk } from './known-to-ask.entity.js';

type Outcome = NonNullable<View['reviewed']>['outcome'];

interface Row {
  id: string;
  reference: string;
  asked_at: Date;
}

const place = z.tuple([z.iso.datetime(), z.uuid()]);

/** What people of an agency asked of others, for the agency's information governance: whether each had to be asked. */
@Injectable()
export class KnownToReviews {
  constructor(
    private readonly database: Database,
    private readonly sealer: Sealer,
    private readonly sharing: Sharing,
    private readonly audit: Audit,
  ) {}

  /** @throws InvalidInputError for a page that is none */
  async list(reviewed: boolean, { after, size }: { after?: string | undefined; size: number }): Promise<{ items: View[]; next: string | null }> {
    const behind = after === undefined ? sql`true` : behindOf(after, reviewed);
    const rows = await this.#visible(sql`${reviewed} = (a.reviewed_at is not null) and ${behind}`, reviewed ? sql`a.asked_at desc, a.id desc` : sql`a.asked_at, a.id`, size + 1);
    const shown = rows.slice(0, size);
    const last = rows.length > size ? shown.at(-1) : undefined;
    if (shown.length > 0) await this.audit.record({ action: 'listed', kind: 'known-to', ids: shown.map(({ id }) => id) });
    return { items: await Promise.all(shown.map((row) => this.#view(row))), next: last === undefined ? null : `${new Date(last.asked_at).toISOString()}~${last.id}` };
  }

  /** @throws NotFoundError for one of another agency, or about somebody from whom the caller is kept */
  async one(askId: string): Promise<View> {
    const row = await this.#find(askId);
    await this.audit.record({ action: 'viewed', kind: 'known-to', ids: [askId] });
    return this.#view(row);
  }

  /** @throws NotFoundError; StaleVersionError; RuleError `reviewed-already`, `not-oneself` */
  async review(askId: string, version: number, outcome: Outcome, note: string): Promise<KnownToAsk> {
    await this.#find(askId);
    const { partnershipId, userId } = caller();
    const rows = this.database.rows(KnownToAsk);
    const ask = await rows.get({ partnershipId, id: askId });
    if (ask.userId === userId) throw new RuleError('not-oneself', 'Somebody else has to review what you asked.');
    if (ask.version === version && ask.reviewedAt !== null) throw new RuleError('reviewed-already', 'This has been reviewed already.');
    const review = await this.sealer.seal(ask.subjectId, askPlace(askId, 'review'), note);
    await rows.change(ask, version, { reviewedAt: this.database.clock.now(), reviewedByUserId: userId, outcome, review });
    await this.audit.record({ action: 'changed', kind: 'known-to', ids: [askId], subjectId: ask.subjectId, detail: { outcome } });
    return ask;
  }

  async #find(askId: string): Promise<Row> {
    const [row] = await this.#visible(sql`a.id = ${askId}::uuid`, sql`a.id`, 1);
    if (row === undefined) throw new NotFoundError('ask');
    return row;
  }

  async #visible(where: Sql, order: Sql, limit: number): Promise<Row[]> {
    const question = this.sharing.question(caller());
    const { text, values } = sql`
      select a.id, a.asked_at, r.reference
        from known_to_ask a
        join sharing_case c on c.partnership_id = a.partnership_id and c.id = a.case_id
        join sharing_case_reference r on r.partnership_id = a.partnership_id and r.id = a.case_id
       where a.partnership_id = ${question.partnershipId}::uuid and a.agency_id = ${question.agencyId}::uuid and ${where}
         and ${this.sharing.readableRecords(question, 'c', sql`array[a.agency_id]`)}
       order by ${order} limit ${limit}::int`;
    return this.database.em.execute<Row[]>(text, [...values]);
  }

  async #view({ id, reference }: Row): Promise<View> {
    const ask = await this.database.rows(KnownToAsk).get({ partnershipId: caller().partnershipId, id });
    const { subjectId, reviewedAt, reviewedByUserId, outcome, review } = ask;
    return {
      id,
      version: ask.version,
      caseId: ask.caseId,
      caseReference: reference,
      userId: ask.userId,
      purpose: ask.purpose,
      why: await this.sealer.open<string>(subjectId, askPlace(id, 'why'), ask.why),
      askedAt: ask.askedAt.toISOString(),
      reviewed:
        reviewedAt === null || reviewedByUserId === null || outcome === null || review === null
          ? null
          : { outcome, at: reviewedAt.toISOString(), byUserId: reviewedByUserId, note: await this.sealer.open<string>(subjectId, askPlace(id, 'review'), review) },
    };
  }
}

function behindOf(after: string, newestFirst: boolean): Sql {
  const read = place.safeParse(after.split('~'));
  if (!read.success) throw new InvalidInputError([{ path: 'query.after', message: 'Go back to the first page' }]);
  const [at, id] = read.data;
  return newestFirst ? sql`(a.asked_at, a.id) < (${at}::timestamptz, ${id}::uuid)` : sql`(a.asked_at, a.id) > (${at}::timestamptz, ${id}::uuid)`;
}
