import { listPublishedMarks } from '@concordat/contracts-indicators';
import { Controller, Get, Query } from '@nestjs/common';
import { cursorOf } from '../../cases/cursor.js';
import type { Answer } from '../../layout/answers.js';
import { Services } from '../../services/services.js';
import { publishedPage } from './published.presenter.js';

@Controller('figures/published')
export class PublishedController {
  constructor(private readonly services: Services) {}

  @Get()
  async show(@Query() query: unknown): Promise<Answer> {
    const after = cursorOf(query);
    return publishedPage(await this.services.call(listPublishedMarks, { query: after === null ? {} : { after } }), after);
  }
}
