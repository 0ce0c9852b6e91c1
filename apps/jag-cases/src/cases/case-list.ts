import type { caseRow, CaseState, countCases } from '@concordat/contracts-jag-cases';
import type { OutputOf } from '@concordat/contracts-protocol';
import { caller } from '@concordat/platform-auth';
import { Database, type Page } from '@concordat/platform-persistence';
import { conditionKey, PeopleNamed, Sharing, sql, type NameOf, type Sql } from '@concordat/sharing';
import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { Forums } from '../forums/forums.js';
import { Case, CaseSubject } from './case.entity.js';

export type CaseRow = z.output<typeof caseRow>;

export interface CaseFilter {
  state?: CaseState | undefined;
  forum?: string | undefined;
  lead?: string | undefined;
  owner?: 'own' | undefined;
  open?: 'yes' | 'no' | undefined;
  /** Unless given, the newest first; `waiting`: first what stood longest in its state. */
  order?: 'newest' | 'waiting' | undefined;
  /** A further condition over a row of `"case"` under `alias`. */
  where?: ((alias: string) => Sql) | undefined;
}

const ENDED: CaseState[] = ['closed', 'declined', 'redirected'];
/** Each ends with what no two cases share, so that a page begins where another ended. */
const ORDERS = {
  newest: [{ nominatedAt: 'desc' }, { id: 'desc' }],
  waiting: [{ since: 'asc' }, { id: 'asc' }],
} as const;

/** Cases as lists show them: those whose frame the caller may see, with the names that they may see. */
@Injectable()
export class CaseList {
  constructor(
    private readonly database: Database,
    private readonly sharing: Sharing,
    private readonly forums: Forums,
    private readonly named: PeopleNamed,
  ) {}

  async page({ state, forum, lead, owner, open, order, where: further }: CaseFilter, page: { after?: string | undefined; size: number }): Promise<Page<CaseRow>> {
    const who = caller();
    const question = this.sharing.question(who);
    const where = {
      partnershipId: who.partnershipId,
      [this.sharing.caseKey(question)]: [],
      ...(state === undefined ? {} : { state }),
      ...(forum === undefined ? {} : { forumCode: forum }),
      ...(further === undefined ? {} : { [conditionKey(further)]: [] }),
      ...(lead === 'me' ? { leadUserId: who.userId } : {}),
      ...(lead === undefined || lead === 'me' ? {} : { leadUserId: lead, ownerAgencyId: who.agencyId }),
      ...(owner === undefined ? {} : { ownerAgencyId: who.agencyId }),
      ...(open === undefined ? {} : { $and: [{ state: open === 'yes' ? { $nin: ENDED } : { $in: ENDED } }] }),
    };
    const found = await this.database.rows(Case).page(where, { order: ORDERS[order ?? 'newest'], ...page });
    return { items: await this.rowsOf(found.items), next: found.next };
  }

  async counts(): Promise<OutputOf<typeof countCases>['states']> {
    const who = caller();
    // In the order of the index by lead: where few people lead many cases, a plan for any of them reads all cases otherwise.
    const { text, values } = sql`select led.state, count(*)::int as led from (
        select c.state from "case" c
         where c.partnership_id = ${who.partnershipId} and c.lead_user_id = ${who.userId} and ${this.sharing.readableCases(this.sharing.question(who), 'c')}
         order by c.since, c.id) led group by led.state`.numbered();
    const [states, leading] = await Promise.all([this.sharing.countCases<CaseState>(), this.database.read<{ state: CaseState; led: number }>(text, values)]);
    return states.map((one) => ({ ...one, led: leading.find(({ state }) => state === one.state)?.led ?? 0 }));
  }

  /** One case whose frame the caller may see, or null. */
  async find(id: string): Promise<Case | null> {
    const who = caller();
    return this.database.rows(Case).findOne({ partnershipId: who.partnershipId, id, [this.sharing.caseKey(this.sharing.question(who))]: [] });
  }

  /** Cases by id, of those whose frame the caller may see. */
  async findAll(ids: readonly string[]): Promise<Case[]> {
    if (ids.length === 0) return [];
    const who = caller();
    return this.database.rows(Case).find({ partnershipId: who.partnershipId, id: { $in: [...ids] }, [this.sharing.caseKey(this.sharing.question(who))]: [] });
  }

  /**
   * Rows for cases that the caller was let see, in the order given.
   *
   * @param known who is called what in them, where it was read already
   */
  async rowsOf(cases: readonly Case[], known?: NameOf | Promise<NameOf>): Promise<CaseRow[]> {
    if (cases.length === 0) return [];
    const { partnershipId, agencyId } = caller();
    const ids = cases.map((found) => found.id);
    const [forums, links, named] = await Promise.all([
      this.forums.all(partnershipId),
      this.database.rows(CaseSubject).find({ partnershipId, caseId: { $in: ids } }, { orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] }),
      known ?? this.named.of(ids),
    ]);
    const linksOf = Map.groupBy(links, ({ caseId }) => caseId);
    return cases.map((found) => ({
      id: found.id,
      reference: found.reference,
      forumCode: found.forumCode,
      forumName: forums.find((forum) => forum.code === found.forumCode)?.name ?? found.forumCode,
      state: found.state,
      since: found.since.toISOString(),
      ownerAgencyId: found.ownerAgencyId,
      nominatingAgencyId: agencyId === found.ownerAgencyId || agencyId === found.nominatingAgencyId ? found.nominatingAgencyId : null,
      leadUserId: found.leadUserId,
      nominatedAt: found.nominatedAt.toISOString(),
      people: (linksOf.get(found.id) ?? []).map(({ subjectId }) => {
        const { name, why } = named(found.id, subjectId);
        return { subjectId, name, why };
      }),
    }));
  }
}
