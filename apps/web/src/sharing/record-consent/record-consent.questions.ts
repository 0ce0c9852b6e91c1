import type { Form } from '../../forms/form.js';
import { Questions } from '../../forms/questions.js';

export type ConsentQuestion = 'who' | 'decision' | 'giver' | 'other' | 'competence' | 'recipients' | 'categories' | 'explained' | 'when' | 'last-day';

/** @param people how many the case is about: of one, it need not be asked who */
export const consentQuestions = (people: number): Questions<ConsentQuestion> =>
  new Questions([
    { key: 'who', fields: ['subjectId'], asked: () => people !== 1 },
    { key: 'decision', fields: ['decision'] },
    { key: 'giver', fields: ['givenBy'] },
    { key: 'other', fields: ['giverName', 'relationship'], asked: byAnother },
    { key: 'competence', fields: ['assessor', 'competenceReasons'], asked: (form) => !byAnother(form) },
    { key: 'recipients', fields: ['recipientAgencyIds'] },
    { key: 'categories', fields: ['categories'] },
    { key: 'explained', fields: ['explained'] },
    { key: 'when', fields: ['decidedOn', 'evidence', 'evidenceNote'] },
    { key: 'last-day', fields: ['lastDay'], asked: (form) => !form.has('decision', 'refused') },
  ]);

function byAnother(form: Form): boolean {
  return form.has('givenBy', 'parental-responsibility') || form.has('givenBy', 'attorney');
}
