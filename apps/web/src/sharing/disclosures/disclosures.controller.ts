import { Controller, Get, Query } from '@nestjs/common';
import { done, page, type Answer } from '../../layout/answers.js';
import { date } from '../../layout/times.js';
import { codeWords, list } from '../../layout/words.js';
import { Names } from '../../services/names.js';
import { Services } from '../../services/services.js';
import { Place, PLACES, type SharingPlace } from '../place.js';
import { DECISION_TAGS } from '../words/decision-words.js';

@Controller(PLACES)
export class DisclosuresController {
  constructor(
    private readonly services: Services,
    private readonly names: Names,
  ) {}

  @Get('disclosures')
  async show(@Place() { base, caseId, kind, disclosures }: SharingPlace, @Query() query: unknown): Promise<Answer> {
    const file = await this.services.call(disclosures.list, { params: { caseId } });
    const names = await this.names.of({ agencyIds: file.decisions.flatMap((one) => [one.ownerAgencyId, one.recipientAgencyId]) });
    return page('sharing/disclosures/disclosures', {
      title: 'Decisions to share',
      // Who may know of the record, and not of the case itself, has no page of the case to go back to.
      back: file.may.openCase ? base : '/notices',
      success: done(query, { decided: 'The decision has been recorded' }),
      base,
      kind,
      reference: file.reference,
      may: file.may,
      rows: file.decisions.map((one) => ({
        href: `${base}/disclosures/${one.id}`,
        what: list(Object.keys(one.categories).map(codeWords)),
        from: names.agency(one.ownerAgencyId),
        to: names.agency(one.recipientAgencyId),
        decided: date(one.decidedAt),
        tag: DECISION_TAGS[one.state],
      })),
    });
  }
}
