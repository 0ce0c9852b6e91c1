import { countNotices, listNotices } from '@concordat/contracts-notifications';
import { Injectable } from '@nestjs/common';
import type { Card } from '../../home/home-cards.js';
import { Services } from '../../services/services.js';
import { unreadCard } from './notices.presenter.js';

/** What waits to be read, for the navigation and the home page. */
@Injectable()
export class UnreadNotices {
  constructor(private readonly services: Services) {}

  async count(): Promise<number> {
    return (await this.services.call(countNotices, {})).unread;
  }

  async card(): Promise<Card> {
    const [unread, { items }] = await Promise.all([this.count(), this.services.call(listNotices, { query: { which: 'unread', size: 3 } })]);
    return unreadCard(unread, items);
  }
}
