import type { PageAnswer } from '../../layout/answers.js';
import { personWords, type Nomination } from '../nomination.js';
import { questionPage } from '../question.js';
import { basisForm } from './basis.form.js';

/** A legal gateway is the rule, so it is chosen already. */
export function blankBasisForm({ draft }: Nomination) {
  return basisForm.blank({ basis: draft.answers.sharing?.basis ?? 'gateway' });
}

export function basisPage(nomination: Nomination, form = blankBasisForm(nomination)): PageAnswer {
  const person = personWords(nomination.forum);
  return questionPage('basis/basis', nomination, {
    title: 'What lets you share this information?',
    form,
    items: [
      { value: 'gateway', text: 'A law (a legal gateway)', hint: 'Most nominations rest on one: the law lets agencies share what is needed, for a purpose that it names, without asking for consent' },
      { value: 'consent', text: 'Consent to share information', hint: `Only where the ${person} is free to say no, and you would then not share` },
    ],
  });
}
