import type { listStaff } from '@concordat/contracts-partnership-registry';
import type { OutputOf } from '@concordat/contracts-protocol';
import type { Form } from '../../../forms/form.js';
import { page, type PageAnswer } from '../../../layout/answers.js';
import type { CaseFile } from '../../case-file.js';
import { ACTION_KINDS } from '../../words/case-words.js';
import { ANYONE } from './give-action.form.js';

export type Staff = OutputOf<typeof listStaff>['items'];

export interface GiveActionGiven {
  file: CaseFile;
  agencies: readonly { id: string; name: string }[];
  /** People of those agencies. */
  staff: Staff;
  /** The meeting that gives it; null for one given at the desk. */
  meetingId: string | null;
}

export function giveActionPage({ file, agencies, staff, meetingId }: GiveActionGiven, form: Form, success: string | null): PageAnswer {
  return page('cases/actions/give-action/give-action', {
    title: 'Give an action',
    back: meetingId === null ? `/cases/${file.id}` : `/meetings/${meetingId}`,
    form,
    success,
    reference: file.reference,
    given: file.actions.filter((action) => meetingId !== null && action.meetingId === meetingId).map(({ number, what }) => ({ number, what })),
    agencyItems: agencies.map(({ id, name }) => ({ value: id, text: name })),
    staffItems: [{ value: ANYONE, text: 'Anyone at the agency' }, ...staff.map(({ userId, name, agencyName }) => ({ value: userId, text: `${name}, ${agencyName}` }))],
    kindItems: Object.entries(ACTION_KINDS).map(([value, text]) => ({ value, text })),
  });
}
