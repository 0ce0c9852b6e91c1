import type { listReferralOutcomes } from '@concordat/contracts-referrals';
import type { OutputOf } from '@concordat/contracts-protocol';
import { durationWords } from '../../cases/words/duration.js';
import { done, page, type PageAnswer } from '../../layout/answers.js';
import { date, dateTime } from '../../layout/times.js';
import type { KnownNames } from '../../services/names.js';
import { agreementWords, meansWords, stateTag, type ReferralFile } from '../words/referral-words.js';

const SAID = { moved: 'The referral has been moved on', contact: 'The contact has been recorded' };
const ENDED: readonly ReferralFile['state'][] = ['declined', 'signposted', 'closed', 'withdrawn'];

export function referralPage(file: ReferralFile, outcomes: OutputOf<typeof listReferralOutcomes>['items'], names: KnownNames, query: unknown, keeps: boolean): PageAnswer {
  const { person } = file;
  return page('referrals/referral-page/referral-page', {
    title: 'Referral',
    back: '/referrals',
    success: done(query, SAID),
    reference: file.reference,
    id: file.id,
    keeps,
    state: stateTag(file.state),
    name: `${person.givenName} ${person.familyName}`.trim() || 'Name not shared with you',
    overdue: file.overdue,
    facts: [
      { key: 'Service', text: file.serviceName },
      { key: 'From', text: `${names.user(file.fromUserId)}, ${names.agency(file.fromAgencyId)}` },
      { key: 'Made', text: dateTime(file.requestedAt) },
      { key: 'Worker', text: file.workerUserId === null ? 'Nobody yet' : names.user(file.workerUserId) },
      { key: 'Next step due', text: file.due === null ? 'Nothing is due' : dateTime(file.due) },
    ],
    personFacts: [
      { key: 'Date of birth', text: person.dateOfBirth === null ? '' : date(person.dateOfBirth) },
      { key: 'School or provider', text: person.school ?? '' },
      { key: 'Why they were referred', text: file.reason },
      { key: 'Agreement to the service', text: agreementWords(file.agreement) },
    ],
    safeContact: file.safeContact,
    steps: file.transitions.map(({ to, name, lacking }) => ({ text: name, href: lacking.length > 0 ? null : `/referrals/${file.id}/steps/${to}`, lacking })),
    mayContact: file.workerUserId !== null && !ENDED.includes(file.state),
    contacts: file.contacts.toReversed().map((contact) => ({
      title: `${meansWords(contact.means)}: ${contact.reached ? 'reached' : 'not reached'}`,
      at: contact.at,
      by: names.user(contact.byUserId),
      text: contact.note,
    })),
    states: file.states.map((state) => ({
      state: stateTag(state.state),
      from: dateTime(state.from),
      lasted: state.to === null ? `${durationWords(state.seconds)} so far` : durationWords(state.seconds),
      by: state.byUserId === null ? 'It arrived' : names.user(state.byUserId),
      reason: state.reason ?? '',
    })),
    outcome: outcomeFacts(file, outcomes),
  });
}

function outcomeFacts({ outcome }: ReferralFile, outcomes: OutputOf<typeof listReferralOutcomes>['items']) {
  if (outcome === null) return null;
  return [
    { key: 'Outcome', text: outcomes.find(({ code }) => code === outcome.code)?.name ?? 'An outcome that is no longer used' },
    { key: 'Achieved', text: outcome.achieved ? 'Yes' : 'No' },
    { key: 'What was achieved', text: outcome.reason },
    { key: 'Feedback in the person’s words', text: outcome.feedback },
  ];
}
