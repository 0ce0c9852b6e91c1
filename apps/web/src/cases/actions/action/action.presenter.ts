import type { Form } from '../../../forms/form.js';
import { page, type PageAnswer } from '../../../layout/answers.js';
import { date } from '../../../layout/times.js';
import type { KnownNames } from '../../../services/names.js';
import type { CaseAction } from '../../case-file.js';
import { ACTION_KINDS, actionName, actionTag } from '../../words/case-words.js';

export function actionPage(action: CaseAction, names: KnownNames, form: Form, success: string | null): PageAnswer {
  return page('cases/actions/action/action', {
    title: `${actionName(action)} of case ${action.caseReference}`,
    back: '/actions',
    form,
    success,
    id: action.id,
    name: actionName(action),
    reference: action.caseReference,
    caseHref: `/cases/${action.caseId}`,
    state: actionTag(action),
    rows: [
      { key: 'What is to be done', text: action.what },
      { key: 'Agency', text: names.agency(action.agencyId) },
      { key: 'Who', text: action.userId === null ? 'Anyone at the agency' : names.user(action.userId) },
      { key: 'Due', text: date(action.due) },
      { key: 'Kind', text: ACTION_KINDS[action.kind] },
      ...(action.result === null ? [] : [{ key: action.state === 'not-done' ? 'Why it was not done' : 'Result', text: action.result }]),
      { key: 'Why you can see it', text: action.why.join('. ') },
    ],
    mayAccept: action.mine && action.state === 'given',
    mayFinish: action.mine,
  });
}
