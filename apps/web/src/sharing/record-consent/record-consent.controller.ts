import { Body, Controller, Get, Post } from '@nestjs/common';
import { Agencies } from '../../cases/agencies.js';
import { redirect, type Answer } from '../../layout/answers.js';
import { Services } from '../../services/services.js';
import { Place, PLACES, type SharingPlace } from '../place.js';
import { consentOf, recordConsentForm } from './record-consent.form.js';
import { recordConsentPage } from './record-consent.presenter.js';
import { consentQuestions } from './record-consent.questions.js';

const RULES = { 'child-not-competent': 'assessor', 'parent-of-adult': 'givenBy', 'child-decided': 'recipientAgencyIds', 'attorney-of-child': 'givenBy', 'giver-not-accepted': 'giverName' };

/** A question a page; what is answered travels in the form until it is sent. */
@Controller(PLACES)
export class RecordConsentController {
  constructor(
    private readonly services: Services,
    private readonly agencies: Agencies,
  ) {}

  @Get('consents/new')
  async show(@Place() place: SharingPlace): Promise<Answer> {
    const { file, agencies, form, questions } = await this.blank(place);
    const [only] = file.people;
    const first = questions.first(form.blank(file.people.length === 1 && only ? { subjectId: only.subjectId } : {}));
    return recordConsentPage(place, { file, agencies }, questions, first, {});
  }

  @Post('consents/new')
  async record(@Place() place: SharingPlace, @Body() body: unknown): Promise<Answer> {
    const { file, agencies, form, questions } = await this.blank(place);
    const read = form.read(body);
    const turn = questions.next(body, read);
    if (turn !== 'send') return recordConsentPage(place, { file, agencies }, questions, turn, body);
    const result = await read.send((value, idempotencyKey) => this.services.call(place.consents.record, { params: { caseId: place.caseId }, body: consentOf(value), idempotencyKey }), {
      rules: RULES, fields: { name: 'giverName', reasons: 'competenceReasons', 'competence.on': 'decidedOn' },
    });
    return result.sent ? redirect(`${place.base}/consents`, { done: 'recorded' }) : recordConsentPage(place, { file, agencies }, questions, questions.refused(result.form), body);
  }

  private async blank(place: SharingPlace) {
    const [file, agencies] = await Promise.all([this.services.call(place.consents.list, { params: { caseId: place.caseId } }), this.agencies.all()]);
    return { file, agencies, form: recordConsentForm(file.people.map((one) => one.subjectId), agencies.map(({ id }) => id)), questions: consentQuestions(file.people.length) };
  }
}
