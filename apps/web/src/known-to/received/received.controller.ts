import type { KnownToWord } from '@concordat/contracts-protocol';
import { Controller, Get, Query } from '@nestjs/common';
import { done, page, type Answer } from '../../layout/answers.js';
import { dateTime } from '../../layout/times.js';
import { Names, type KnownNames } from '../../services/names.js';
import { Services } from '../../services/services.js';
import { KNOWN_TO } from '../known-to-place.js';

export const DECISION_WORDS = { contact: 'Makes contact', 'no-contact': 'Makes no contact' } as const;

/** Who asked about people whom one's own agency knows. */
@Controller('known-to')
export class ReceivedController {
  constructor(
    private readonly services: Services,
    private readonly names: Names,
  ) {}

  @Get()
  async show(@Query() query: unknown): Promise<Answer> {
    const [open, decided] = await Promise.all([this.all('no'), this.all('yes')]);
    const both = [...open, ...decided].map(({ word }) => word);
    const names = await this.names.of({ userIds: both.map(({ fromUserId }) => fromUserId), agencyIds: both.map(({ fromAgencyId }) => fromAgencyId) });
    const row = ({ place, word }: { place: string; word: KnownToWord }) => ({ ...rowOf(word, names), href: `/known-to/${place}/${word.id}` });
    return page('known-to/received/received', {
      title: 'Others ask about people we know',
      success: done(query, { decided: 'Your decision has been recorded. Whoever asked is not told of it' }),
      open: open.map(row),
      decided: decided.map(row),
    });
  }

  private async all(decided: 'yes' | 'no'): Promise<{ place: string; word: KnownToWord }[]> {
    const found = await Promise.all(KNOWN_TO.map(async ({ place, routes }) => (await this.services.call(routes.list, { query: { decided } })).items.map((word) => ({ place, word }))));
    return found.flat();
  }
}

export function rowOf(word: KnownToWord, names: KnownNames) {
  return {
    reference: word.caseReference,
    name: word.name,
    whySeen: word.whySeen,
    who: `${names.user(word.fromUserId)}, ${names.agency(word.fromAgencyId)}`,
    at: dateTime(word.askedAt),
    decision: word.decided === null ? null : `${DECISION_WORDS[word.decided.decision]}, ${dateTime(word.decided.at)}`,
  };
}
