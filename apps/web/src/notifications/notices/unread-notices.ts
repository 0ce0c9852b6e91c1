import { countNotices, listNotices } from '@concordat/contracts-notifications';
import { Injectable } from '@nestjs/common';
import type { Card } from '../../home/home-cards.js';
import { Services } from '../../services/services.js';
import type { Visit } from '../../session/visit.js';
import { unreadCard } from './notices.presenter.js';

/** What waits to be read, for the navigation and the home page. */
@Injectable()
export class UnreadNotices {
  /** A page asks once, for its navigation and for what it shows itself. */
  private readonly asked = new WeakMap<Visit, Promise<number>>();

  constructor(private readonly services: Services) {}

  async count(visit: Visit): Promise<number> {
    const asked = this.asked.get(visit) ?? this.services.call(countNotices, {}).then(({ unread }) => unread);
    this.asked.set(visit, asked);
    return asked;
  }

  async card(visit: Visit): Promise<Card> {
    const [unread, { items }] = await Promise.all([this.count(visit), this.services.call(listNotices, { query: { which: 'unread', size: 3 } })]);
    return unreadCard(unread, items);
  }
}
