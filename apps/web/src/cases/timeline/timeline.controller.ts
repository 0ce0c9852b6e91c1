import { Controller, Get, Param, Query } from '@nestjs/common';
import { listItemForms, readCase, readTimeline } from '@concordat/contracts-jag-cases';
import type { Answer } from '../../layout/answers.js';
import { Names } from '../../services/names.js';
import { Services } from '../../services/services.js';
import { cursorOf } from '../cursor.js';
import { idsInEntries } from './timeline-words.js';
import { timelinePage } from './timeline.presenter.js';

@Controller('cases/:caseId/timeline')
export class TimelineController {
  constructor(
    private readonly services: Services,
    private readonly names: Names,
  ) {}

  @Get()
  async show(@Param('caseId') caseId: string, @Query() query: unknown): Promise<Answer> {
    const after = cursorOf(query);
    const [file, entries, forms] = await Promise.all([
      this.services.call(readCase, { params: { caseId } }),
      this.services.call(readTimeline, { params: { caseId }, query: after === null ? {} : { after } }),
      this.services.call(listItemForms, {}),
    ]);
    const lookup = {
      names: await this.names.of(idsInEntries(entries.items)),
      categories: new Map<string, string>(forms.items.map(({ category, name }) => [category, name])),
      services: new Map(file.referrals.map(({ id, serviceName }) => [id, serviceName])),
    };
    return timelinePage(file, entries, lookup, after);
  }
}
