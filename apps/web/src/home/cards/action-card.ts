import type { countActions, listActions } from '@concordat/contracts-jag-cases';
import type { OutputOf } from '@concordat/contracts-protocol';
import { date } from '../../layout/times.js';
import type { Card } from '../home-cards.js';
import { firstOf, shortened } from './first-rows.js';

type Actions = OutputOf<typeof listActions>['items'];
type Counts = OutputOf<typeof countActions>;

/** What the agency is to do, the first due first. */
export function actionCard(actions: Actions, { open, overdue }: Counts, agencyName: string): Card {
  return {
    title: `Actions of ${agencyName}`,
    href: overdue > 0 ? '/actions?which=overdue' : '/actions',
    ...(open === 0 ? {} : { number: open, text: overdue === 0 ? 'open, none overdue' : `open, ${overdue} overdue` }),
    items: firstOf(actions).map((action) => ({
      text: shortened(action.what),
      href: `/actions/${action.id}`,
      hint: `${action.caseReference}, ${action.overdue ? 'overdue since' : 'due'} ${date(action.due)}`,
    })),
    empty: 'There is nothing that your agency is to do.',
  };
}
