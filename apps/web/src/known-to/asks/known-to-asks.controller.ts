import { listKnownToAsks } from '@concordat/contracts-jag-cases';
import type { KnownToAsk } from '@concordat/contracts-protocol';
import { Controller, Get, Query } from '@nestjs/common';
import { cursorOf } from '../../cases/cursor.js';
import { done, page, type Answer } from '../../layout/answers.js';
import { dateTime } from '../../layout/times.js';
import { Names } from '../../services/names.js';
import { Services } from '../../services/services.js';
import { REVIEW_WORDS } from '../../sharing/words/emergency-words.js';
import { z } from 'zod';

const which = z.object({ reviewed: z.enum(['yes', 'no']).catch('no').default('no') });

/** What people of one's own agency asked of others, for its information governance. */
@Controller('known-to-asks')
export class KnownToAsksController {
  constructor(
    private readonly services: Services,
    private readonly names: Names,
  ) {}

  @Get()
  async show(@Query() query: unknown): Promise<Answer> {
    const after = cursorOf(query);
    const { reviewed } = which.parse(query ?? {});
    const { items, next } = await this.services.call(listKnownToAsks, { query: { reviewed, ...(after === null ? {} : { after }) } });
    const names = await this.names.of({ userIds: items.map(({ userId }) => userId) });
    return page('known-to/asks/known-to-asks', {
      title: 'What we asked others',
      success: done(query, { reviewed: 'The review has been recorded' }),
      reviewed: reviewed === 'yes',
      base: `/known-to-asks?reviewed=${reviewed}`,
      next,
      after,
      rows: items.map((ask) => ({
        href: `/known-to-asks/${ask.id}`,
        reference: ask.caseReference,
        who: names.user(ask.userId),
        at: dateTime(ask.askedAt),
        found: outcomeOf(ask),
      })),
    });
  }
}

const outcomeOf = ({ reviewed }: KnownToAsk): string => (reviewed === null ? '' : REVIEW_WORDS[reviewed.outcome]);
