import { consentRoutes, type CasePath, type ConsentRoutes, type InputOf, type OutputOf } from '@concordat/contracts-protocol';
import { caller } from '@concordat/platform-auth';
import { Endpoint, Input } from '@concordat/platform-http';
import { Controller, type Type } from '@nestjs/common';
import { Gate } from '../gate/gate.js';
import { SHARING_ROLES } from '../policy/vocabulary.js';
import { CaseSight } from '../records/case-sight.js';
import { Allegations } from './allegations.js';
import { receiptOf } from './consent-receipt.js';
import { Consents } from './consents.js';
import { ConsentViews } from './consent-views.js';
import { PersonAnswers } from './person-answers.js';
import { Relations } from './relations.js';
import { WithdrawalTasks } from './withdrawal-tasks.js';

type Route<Name extends keyof ConsentRoutes> = ConsentRoutes[Name];
type In<Name extends keyof ConsentRoutes> = InputOf<Route<Name>>;
type Out<Name extends keyof ConsentRoutes> = Promise<OutputOf<Route<Name>>>;

const WORKERS = { roles: SHARING_ROLES };

/** Consent in the cases of one service. */
export function consentsController(place: CasePath): Type {
  const routes = consentRoutes(place);

  @Controller()
  class ConsentsController {
    constructor(
      private readonly sight: CaseSight,
      private readonly consents: Consents,
      private readonly views: ConsentViews,
      private readonly allegations: Allegations,
      private readonly answers: PersonAnswers,
      private readonly relations: Relations,
      private readonly tasks: WithdrawalTasks,
      private readonly gate: Gate,
    ) {}

    @Endpoint(routes.list, 'signed-in')
    async list(@Input() { params }: In<'list'>): Out<'list'> {
      const found = await this.sight.open(params.caseId);
      const known = await this.views.of(found);
      return {
        reference: found.reference,
        ownerAgencyId: found.ownerAgencyId,
        purpose: found.purpose,
        people: await this.sight.people(found),
        consents: known.map(({ view }) => view),
        answers: await this.answers.seenOn(found),
        relations: await this.relations.seenOn(found),
        may: { record: found.frame },
      };
    }

    @Endpoint(routes.read, 'signed-in')
    async read(@Input() { params }: In<'read'>): Out<'read'> {
      return (await this.views.one(await this.sight.open(params.caseId), params.consentId)).view;
    }

    @Endpoint(routes.record, WORKERS)
    async record(@Input() { params, body }: In<'record'>): Out<'record'> {
      const { id, version } = await this.consents.record(await this.sight.openForWork(params.caseId), body);
      return { id, version };
    }

    @Endpoint(routes.withdraw, WORKERS)
    async withdraw(@Input() { params, body }: In<'withdraw'>): Out<'withdraw'> {
      const found = await this.sight.open(params.caseId);
      const known = await this.views.one(found, params.consentId);
      const { version, ...said } = body;
      const withdrawnAt = await this.consents.withdraw(found, known, version, said);
      return { id: known.consent.id, version: known.consent.version, withdrawnAt: withdrawnAt.toISOString() };
    }

    @Endpoint(routes.receipt, 'signed-in')
    async receipt(@Input() { params }: In<'receipt'>): Out<'receipt'> {
      const found = await this.sight.open(params.caseId);
      const { view } = await this.views.one(found, params.consentId);
      await this.gate.toPerson({ way: 'receipt', partnershipId: found.partnershipId, caseId: found.id }, view.subjectId, true);
      return receiptOf(view, found.ownerAgencyId);
    }

    @Endpoint(routes.answer, WORKERS)
    async answer(@Input() { params, body }: In<'answer'>): Out<'answer'> {
      const { id } = await this.answers.record(await this.sight.openForWork(params.caseId), body);
      return { id };
    }

    @Endpoint(routes.allegeHarm, WORKERS)
    async allegeHarm(@Input() { params, body }: In<'allegeHarm'>): Out<'allegeHarm'> {
      const { subjectId, name, relationship, what, source } = body;
      const found = await this.sight.openForWork(params.caseId);
      const { id, ended } = await this.allegations.record(found, subjectId, { name, relationship }, { what, source });
      // How many records it ended is the case's owner's to know.
      return { id, consentsEnded: found.ownerAgencyId === caller().agencyId ? ended : 0 };
    }

    @Endpoint(routes.listTasks, 'signed-in')
    async listTasks(@Input() { query }: In<'listTasks'>): Out<'listTasks'> {
      return { items: await this.tasks.mine(query.done === 'yes') };
    }

    @Endpoint(routes.finishTask, 'signed-in')
    async finishTask(@Input() { params, body }: In<'finishTask'>): Out<'finishTask'> {
      const { id, version } = await this.tasks.finish(params.taskId, body.version, body.how, body.note);
      return { id, version };
    }
  }

  return ConsentsController;
}
