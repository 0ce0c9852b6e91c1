import type { Erasure, ErasureRoutes, OutputOf } from '@concordat/contracts-protocol';
import { Audit } from '@concordat/platform-audit';
import { caller } from '@concordat/platform-auth';
import { Database } from '@concordat/platform-persistence';
import { Injectable } from '@nestjs/common';
import { notBarred } from '../query/conditions.js';
import { readerOf } from '../query/reader.js';
import { sql } from '../query/sql.js';
import type { OwnedCase } from '../protections/owned-cases.js';
import { Sharing } from '../service/sharing.js';
import { ErasureRecord } from './erasure.entity.js';

type PersonOfCase = OutputOf<ErasureRoutes['people']>['people'][number];

const PAGE = 20;

/** What was asked and decided about erasing people, for information governance of the agency that owns their cases. */
@Injectable()
export class ErasureList {
  constructor(
    private readonly database: Database,
    private readonly sharing: Sharing,
    private readonly audit: Audit,
  ) {}

  /** The newest first. @param after the id of the last one of the page before */
  async page(after: string | undefined): Promise<{ items: Erasure[]; next: string | null }> {
    const question = this.sharing.question(caller());
    const { text, values } = sql`
      select e.id from erasure e cross join ${readerOf(question)}
       where e.partnership_id = ${question.partnershipId}::uuid and e.agency_id = me.agency_id and me.active and me.owns and ${notBarred(sql`e.case_id`)}
         and ${after === undefined ? sql`true` : sql`e.id < ${after}::uuid`}
       order by e.id desc limit ${PAGE + 1}::int`;
    const ids = (await this.database.em.execute<{ id: string }[]>(text, [...values])).map(({ id }) => id);
    const rows = await this.database.rows(ErasureRecord).find({ partnershipId: question.partnershipId, id: { $in: ids.slice(0, PAGE) } }, { orderBy: [{ id: 'desc' }] });
    await this.audit.record({ action: 'listed', kind: 'erasure', ids: rows.map(({ id }) => id) });
    return { items: await this.#views(rows), next: ids.length > PAGE ? (rows.at(-1)?.id ?? null) : null };
  }

  async shown(record: ErasureRecord): Promise<Erasure> {
    const [view] = await this.#views([record]);
    if (view === undefined) throw new Error('A row has a view');
    await this.audit.record({ action: 'viewed', kind: 'erasure', ids: [record.id] });
    return view;
  }

  async referenceOf({ partnershipId, id }: Pick<OwnedCase, 'partnershipId' | 'id'>): Promise<string> {
    return (await this.#references(partnershipId, [id])).get(id) ?? '';
  }

  async peopleOf({ partnershipId, id }: OwnedCase): Promise<PersonOfCase[]> {
    const rows = await this.database.em.execute<{ id: string; since: Date; state: PersonOfCase['state'] }[]>(
      `select s.id, cs.created_at as since,
              case when s.erased_at is not null then 'erased' when exists (select from erasure e where e.partnership_id = s.partnership_id and e.subject_id = s.id and e.decided_by is null) then 'asked' else 'kept' end as state
         from case_subject cs join subject s on s.partnership_id = cs.partnership_id and s.id = cs.subject_id
        where cs.partnership_id = ? and cs.case_id = ? and s.kind = 'person' order by cs.created_at, cs.id`,
      [partnershipId, id],
    );
    return rows.map(({ id: subjectId, since, state }) => ({ subjectId, since: new Date(since).toISOString(), state }));
  }

  async #views(rows: readonly ErasureRecord[]): Promise<Erasure[]> {
    const { userId, partnershipId } = caller();
    const references = await this.#references(partnershipId, rows.map(({ caseId }) => caseId));
    return rows.map(({ id, version, caseId, subjectId, ground, reference, askedBy, createdAt, hold, decidedBy, decidedAt }) => ({
      id, version, caseId, caseReference: references.get(caseId) ?? '', subjectId, ground, reference, askedByUserId: askedBy, askedAt: createdAt.toISOString(),
      state: stateOf(decidedBy, hold), hold, decidedByUserId: decidedBy, decidedAt: decidedAt?.toISOString() ?? null, mayDecide: decidedBy === null && askedBy !== userId,
    }));
  }

  async #references(partnershipId: string, caseIds: readonly string[]): Promise<Map<string, string>> {
    const rows = await this.database.em.execute<{ id: string; reference: string }[]>('select id, reference from sharing_case_reference where partnership_id = ? and id = any (?::uuid[])', [partnershipId, `{${caseIds.join(',')}}`]);
    return new Map(rows.map(({ id, reference }) => [id, reference]));
  }
}

function stateOf(decidedBy: string | null, hold: string | null): Erasure['state'] {
  if (decidedBy === null) return 'asked';
  return hold === null ? 'erased' : 'held';
}
