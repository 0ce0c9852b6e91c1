import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { beginSearch, readSearch } from '@concordat/contracts-jag-cases';
import { NotFoundError } from '@concordat/platform-errors';
import { redirect, type Answer } from '../layout/answers.js';
import { Services } from '../services/services.js';
import { searchForm } from './search.form.js';
import { expiredPage, resultsPage, searchPage } from './search.presenter.js';

/** What is typed goes in the form's body; the address of the results holds an id that leads there for half an hour, and its owner alone. */
@Controller('search')
export class SearchController {
  constructor(private readonly services: Services) {}

  @Get()
  show(): Answer {
    return searchPage();
  }

  @Post()
  async search(@Body() body: unknown): Promise<Answer> {
    const result = await searchForm.read(body).send((typed, idempotencyKey) => this.services.call(beginSearch, { body: typed, idempotencyKey }));
    return result.sent ? redirect(`/search/${result.answer.searchId}`) : searchPage(result.form);
  }

  @Get(':searchId')
  async results(@Param('searchId') searchId: string): Promise<Answer> {
    try {
      return resultsPage(await this.services.call(readSearch, { params: { searchId } }));
    } catch (error) {
      // Ended, somebody else's, or never begun: one search more helps in each case.
      if (error instanceof NotFoundError) return expiredPage();
      throw error;
    }
  }
}
