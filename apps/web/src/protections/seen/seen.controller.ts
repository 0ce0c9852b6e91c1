import { Controller, Get, Param, Query } from '@nestjs/common';
import { cursorOf } from '../../cases/cursor.js';
import { page, type Answer } from '../../layout/answers.js';
import { dateTime } from '../../layout/times.js';
import { codeWords } from '../../layout/words.js';
import { Names } from '../../services/names.js';
import { Services } from '../../services/services.js';
import { Visit, Visitor } from '../../session/visit.js';
import { recordOf, recordPages } from '../record.js';

@Controller(recordPages('seen'))
export class SeenController {
  constructor(
    private readonly services: Services,
    private readonly names: Names,
  ) {}

  @Get()
  async show(@Param('caseId') caseId: string, @Visitor() visit: Visit, @Query() query: unknown): Promise<Answer> {
    const record = recordOf(visit, caseId);
    const after = cursorOf(query);
    const { items, next } = await this.services.call(record.receipts.ofCase, { params: { caseId }, query: { ...(after === null ? {} : { after }) } });
    const names = await this.names.of({ userIds: items.map(({ userId }) => userId), agencyIds: items.flatMap(({ agencyId, ownerAgencyId }) => [agencyId, ownerAgencyId]) });
    return page('protections/seen/seen', {
      title: 'Who has seen what, and why',
      back: record.home,
      word: record.word,
      base: `${record.home}/seen`,
      next,
      after,
      rows: items.map((receipt) => ({
        who: names.user(receipt.userId),
        agency: names.agency(receipt.agencyId),
        what: `${codeWords(receipt.category)}: ${receipt.fields.map(fieldWords).join(', ')}`,
        owner: names.agency(receipt.ownerAgencyId),
        exported: receipt.action === 'export',
        why: receipt.why,
        at: dateTime(receipt.at),
      })),
    });
  }
}

/** `givenName` as "given name". */
const fieldWords = (code: string): string => code.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
