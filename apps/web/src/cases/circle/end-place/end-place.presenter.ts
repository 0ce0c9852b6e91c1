import type { Form } from '../../../forms/form.js';
import { page, type PageAnswer } from '../../../layout/answers.js';
import type { CaseFile } from '../../case-file.js';

export function endPlacePage(file: CaseFile, agency: string, form: Form): PageAnswer {
  return page('cases/circle/end-place/end-place', { title: 'End an agency’s place', back: `/cases/${file.id}`, form, reference: file.reference, agency });
}
