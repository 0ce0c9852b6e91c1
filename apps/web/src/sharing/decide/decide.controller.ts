import { listItemForms } from '@concordat/contracts-jag-cases';
import { getReferenceList } from '@concordat/contracts-partnership-registry';
import { Body, Controller, Get, Post } from '@nestjs/common';
import { Agencies } from '../../cases/agencies.js';
import { redirect, type Answer } from '../../layout/answers.js';
import { Services } from '../../services/services.js';
import { Visit, Visitor } from '../../session/visit.js';
import { Place, PLACES, type SharingPlace } from '../place.js';
import { decideForm, decisionOf } from './decide.form.js';
import { decidePage, detailItems, type DecisionChoices } from './decide.presenter.js';
import { decisionQuestions } from './decide.questions.js';

const RULES = { 'policy-document-needed': 'policyDocument', 'gateway-excludes': 'gateway' };

/** A question a page; what is answered travels in the form until it is sent. */
@Controller(PLACES)
export class DecideController {
  constructor(
    private readonly services: Services,
    private readonly agencies: Agencies,
  ) {}

  @Get('disclosures/new')
  async show(@Place() place: SharingPlace, @Visitor() visit: Visit): Promise<Answer> {
    const { choices, form, questions } = await this.blank(place, visit);
    const [only] = choices.file.people;
    return decidePage(place, choices, questions, questions.first(form.blank(choices.file.people.length === 1 && only ? { subjectId: only.subjectId } : {})), {});
  }

  @Post('disclosures/new')
  async decide(@Place() place: SharingPlace, @Visitor() visit: Visit, @Body() body: unknown): Promise<Answer> {
    const { choices, form, questions } = await this.blank(place, visit);
    const read = form.read(body);
    const turn = questions.next(body, read);
    if (turn !== 'send') return decidePage(place, choices, questions, turn, body);
    const result = await read.send((value, idempotencyKey) => this.services.call(place.disclosures.decide, { params: { caseId: place.caseId }, body: decisionOf(value), idempotencyKey }), { rules: RULES });
    return result.sent ? redirect(`${place.base}/disclosures`, { done: 'decided' }) : decidePage(place, choices, questions, questions.refused(result.form), body);
  }

  private async blank({ disclosures, caseId }: SharingPlace, visit: Visit) {
    const [file, agencies, { entries: gateways }, { items: itemForms }] = await Promise.all([
      this.services.call(disclosures.list, { params: { caseId } }),
      this.agencies.all(),
      this.services.call(getReferenceList, { params: { list: 'gateways' }, query: {} }),
      this.services.call(listItemForms, {}),
    ]);
    const choices: DecisionChoices = { file, agencies: agencies.filter(({ id }) => id !== visit.acting?.agencyId), gateways, itemForms };
    const form = decideForm({
      subjectIds: file.people.map(({ subjectId }) => subjectId),
      agencyIds: choices.agencies.map(({ id }) => id),
      gateways: gateways.map(({ code }) => code),
      details: itemForms.flatMap((one) => detailItems(one).map(({ value }) => value)),
    });
    return { choices, form, questions: decisionQuestions(file.people.length) };
  }
}
