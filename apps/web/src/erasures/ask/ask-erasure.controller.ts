import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { redirect, type Answer } from '../../layout/answers.js';
import { Services } from '../../services/services.js';
import { Visit, Visitor } from '../../session/visit.js';
import { kindOf, type Kind } from '../kinds.js';
import { askErasureForm } from './ask-erasure.form.js';
import { askErasurePage, type PeopleOfCase } from './ask-erasure.presenter.js';

@Controller(['cases/:caseId/erasures/new', 'referrals/:caseId/erasures/new'])
export class AskErasureController {
  constructor(private readonly services: Services) {}

  @Get()
  async show(@Param('caseId') caseId: string, @Visitor() visit: Visit): Promise<Answer> {
    const kind = kindIn(visit);
    const found = await this.#people(kind, caseId);
    const [only, more] = stillKept(found);
    return askErasurePage(kind, found, askErasureForm([]).blank(only === undefined || more !== undefined ? {} : { subjectId: only }));
  }

  @Post()
  async ask(@Param('caseId') caseId: string, @Visitor() visit: Visit, @Body() body: unknown): Promise<Answer> {
    const kind = kindIn(visit);
    const found = await this.#people(kind, caseId);
    const result = await askErasureForm(stillKept(found)).read(body).send((value, idempotencyKey) => this.services.call(kind.routes.ask, { params: { caseId }, body: value, idempotencyKey }));
    return result.sent ? redirect(`/kept/${kind.path}/erasures`, { done: 'asked' }) : askErasurePage(kind, found, result.form);
  }

  async #people(kind: Kind, caseId: string): Promise<PeopleOfCase> {
    return this.services.call(kind.routes.people, { params: { caseId } });
  }
}

const kindIn = ({ path }: Visit): Kind => kindOf(path.startsWith('/referrals/') ? 'referrals' : 'cases');

const stillKept = ({ people }: PeopleOfCase): string[] => people.filter(({ state }) => state === 'kept').map(({ subjectId }) => subjectId);
