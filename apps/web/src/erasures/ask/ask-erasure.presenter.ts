import { ERASURE_GROUNDS, type ErasureRoutes, type OutputOf } from '@concordat/contracts-protocol';
import type { Form } from '../../forms/form.js';
import { page, type PageAnswer } from '../../layout/answers.js';
import { date } from '../../layout/times.js';
import { GROUND_WORDS } from '../erasure-words.js';
import type { Kind } from '../kinds.js';

export type PeopleOfCase = OutputOf<ErasureRoutes['people']>;

const NOT_KEPT = { asked: 'It was asked already that they be erased', erased: 'They were erased' } as const;

/** Who looks after erasing is shown no names: people are told apart by their order and by when they were added. */
export function askErasurePage({ path, word }: Kind, { caseReference, people }: PeopleOfCase, form: Form): PageAnswer {
  return page('erasures/ask/ask-erasure', {
    title: 'Ask that a person be erased',
    back: `/kept/${path}/erasures/new`,
    form,
    reference: caseReference,
    word,
    kept: people.flatMap(({ subjectId, since, state }, index) => (state === 'kept' ? [{ value: subjectId, text: nameOf(index, people.length), hint: `Added ${date(since)}` }] : [])),
    others: people.flatMap(({ state }, index) => (state === 'kept' ? [] : [`${nameOf(index, people.length)}: ${NOT_KEPT[state].toLowerCase()}`])),
    grounds: ERASURE_GROUNDS.map((value) => ({ value, text: GROUND_WORDS[value] })),
  });
}

const nameOf = (index: number, of: number): string => (of === 1 ? 'The person' : `Person ${String(index + 1)} of ${String(of)}`);
