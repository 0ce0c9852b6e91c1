import { caseConsents } from '@concordat/contracts-jag-cases';
import { referralConsents } from '@concordat/contracts-referrals';
import { Module } from '@nestjs/common';
import { CasesModule } from '../cases/cases.module.js';
import { HomeCards } from '../home/home-cards.js';
import { AccountLinks } from '../account/profile/account-links.js';
import { Navigation } from '../layout/navigation.js';
import { dateTime } from '../layout/times.js';
import { Services } from '../services/services.js';
import { AllegedHarmController } from './alleged-harm/alleged-harm.controller.js';
import { ConsentController } from './consent/consent.controller.js';
import { ConsentsController } from './consents/consents.controller.js';
import { DecideController } from './decide/decide.controller.js';
import { DisclosureController } from './disclosure/disclosure.controller.js';
import { DisclosuresController } from './disclosures/disclosures.controller.js';
import { EmergencyAccessController } from './emergency/access/access.controller.js';
import { EmergencyListController } from './emergency/list/emergency-list.controller.js';
import { OpenEmergencyController } from './emergency/open/open-emergency.controller.js';
import { ReviewEmergencyController } from './emergency/review/review.controller.js';
import { PersonAnswerController } from './person-answer/person-answer.controller.js';
import { RecordConsentController } from './record-consent/record-consent.controller.js';
import { SimulatedAnswerController } from './simulator/answer/answer.controller.js';
import { AskController } from './simulator/ask/ask.controller.js';
import { FindItemsController } from './simulator/find/find.controller.js';
import { WithdrawalTasksController } from './tasks/withdrawal-tasks.controller.js';
import { WithdrawController } from './withdraw/withdraw.controller.js';

/** Consent, decisions to share, and emergency access: the same pages at a case and at a referral. */
@Module({
  imports: [CasesModule],
  controllers: [
    ConsentsController, RecordConsentController, PersonAnswerController, ConsentController, WithdrawController, AllegedHarmController, WithdrawalTasksController,
    DisclosuresController, DecideController, DisclosureController,
    EmergencyListController, OpenEmergencyController, EmergencyAccessController, ReviewEmergencyController,
    FindItemsController, AskController, SimulatedAnswerController,
  ],
})
export class SharingModule {
  constructor(cards: HomeCards, links: AccountLinks, navigation: Navigation, services: Services) {
    navigation.add({ text: 'Who can see what', href: '/who-can-see', order: 75, roles: ['information-governance'] });
    links.add({ text: 'Emergency access', href: '/emergency-access' });
    cards.add({
      order: 15,
      roles: ['practitioner', 'coordinator', 'manager', 'information-governance'],
      title: 'Withdrawn consent',
      load: async () => {
        const lists = await Promise.all([caseConsents, referralConsents].map((routes) => services.call(routes.listTasks, { query: {} })));
        const tasks = lists.flatMap(({ items }) => items);
        if (tasks.length === 0) return null;
        return {
          title: 'Withdrawn consent',
          href: '/withdrawn-consent',
          items: tasks.slice(0, 5).map((task) => ({ text: task.caseReference, href: '/withdrawn-consent', hint: `Withdrawn ${dateTime(task.since)}: say what you did with what was shared` })),
        };
      },
    });
  }
}
