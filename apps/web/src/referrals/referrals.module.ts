import { listReferrals } from '@concordat/contracts-referrals';
import { Module } from '@nestjs/common';
import { SHARING_ROLES } from '../layout/roles.js';
import { HomeCards } from '../home/home-cards.js';
import { Navigation } from '../layout/navigation.js';
import { dateTime } from '../layout/times.js';
import { Services } from '../services/services.js';
import { ContactController } from './contact/contact.controller.js';
import { ReferralListController } from './list/referral-list.controller.js';
import { ReferralPageController } from './referral-page/referral-page.controller.js';
import { StepController } from './step/step.controller.js';

/** Referrals to the services that one's agency provides. */
@Module({ controllers: [ReferralListController, ReferralPageController, ContactController, StepController] })
export class ReferralsModule {
  constructor(navigation: Navigation, cards: HomeCards, services: Services) {
    navigation.add({ text: 'Referrals', href: '/referrals', order: 40, roles: SHARING_ROLES });
    cards.add({
      order: 25,
      roles: SHARING_ROLES,
      title: 'Referrals to your agency',
      load: async () => {
        const { items } = await services.call(listReferrals, { query: { open: 'yes', size: 5 } });
        if (items.length === 0) return null;
        return {
          title: 'Referrals to your agency',
          href: '/referrals',
          items: items.map((row) => ({
            text: `${row.reference}, ${row.serviceName}`,
            href: `/referrals/${row.id}`,
            ...(row.due === null ? {} : { hint: `${row.overdue ? 'Overdue since' : 'Next step due'} ${dateTime(row.due)}` }),
          })),
        };
      },
    });
  }
}
