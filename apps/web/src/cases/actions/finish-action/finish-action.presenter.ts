import type { Form } from '../../../forms/form.js';
import { page, type PageAnswer } from '../../../layout/answers.js';
import type { CaseAction } from '../../case-file.js';

export function finishActionPage(action: CaseAction, form: Form): PageAnswer {
  return page('cases/actions/finish-action/finish-action', {
    title: 'Finish an action',
    back: `/actions/${action.id}`,
    form,
    reference: action.caseReference,
    what: action.what,
  });
}
