import { CATEGORIES, sensitivityOf, type Sensitivity } from '@concordat/contracts-protocol';
import type { Form } from '../../forms/form.js';
import { Questions } from '../../forms/questions.js';

export type DecisionQuestion =
  | 'who' | 'recipient' | 'person' | 'request' | 'categories' | 'details' | 'described' | 'purpose' | 'controllers' | 'basis' | 'necessity' | 'proportionality' | 'considered' | 'advice' | 'told' | 'decision'
  | 'gateway' | 'special' | 'criminal' | 'documents' | 'security' | 'export' | 'last-day' | 'reasons';

/**
 * The ICO's data sharing decision form, a question a page: what is asked and why before what is decided, and of a refusal
 * nothing that a disclosure alone needs.
 *
 * @param people how many the case is about: of one, it need not be asked who
 */
export const decisionQuestions = (people: number): Questions<DecisionQuestion> =>
  new Questions([
    { key: 'who', fields: ['subjectId'], asked: () => people !== 1 },
    { key: 'recipient', fields: ['recipientAgencyId'] },
    { key: 'person', fields: ['recipientUserId'] },
    { key: 'request', fields: ['requestedBy', 'requestedPosition', 'requestedOn'] },
    { key: 'categories', fields: ['categories'] },
    { key: 'details', fields: ['details'] },
    { key: 'described', fields: ['described'] },
    { key: 'purpose', fields: ['purpose'] },
    { key: 'controllers', fields: ['controllers'] },
    { key: 'basis', fields: ['basis', 'lawEnforcement'] },
    { key: 'necessity', fields: ['necessity'] },
    { key: 'proportionality', fields: ['proportionality'] },
    { key: 'considered', fields: ['considered'] },
    { key: 'advice', fields: ['advice'] },
    { key: 'told', fields: ['told', 'whyNotTold'] },
    { key: 'decision', fields: ['decision'] },
    { key: 'gateway', fields: ['gateway'], asked: shares },
    { key: 'special', fields: ['specialCategoryCondition'], asked: (form) => shares(form) && holds(form, 'special-category') },
    { key: 'criminal', fields: ['criminalOffenceCondition'], asked: (form) => shares(form) && holds(form, 'criminal-offence') },
    { key: 'documents', fields: ['policyDocument', 'dpia', 'agreement'], asked: shares },
    { key: 'security', fields: ['security', 'retention', 'rights'], asked: shares },
    { key: 'export', fields: ['export'], asked: shares },
    { key: 'last-day', fields: ['lastDay', 'interval'], asked: shares },
    { key: 'reasons', fields: ['reasons', 'decidedPosition'] },
  ]);

export function shares(form: Form): boolean {
  return form.has('decision', 'share');
}

function holds(form: Form, sensitivity: Sensitivity): boolean {
  return sensitivityOf(CATEGORIES.filter((category) => form.has('categories', category))).includes(sensitivity);
}
