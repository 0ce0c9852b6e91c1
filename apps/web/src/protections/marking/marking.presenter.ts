import type { OutputOf, protectionRoutes } from '@concordat/contracts-protocol';
import type { Form } from '../../forms/form.js';
import { done, page, type PageAnswer } from '../../layout/answers.js';
import { date } from '../../layout/times.js';
import { codeWords } from '../../layout/words.js';
import type { KnownNames } from '../../services/names.js';
import type { recordOf } from '../record.js';
import { staffChoices } from '../staff-choices.js';

type ItemProtection = OutputOf<ReturnType<typeof protectionRoutes>['readItem']>;

export function markingPage({ home }: ReturnType<typeof recordOf>, item: ItemProtection, names: KnownNames, forms: { mark: Form; ask: Form }, query: unknown): PageAnswer {
  const base = `${home}/items/${item.itemId}/protection`;
  return page('protections/marking/marking', {
    title: 'How this information is kept',
    back: `${home}/protections`,
    form: forms.mark.faults.length > 0 || forms.ask.faults.length === 0 ? forms.mark : forms.ask,
    mark: forms.mark,
    ask: forms.ask,
    success: done(query, { marked: 'How it is kept has been changed', asked: 'A colleague has been asked to confirm', decided: 'Your decision has been recorded', removed: 'They can no longer read it' }),
    base,
    kind: codeWords(item.category),
    marked: item.marking === 'victim-safety',
    staff: staffChoices(item.staff, names),
    readers: item.readers.map(({ id, userId, since }) => ({ name: names.user(userId), since: date(since), end: `${base}/readers/${id}/end` })),
    requests: item.requests.map(({ id, version, userId, why, askedByUserId, mine }) => ({
      name: names.user(userId), by: names.user(askedByUserId), why: why ?? '', mine, version, address: `${base}/requests/${id}`,
    })),
  });
}
