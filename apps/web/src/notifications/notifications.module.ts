import { Module } from '@nestjs/common';
import { AccountLinks } from '../account/profile/account-links.js';
import { WebSettings } from '../config.js';
import { HomeCards } from '../home/home-cards.js';
import { Navigation } from '../layout/navigation.js';
import { NoticesController } from './notices/notices.controller.js';
import { UnreadNotices } from './notices/unread-notices.js';
import { PreferenceController } from './preference/preference.controller.js';
import { CaughtMail } from './sent-messages/caught-mail.js';
import { SENT_MESSAGES, SentMessagesController } from './sent-messages/sent-messages.controller.js';

/** What is new for a person, and how they hear of it. */
@Module({ controllers: [NoticesController, PreferenceController, SentMessagesController], providers: [UnreadNotices, CaughtMail] })
export class NotificationsModule {
  constructor(navigation: Navigation, cards: HomeCards, accountLinks: AccountLinks, unread: UnreadNotices, settings: WebSettings) {
    navigation.add({ text: 'Notices', href: '/notices', order: 70, count: (visit) => unread.count(visit) });
    cards.add({ order: 5, title: 'New for you', load: (visit) => unread.card(visit) });
    accountLinks.add({ text: 'How you hear of new notices', href: '/notices/preference' });
    if (settings.demoMailUrl !== null) accountLinks.add(SENT_MESSAGES);
  }
}
