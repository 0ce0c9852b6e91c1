import { MOST_DEPUTY_DAYS, type Membership, type Person } from '@concordat/contracts-partnership-registry';
import type { Form } from '../../forms/form.js';
import { page, type PageAnswer } from '../../layout/answers.js';
import type { Option } from '../choices.js';
import { MEMBERSHIPS } from '../memberships/memberships.presenter.js';

export function deputyPage(membership: Membership, { name }: Person, colleagues: readonly Option[], form: Form): PageAnswer {
  return page('administration/deputies/deputy', {
    title: 'Name a deputy',
    back: `${MEMBERSHIPS}/${membership.id}`,
    caption: `${name}, ${membership.agencyName}`,
    name,
    colleagues,
    most: MOST_DEPUTY_DAYS,
    form,
  });
}
