import { Controller, Get, Param, Query } from '@nestjs/common';
import { done, type Answer } from '../../layout/answers.js';
import { Names } from '../../services/names.js';
import { Services } from '../../services/services.js';
import { Place, PLACES, type SharingPlace } from '../place.js';
import { consentPage, receiptPage } from './consent.presenter.js';

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

  /** For the person: to print and give, or to read out. */
  @Get('consents/:consentId/receipt')
  async receipt(@Place() place: SharingPlace, @Param('consentId') consentId: string): Promise<Answer> {
    const receipt = await this.services.call(place.consents.receipt, { params: { caseId: place.caseId, consentId } });
    return receiptPage(place, receipt, await this.names.of({ agencyIds: receipt.parties.map(({ id }) => id) }));
  }
}
