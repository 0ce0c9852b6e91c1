import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import * as fields from '../../forms/fields.js';
import { formOf } from '../../forms/form.js';
import { done, redirect, type Answer } from '../../layout/answers.js';
import { Names } from '../../services/names.js';
import { Services } from '../../services/services.js';
import { Place, PLACES, type SharingPlace } from '../place.js';
import { consentPage, receiptPage, safeContactPage } from './consent.presenter.js';

const safeContactForm = formOf(z.object({ safe: fields.mustTick('Confirm that it is safe to give this to the person') }));

@Controller(PLACES)
export class ConsentController {
  constructor(
    private readonly services: Services,
    private readonly names: Names,
  ) {}

  @Get('consents/:consentId')
  async show(@Place() place: SharingPlace, @Param('consentId') consentId: string, @Query() query: unknown): Promise<Answer> {
    const consent = await this.services.call(place.consents.read, { params: { caseId: place.caseId, consentId } });
    const names = await this.names.of({ userIds: [consent.recordedByUserId], agencyIds: [...consent.recipientAgencyIds, ...(consent.recordedForAgencyId === null ? [] : [consent.recordedForAgencyId])] });
    return consentPage(place, consent, names, done(query, { withdrawn: 'Consent has been withdrawn. What was open by it is closed, and each agency has been told' }));
  }

  @Get('consents/:consentId/receipt')
  askIfSafe(@Place() place: SharingPlace, @Param('consentId') consentId: string): Answer {
    return safeContactPage(place, consentId, safeContactForm.blank());
  }

  @Post('consents/:consentId/receipt')
  safe(@Place() place: SharingPlace, @Param('consentId') consentId: string, @Body() body: unknown): Answer {
    const { value, form } = safeContactForm.read(body);
    return value === null ? safeContactPage(place, consentId, form) : redirect(`${place.base}/consents/${consentId}/receipt/print`);
  }

  /** For the person: to print and give, or to read out. */
  @Get('consents/:consentId/receipt/print')
  async receipt(@Place() place: SharingPlace, @Param('consentId') consentId: string): Promise<Answer> {
    const receipt = await this.services.call(place.consents.receipt, { params: { caseId: place.caseId, consentId }, query: { safeContactRead: 'yes' } });
    return receiptPage(place, receipt, await this.names.of({ agencyIds: receipt.parties.map(({ id }) => id) }));
  }
}
