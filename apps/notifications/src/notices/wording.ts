import type { CaseNotice } from '@concordat/contracts-jag-cases';
import type { AgreementNotice, StaffNotice } from '@concordat/contracts-partnership-registry';
import type { EventOf } from '@concordat/contracts-protocol';
import type { ReferralNotice } from '@concordat/contracts-referrals';

export type NoticeKind = EventOf<typeof CaseNotice | typeof ReferralNotice | typeof AgreementNotice | typeof StaffNotice>['payload']['kind'];

interface Words {
  one: string;
  /** More than one: `n` is how many. */
  many: (n: number) => string;
}

/**
 * What people read, in the application and in messages, which others may see over their shoulder: that something
 * happened, and never to whom, in which case, or of what kind a service is.
 */
export const WORDING: Readonly<Record<NoticeKind, Words>> = {
  'nomination-received': { one: 'A nomination is waiting to be screened', many: (n) => `${n} nominations are waiting to be screened` },
  'nomination-accepted': { one: 'A nomination has been accepted', many: (n) => `${n} nominations have been accepted` },
  'nomination-declined': { one: 'A nomination has been declined', many: (n) => `${n} nominations have been declined` },
  'monitoring-given': { one: 'A case has been stepped down to your agency', many: (n) => `${n} cases have been stepped down to your agency` },
  'information-requested': { one: 'You have been asked for information', many: (n) => `You have been asked for information ${n} times` },
  'circle-joined': { one: 'A case has been shared with you', many: (n) => `${n} cases have been shared with you` },
  'agenda-changed': { one: 'The agenda of a meeting has changed', many: (n) => `Agendas of meetings have changed ${n} times` },
  'decision-recorded': { one: 'A decision of a meeting has been recorded', many: (n) => `${n} decisions of meetings have been recorded` },
  'action-given': { one: 'You have been given an action', many: (n) => `You have been given ${n} actions` },
  'action-finished': { one: 'An action has been finished', many: (n) => `${n} actions have been finished` },
  'item-added': { one: 'Something has been added to a case', many: (n) => `Something has been added to cases ${n} times` },
  'referral-progressed': { one: 'A referral has moved on', many: (n) => `Referrals have moved on ${n} times` },
  'referral-turned-back': { one: 'A referral could not be passed on', many: (n) => `${n} referrals could not be passed on` },
  'case-closed': { one: 'A case has been closed', many: (n) => `${n} cases have been closed` },
  'register-near-match': { one: 'Somebody’s name is like one in a register', many: (n) => `Names are like ones in a register ${n} times` },
  'referral-received': { one: 'A referral has arrived', many: (n) => `${n} referrals have arrived` },
  'referral-allocated': { one: 'You have been given a referral', many: (n) => `You have been given ${n} referrals` },
  'referral-overdue': { one: 'A referral has waited too long', many: (n) => `${n} referrals have waited too long` },
  'consent-withdrawn': { one: 'Consent has been withdrawn: say what you did with what was shared', many: (n) => `Consent has been withdrawn ${n} times: say what you did with what was shared` },
  'consent-ended': { one: 'Consent on one of your cases no longer counts', many: (n) => `Consent on ${n} of your cases no longer counts` },
  'disclosure-decided': { one: 'Information has been shared with your agency', many: (n) => `Information has been shared with your agency ${n} times` },
  'emergency-access-used': { one: 'Emergency access was used: it needs a review', many: (n) => `Emergency access was used ${n} times: each needs a review` },
  'known-to-asked': { one: 'Somebody asks about a person whom your agency knows', many: (n) => `Others asked ${n} times about people whom your agency knows` },
  'emergency-review-overdue': { one: 'The review of an emergency access is overdue', many: (n) => `The reviews of ${n} emergency accesses are overdue` },
  'reader-asked': { one: 'A reader of something kept for safety waits for you to confirm', many: (n) => `${n} readers of something kept for safety wait for you to confirm` },
  'agreement-to-sign': { one: 'An agreement is waiting to be read and signed', many: (n) => `${n} agreements are waiting to be read and signed` },
  'agreement-ending': { one: 'An agreement is going to end', many: (n) => `${n} agreements are going to end` },
  'agreement-run-out': { one: 'An agreement has run out: nothing is shared under it', many: (n) => `${n} agreements have run out: nothing is shared under them` },
  'agreement-review-due': { one: 'An agreement is to be reviewed', many: (n) => `${n} agreements are to be reviewed` },
  'agreement-review-overdue': { one: 'The review of an agreement is overdue', many: (n) => `The reviews of ${n} agreements are overdue` },
  'roles-changed': { one: 'Somebody’s roles in your agency have changed', many: (n) => `Roles in your agency have changed ${n} times` },
  'role-requested': { one: 'A role is waiting for a second person', many: (n) => `${n} roles are waiting for a second person` },
  'access-review-due': { one: 'The access of somebody in your agency is to be confirmed', many: (n) => `You have been asked ${n} times to confirm the access of your agency’s people` },
  'colleague-left': { one: 'Somebody has left: what they worked on is to be handed over', many: (n) => `${n} people have left: what they worked on is to be handed over` },
  'identity-provider-changed': { one: 'How your agency’s people sign in has changed', many: (n) => `How your agency’s people sign in has changed ${n} times` },
};

export const wordsOf = (kind: NoticeKind, n = 1): string => (n === 1 ? WORDING[kind].one : WORDING[kind].many(n));
