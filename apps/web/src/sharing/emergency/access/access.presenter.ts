import type { EmergencyRoutes, OutputOf } from '@concordat/contracts-protocol';
import type { ItemForms } from '../../../cases/case-page/case-items.presenter.js';
import { durationWords } from '../../../cases/words/duration.js';
import type { Form } from '../../../forms/form.js';
import { page, type PageAnswer } from '../../../layout/answers.js';
import { date, dateTime } from '../../../layout/times.js';
import { codeWords, list } from '../../../layout/words.js';
import type { KnownNames } from '../../../services/names.js';
import { REVIEW_WORDS, reviewTag } from '../../words/emergency-words.js';

type Access = OutputOf<EmergencyRoutes['read']>;

export function accessPage(kind: string, access: Access, forms: ItemForms, names: KnownNames, form: Form, success: string | null, now = new Date()): PageAnswer {
  const { review } = access;
  const left = Math.max(0, Math.floor((new Date(access.endsAt).getTime() - now.getTime()) / 1000));
  return page('sharing/emergency/access/access', {
    title: 'Emergency access',
    back: '/emergency-access',
    success,
    form,
    reference: access.caseReference,
    tag: reviewTag(access),
    open: access.open,
    mine: access.mine,
    endsAt: access.endsAt,
    until: dateTime(access.endsAt),
    left: durationWords(left),
    end: access.open && (access.mine || access.mayReview) ? `/emergency-access/${kind}/${access.id}/end` : null,
    review: access.mayReview ? `/emergency-access/${kind}/${access.id}/review` : null,
    rows: [
      { key: 'Person', text: access.name },
      { key: 'Threat to life', text: access.threat },
      { key: 'Used by', text: `${names.user(access.userId)}, ${names.agency(access.agencyId)}` },
      { key: 'Opened', text: dateTime(access.openedAt) },
      { key: access.open ? 'Ends' : 'Ended', text: dateTime(access.endsAt) },
      ...holders(access, names),
      { key: 'Kinds asked for', text: access.categories.map(codeWords).join('\n') },
      { key: 'Review due', text: dateTime(review.due) },
      ...(review.done === null ? [] : [{ key: 'Review', text: `${REVIEW_WORDS[review.done.outcome]}. ${review.done.note} (${names.user(review.done.byUserId)}, ${dateTime(review.done.at)})` }]),
    ],
    items: access.items.map((item) => {
      const known = forms.find(({ category }) => category === item.category);
      return {
        title: `${known?.name ?? codeWords(item.category)}, from ${names.agency(item.ownerAgencyId)}`,
        rows: Object.entries(item.fields).map(([code, text]) => ({ key: known?.fields.find((field) => field.code === code)?.name ?? codeWords(code), text: /^\d{4}-\d\d-\d\d$/.test(text) ? date(text) : text })),
      };
    }),
  });
}

/** Whoever did not make it is told of their own agency’s information alone: nothing there says nothing of the others. */
function holders({ mine, ownerAgencyIds }: Access, names: KnownNames): { key: string; text: string }[] {
  if (ownerAgencyIds.length > 0) return [{ key: 'Information of', text: list(ownerAgencyIds.map((id) => names.agency(id))) }];
  return mine ? [{ key: 'Information of', text: 'No other agency holds any that can be opened' }] : [];
}
