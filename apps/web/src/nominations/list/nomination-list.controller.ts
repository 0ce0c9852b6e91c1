import { Controller, Get, Query } from '@nestjs/common';
import { listNominationDrafts } from '@concordat/contracts-jag-cases';
import { z } from 'zod';
import { done, type Answer } from '../../layout/answers.js';
import { Services } from '../../services/services.js';
import { nominationListPage } from './nomination-list.presenter.js';

const DONE_WORDS = { saved: 'Your nomination has been saved', discarded: 'The nomination has been discarded' };
const cursor = z.object({ after: z.string().min(1) });

/** One's own unfinished nominations. */
@Controller('nominations')
export class NominationListController {
  constructor(private readonly services: Services) {}

  @Get()
  async show(@Query() query: unknown): Promise<Answer> {
    const after = cursor.safeParse(query).data?.after ?? null;
    const drafts = await this.services.call(listNominationDrafts, { query: after === null ? {} : { after } });
    return nominationListPage(drafts, after, done(query, DONE_WORDS));
  }
}
