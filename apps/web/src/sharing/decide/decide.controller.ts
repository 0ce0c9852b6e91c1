import { listItemForms } from '@concordat/contracts-jag-cases';
import { getReferenceList, listStaff } from '@concordat/contracts-partnership-registry';
import { SHARING_ROLES } from '@concordat/contracts-protocol';
import { NotAllowedError } from '@concordat/platform-errors';
import { Body, Controller, Get, Post } from '@nestjs/common';
import { z } from 'zod';
import { Agencies } from '../../cases/agencies.js';
import { redirect, type Answer } from '../../layout/answers.js';
import { everyPage } from '../../services/every-page.js';
import { Services } from '../../services/services.js';
import { Visit, Visitor } from '../../session/visit.js';
import { Place, PLACES, type SharingPlace } from '../place.js';
import { decideForm, decisionOf } from './decide.form.js';
import { decidePage, detailItems, type DecisionChoices } from './decide.presenter.js';
import { decisionQuestions } from './decide.questions.js';

const RULES = { 'policy-document-needed': 'policyDocument', 'gateway-excludes': 'gateway' };

const chosenAgency = z.object({ recipientAgencyId: z.uuid() });

/** A question a page; what is answered travels in the form until it is sent. */
@Controller(PLACES)
export class DecideController {
  constructor(
    private readonly services: Services,
    private readonly agencies: Agencies,
  ) {}

  @Get('disclosures/new')
  async show(@Place() place: SharingPlace, @Visitor() visit: Visit): Promise<Answer> {
    const { choices, form, questions } = await this.blank(place, visit, undefined);
    const [only] = choices.file.people;
    return decidePage(place, choices, questions, questions.first(form.blank(choices.file.people.length === 1 && only ? { subjectId: only.subjectId } : {})), {});
  }

  @Post('disclosures/new')
  async decide(@Place() place: SharingPlace, @Visitor() visit: Visit, @Body() body: unknown): Promise<Answer> {
    const { choices, form, questions } = await this.blank(place, visit, body);
    const read = form.read(body);
    const turn = questions.next(body, read);
    if (turn !== 'send') return decidePage(place, choices, questions, turn, body);
    const result = await read.send((value, idempotencyKey) => this.services.call(place.disclosures.decide, { params: { caseId: place.caseId }, body: decisionOf(value), idempotencyKey }), { rules: RULES });
    return result.sent ? redirect(`${place.base}/disclosures`, { done: 'decided' }) : decidePage(place, choices, questions, questions.refused(result.form), body);
  }

  private async blank({ disclosures, caseId }: SharingPlace, visit: Visit, body: unknown) {
    const to = chosenAgency.safeParse(body).data?.recipientAgencyId;
    const [file, agencies, staff, { entries: gateways }, { items: itemForms }] = await Promise.all([
      this.services.call(disclosures.list, { params: { caseId } }),
      this.agencies.all(),
      to === undefined ? [] : this.staffOf(to),
      this.services.call(getReferenceList, { params: { list: 'gateways' }, query: {} }),
      this.services.call(listItemForms, {}),
    ]);
    // Told before the questions, and not after the last.
    if (!file.may.decide) throw new NotAllowedError('A decision to share is for a coordinator, a manager or an information governance lead of the agency whose information it is.');
    const choices: DecisionChoices = { file, agencies: agencies.filter(({ id }) => id !== visit.acting?.agencyId), staff, gateways, itemForms };
    const form = decideForm({
      subjectIds: file.people.map(({ subjectId }) => subjectId),
      agencyIds: choices.agencies.map(({ id }) => id),
      staffIds: staff.map(({ userId }) => userId),
      gateways: gateways.map(({ code }) => code),
      details: itemForms.flatMap((one) => detailItems(one).map(({ value }) => value)),
    });
    return { choices, form, questions: decisionQuestions(file.people.length) };
  }

  /** Those of an agency to whom something of a case can be shown, by name. */
  private async staffOf(agencyId: string): Promise<DecisionChoices['staff']> {
    const staff = await everyPage((after) => this.services.call(listStaff, { query: { agencyId, size: 100, ...after } }));
    return staff.filter(({ roles }) => roles.some((role) => SHARING_ROLES.some((shares) => shares === role)));
  }
}
