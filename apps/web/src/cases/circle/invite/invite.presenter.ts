import type { Form } from '../../../forms/form.js';
import { page, type PageAnswer } from '../../../layout/answers.js';
import { agencyChoices } from '../../agencies.js';
import type { CaseFile } from '../../case-file.js';

export function invitePage(file: CaseFile, agencies: readonly { id: string; name: string }[], form: Form): PageAnswer {
  return page('cases/circle/invite/invite', {
    title: 'Invite an agency',
    back: `/cases/${file.id}`,
    form,
    reference: file.reference,
    agencyItems: agencyChoices(agencies),
  });
}
