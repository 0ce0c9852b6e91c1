import { ERASURE_HOLDS, type Erasure } from '@concordat/contracts-protocol';
import type { Form } from '../../forms/form.js';
import { page, type PageAnswer } from '../../layout/answers.js';
import { date } from '../../layout/times.js';
import type { KnownNames } from '../../services/names.js';
import { GROUND_WORDS, HOLD_WORDS, STATE_WORDS } from '../erasure-words.js';
import type { Kind } from '../kinds.js';

export function decideErasurePage({ path, word }: Kind, found: Erasure, names: KnownNames, form: Form): PageAnswer {
  return page('erasures/decide/decide-erasure', {
    title: found.mayDecide ? 'Decide whether to erase a person' : 'Erasing a person',
    back: `/kept/${path}/erasures`,
    form,
    word,
    reference: found.caseReference,
    mayDecide: found.mayDecide,
    waits: found.state === 'asked' && !found.mayDecide,
    state: STATE_WORDS[found.state],
    details: [
      { key: 'Why', text: GROUND_WORDS[found.ground] },
      { key: 'Asked by', text: found.askedByUserId === null ? `The agency of the ${word === 'case' ? 'referral' : 'case'} that it is linked with, which erased them` : names.user(found.askedByUserId) },
      { key: 'Asked on', text: date(found.askedAt) },
      ...(found.reference === null ? [] : [{ key: 'Number of the request', text: found.reference }]),
      ...(found.decidedAt === null ? [] : [{ key: 'Decided by', text: `${names.user(found.decidedByUserId)}, ${date(found.decidedAt)}` }]),
      ...(found.hold === null ? [] : [{ key: 'Kept because', text: HOLD_WORDS[found.hold] }]),
    ],
    holds: ERASURE_HOLDS.map((value) => ({ value, text: HOLD_WORDS[value] })),
  });
}
