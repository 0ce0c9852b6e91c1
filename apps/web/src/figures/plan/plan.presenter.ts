import type { listPlannedActions } from '@concordat/contracts-indicators';
import type { OutputOf } from '@concordat/contracts-protocol';
import { page, type PageAnswer } from '../../layout/answers.js';
import { date } from '../../layout/times.js';
import { list } from '../../layout/words.js';

/** The lines of imported action plans, in the order of their plan. */
export function planPage({ items, next }: OutputOf<typeof listPlannedActions>, after: string | null): PageAnswer {
  return page('figures/plan/plan', {
    title: 'Action plan',
    actions: items.map(({ id, action, priority, theme, owners, lastDay, impact }) => ({
      id,
      action,
      rows: [
        { key: 'Priority', text: priority },
        { key: 'Theme', text: theme },
        { key: owners.length === 1 ? 'Owner' : 'Owners', text: list(owners) },
        { key: 'By', text: lastDay === null ? 'No date' : date(lastDay) },
        ...(impact === '' ? [] : [{ key: 'How its effect is measured', text: impact }]),
      ].filter(({ text }) => text !== ''),
    })),
    next,
    after,
  });
}
