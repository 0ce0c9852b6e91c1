import { RELATIONSHIPS } from '@concordat/contracts-protocol';
import { agencyChoices } from '../../cases/agencies.js';
import type { Form } from '../../forms/form.js';
import { page, type PageAnswer } from '../../layout/answers.js';
import type { ConsentFile } from '../consents/consents.presenter.js';
import type { SharingPlace } from '../place.js';
import { categoryChoices, evidenceChoices, relationshipChoices } from '../words/consent-words.js';

export function recordConsentPage({ base }: SharingPlace, file: ConsentFile, agencies: readonly { id: string; name: string }[], form: Form): PageAnswer {
  return page('sharing/record-consent/record-consent', {
    title: 'Record consent or a refusal',
    back: `${base}/consents`,
    form,
    reference: file.reference,
    people: peopleChoices(file),
    agencyItems: agencyChoices(agencies),
    categoryItems: categoryChoices,
    evidenceItems: evidenceChoices,
    relationshipItems: relationshipChoices(RELATIONSHIPS),
  });
}

export const peopleChoices = ({ people }: Pick<ConsentFile, 'people'>) => people.map(({ subjectId, name }, at) => ({ value: subjectId, text: name ?? `Person ${at + 1} of the case` }));
