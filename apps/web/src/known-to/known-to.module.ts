import { listKnownToAsks } from '@concordat/contracts-jag-cases';
import { Module } from '@nestjs/common';
import { HomeCards } from '../home/home-cards.js';
import { dateTime } from '../layout/times.js';
import { Services } from '../services/services.js';
import { AskKnownToController } from './ask/ask-known-to.controller.js';
import { KnownToAsksController } from './asks/known-to-asks.controller.js';
import { DecideKnownToController } from './decide/decide-known-to.controller.js';
import { KNOWN_TO } from './known-to-place.js';
import { ReceivedController } from './received/received.controller.js';
import { ReviewKnownToController } from './review/review-known-to.controller.js';

/** So many are on a card. */
const ON_CARD = 5;

/** Asking others whether they know a person; deciding whether to get in touch with whoever asked; reviewing what was asked. */
@Module({ controllers: [AskKnownToController, ReceivedController, DecideKnownToController, KnownToAsksController, ReviewKnownToController] })
export class KnownToModule {
  constructor(cards: HomeCards, services: Services) {
    cards.add({
      order: 16,
      roles: ['practitioner', 'coordinator', 'manager', 'victim-safety', 'information-governance'],
      title: 'Others ask about people we know',
      load: async () => {
        const found = await Promise.all(KNOWN_TO.map(async ({ place, routes }) => (await services.call(routes.list, { query: {} })).items.map((word) => ({ place, word }))));
        const words = found.flat();
        if (words.length === 0) return null;
        return {
          title: 'Others ask about people we know',
          href: '/known-to',
          number: words.length,
          text: words.length === 1 ? 'waits for your agency’s decision' : 'wait for your agency’s decision',
          items: words.slice(0, ON_CARD).map(({ place, word }) => ({ text: word.caseReference, href: `/known-to/${place}/${word.id}`, hint: `Asked ${dateTime(word.askedAt)}` })),
        };
      },
    });
    cards.add({
      order: 17,
      roles: ['information-governance'],
      title: 'What we asked others',
      load: async () => {
        const { items } = await services.call(listKnownToAsks, { query: { size: ON_CARD } });
        if (items.length === 0) return null;
        return {
          title: 'What we asked others',
          href: '/known-to-asks',
          text: 'Waits for your review',
          items: items.map((ask) => ({ text: ask.caseReference, href: `/known-to-asks/${ask.id}`, hint: `Asked ${dateTime(ask.askedAt)}` })),
        };
      },
    });
  }
}
