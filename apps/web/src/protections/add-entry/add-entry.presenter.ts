import { RELATIONS } from '@concordat/contracts-protocol';
import type { Form } from '../../forms/form.js';
import { page, type PageAnswer } from '../../layout/answers.js';
import type { KnownNames } from '../../services/names.js';
import { RELATION_WORDS } from '../relations.js';
import type { Protections } from '../overview/protections.presenter.js';
import type { recordOf } from '../record.js';
import { staffChoices } from '../staff-choices.js';

export function addEntryPage(found: Protections, agencies: readonly { id: string; name: string }[], names: KnownNames, { home, word }: ReturnType<typeof recordOf>, form: Form): PageAnswer {
  return page('protections/add-entry/add-entry', {
    title: 'Add to the register',
    back: `${home}/protections`,
    form,
    reference: found.reference,
    word,
    people: found.people.map(({ subjectId, name }) => ({ value: subjectId, text: name ?? `Person of the ${word}` })),
    staff: staffChoices(found.staff, names),
    agencies: agencies.map(({ id, name }) => ({ value: id, text: name })),
    relations: RELATIONS.map((value) => ({ value, text: RELATION_WORDS[value] })),
  });
}
