import {
  countCases,
  endCircleEntry,
  inviteAgency,
  listCases,
  listOutcomes,
  listPossibleLeads,
  listWaitingCases,
  makeTransition,
  readCase,
} from '@concordat/contracts-jag-cases';
import type { InputOf, OutputOf } from '@concordat/contracts-protocol';
import { Audit } from '@concordat/platform-audit';
import { caller } from '@concordat/platform-auth';
import { Endpoint, Input } from '@concordat/platform-http';
import type { Page } from '@concordat/platform-persistence';
import { Controller } from '@nestjs/common';
import { CaseList, type CaseRow } from './case-list.js';
import { CasePage } from './case-page.js';
import { Circle } from './circle.js';
import { Outcomes } from './outcomes.js';
import { CaseAccess, refuseOver } from './standing.js';
import { Transitions } from './transitions.js';

@Controller()
export class CasesController {
  constructor(
    private readonly list: CaseList,
    private readonly access: CaseAccess,
    private readonly page: CasePage,
    private readonly transitions: Transitions,
    private readonly circle: Circle,
    private readonly outcomes: Outcomes,
    private readonly audit: Audit,
  ) {}

  @Endpoint(listCases, 'signed-in')
  async cases(@Input() { query }: InputOf<typeof listCases>): Promise<OutputOf<typeof listCases>> {
    const { after, size, ...filter } = query;
    return this.#listed(await this.list.page(filter, { after, size }));
  }

  @Endpoint(listWaitingCases, 'signed-in')
  async waiting(@Input() { query: { whose, state, ...page } }: InputOf<typeof listWaitingCases>): Promise<OutputOf<typeof listWaitingCases>> {
    const of = whose === 'lead' ? ({ lead: 'me' } as const) : ({ owner: 'own' } as const);
    return this.#listed(await this.list.page({ ...of, state, open: 'yes', order: 'waiting' }, page));
  }

  @Endpoint(countCases, 'signed-in', { unaudited: 'numbers alone' })
  async counts(): Promise<OutputOf<typeof countCases>> {
    return { states: await this.list.counts() };
  }

  @Endpoint(readCase, 'signed-in')
  async read(@Input() { params }: InputOf<typeof readCase>): Promise<OutputOf<typeof readCase>> {
    const { found, standing } = await this.access.open(params.caseId);
    return this.page.of(found, standing);
  }

  @Endpoint(makeTransition, { roles: ['practitioner', 'coordinator', 'manager'] })
  async transition(@Input() { params, body }: InputOf<typeof makeTransition>): Promise<OutputOf<typeof makeTransition>> {
    const { id, version, state } = await this.transitions.make(params.caseId, body.version, body.transition);
    return { id, version, state };
  }

  @Endpoint(listPossibleLeads, { roles: ['coordinator', 'manager'] })
  async possibleLeads(@Input() { params }: InputOf<typeof listPossibleLeads>): Promise<OutputOf<typeof listPossibleLeads>> {
    const found = await this.access.openAs(params.caseId, ['coordinator', 'manager'], 'choose a lead officer');
    return { userIds: await this.transitions.possibleLeads(found) };
  }

  @Endpoint(listOutcomes, 'signed-in', { unaudited: 'the partnership’s configuration, which tells of nobody' })
  async closings(): Promise<OutputOf<typeof listOutcomes>> {
    const outcomes = await this.outcomes.inForce(caller().partnershipId);
    return { items: outcomes.map(({ code, name, positive }) => ({ code, name, positive })) };
  }

  @Endpoint(inviteAgency, { roles: ['practitioner', 'coordinator', 'manager'] })
  async invite(@Input() { params, body }: InputOf<typeof inviteAgency>): Promise<OutputOf<typeof inviteAgency>> {
    const found = await this.access.openAs(params.caseId, ['coordinator', 'lead', 'manager'], 'change the circle');
    refuseOver(found, 'invite an agency');
    const to = body.to === null ? null : new Date(body.to);
    const { id, agencyId, fromAt, toAt, userIds } = await this.circle.invite(found, { agencyId: body.agencyId, userIds: body.userIds, to });
    return { id, agencyId, from: fromAt.toISOString(), to: toAt?.toISOString() ?? null, userIds };
  }

  @Endpoint(endCircleEntry, { roles: ['practitioner', 'coordinator', 'manager'] })
  async leave(@Input() { params }: InputOf<typeof endCircleEntry>): Promise<OutputOf<typeof endCircleEntry>> {
    const found = await this.access.openAs(params.caseId, ['coordinator', 'lead', 'manager'], 'change the circle');
    const entry = await this.circle.end(found, params.entryId);
    return { id: entry.id, to: (entry.toAt ?? entry.updatedAt).toISOString() };
  }

  async #listed(page: Page<CaseRow>): Promise<Page<CaseRow>> {
    await this.audit.record({ action: 'listed', kind: 'case', ids: page.items.map(({ id }) => id) });
    return page;
  }
}
