import { Body, Controller, Get, Post } from '@nestjs/common';
import { Agencies } from '../../cases/agencies.js';
import { redirect, type Answer } from '../../layout/answers.js';
import { Services } from '../../services/services.js';
import { Place, PLACES, type SharingPlace } from '../place.js';
import { consentOf, recordConsentForm } from './record-consent.form.js';
import { recordConsentPage } from './record-consent.presenter.js';

const RULES = { 'child-not-competent': 'assessor', 'parent-of-adult': 'givenBy', 'child-decided': 'recipientAgencyIds', 'attorney-of-child': 'givenBy', 'giver-not-accepted': 'giverName' };

@Controller(PLACES)
export class RecordConsentController {
  constructor(
    private readonly services: Services,
    private readonly agencies: Agencies,
  ) {}

  @Get('consents/new')
  async show(@Place() place: SharingPlace): Promise<Answer> {
    const { file, agencies, form } = await this.blank(place);
    const [only] = file.people;
    return recordConsentPage(place, file, agencies, form.blank(file.people.length === 1 && only ? { subjectId: only.subjectId } : {}));
  }

  @Post('consents/new')
  async record(@Place() place: SharingPlace, @Body() body: unknown): Promise<Answer> {
    const { file, agencies, form } = await this.blank(place);
    const result = await form
      .read(body)
      .send((value, idempotencyKey) => this.services.call(place.consents.record, { params: { caseId: place.caseId }, body: consentOf(value), idempotencyKey }), { rules: RULES });
    return result.sent ? redirect(`${place.base}/consents`, { done: 'recorded' }) : recordConsentPage(place, file, agencies, result.form);
  }

  private async blank(place: SharingPlace) {
    const [file, agencies] = await Promise.all([this.services.call(place.consents.list, { params: { caseId: place.caseId } }), this.agencies.all()]);
    return { file, agencies, form: recordConsentForm(file.people.map((one) => one.subjectId), agencies.map(({ id }) => id)) };
  }
}
