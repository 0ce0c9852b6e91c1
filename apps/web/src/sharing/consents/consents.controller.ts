import { Controller, Get, Query } from '@nestjs/common';
import { done, type Answer } from '../../layout/answers.js';
import { Names } from '../../services/names.js';
import { Services } from '../../services/services.js';
import { Place, PLACES, type SharingPlace } from '../place.js';
import { consentsPage } from './consents.presenter.js';

const DONE = {
  recorded: 'What was decided has been recorded',
  answered: 'The answer has been recorded',
  harm: 'The allegation has been recorded. What this person decided for the subject no longer counts',
};

@Controller(PLACES)
export class ConsentsController {
  constructor(
    private readonly services: Services,
    private readonly names: Names,
  ) {}

  @Get('consents')
  async show(@Place() place: SharingPlace, @Query() query: unknown): Promise<Answer> {
    const file = await this.services.call(place.consents.list, { params: { caseId: place.caseId } });
    const names = await this.names.of({
      userIds: file.answers.map((one) => one.recordedByUserId),
      agencyIds: [...file.consents.flatMap((one) => one.recipientAgencyIds), ...file.answers.map((one) => one.agencyId)],
    });
    return consentsPage(place, file, names, done(query, DONE));
  }
}
