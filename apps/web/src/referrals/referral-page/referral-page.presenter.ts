import type { listReferralOutcomes } from '@concordat/contracts-referrals';
import type { OutputOf } from '@concordat/contracts-protocol';
import { durationWords } from '../../cases/words/duration.js';
import { done, page, type PageAnswer } from '../../layout/answers.js';
import { date, dateTime } from '../../layout/times.js';
import { codeWords } from '../../layout/words.js';
import type { KnownNames } from '../../services/names.js';
import { meansWords, planRows } from '../../safe-contact/plan-words.js';
import { agreementWords, stateTag, type ReferralFile } from '../words/referral-words.js';

const SAID = { moved: 'The referral has been moved on', contact: 'The contact has been recorded', plan: 'How and when contact is safe has been written down' };
const ENDED: readonly ReferralFile['state'][] = ['declined', 'signposted', 'closed', 'withdrawn'];

export function referralPage(file: ReferralFile, outcomes: OutputOf<typeof listReferralOutcomes>['items'], names: KnownNames, query: unknown, { keeps, audits }: { keeps: boolean; audits: boolean }): PageAnswer {
  const { person, why } = file;
  return page('referrals/referral-page/referral-page', {
    title: 'Referral',
    back: '/referrals',
    success: done(query, SAID),
    reference: file.reference,
    id: file.id,
    keeps,
    audits,
    state: stateTag(file.state),
    name: `${person.givenName} ${person.familyName}`.trim() || 'Name not shared with you',
    whyNamed: file.whyNamed,
    overdue: file.overdue,
    facts: [
      { key: 'Service', text: file.serviceName },
      { key: 'From', text: `${names.user(file.fromUserId)}, ${names.agency(file.fromAgencyId)}` },
      { key: 'Made', text: dateTime(file.requestedAt) },
      { key: 'Worker', text: file.workerUserId === null ? 'Nobody yet' : names.user(file.workerUserId) },
      { key: 'Next step due', text: file.due === null ? 'Nothing is due' : dateTime(file.due) },
    ],
    personFacts: [
      { key: 'Date of birth', text: person.dateOfBirth === null ? '' : date(person.dateOfBirth), why: why.dateOfBirth },
      { key: 'School or provider', text: person.school ?? '', why: why.school },
      { key: 'Why they were referred', text: file.reason, why: why.reason },
      { key: 'Agreement to the service', text: agreementWords(file.agreement), why: why.agreement },
    ],
    plan: file.safeContact === null ? [] : planRows(file.safeContact),
    reachable: !ENDED.includes(file.state),
    receipts: file.receipts.map((receipt) => receiptRows(receipt, names, why.receipts)),
    steps: file.transitions.map(({ to, name, lacking }) => ({ text: name, href: lacking.length > 0 ? null : `/referrals/${file.id}/steps/${to}`, lacking })),
    mayContact: file.workerUserId !== null && !ENDED.includes(file.state),
    contacts: file.contacts.toReversed().map((contact) => ({
      title: `${meansWords(contact.means)}: ${contact.reached ? 'reached' : 'not reached'}`,
      at: contact.at,
      by: names.user(contact.byUserId),
      text: contact.note,
      why: contact.why,
    })),
    states: file.states.map((state) => ({
      state: stateTag(state.state),
      from: dateTime(state.from),
      lasted: state.to === null ? `${durationWords(state.seconds)} so far` : durationWords(state.seconds),
      by: state.byUserId === null ? 'It arrived' : names.user(state.byUserId),
      reason: state.reason ?? '',
      why: state.why,
    })),
    outcome: outcomeFacts(file, outcomes),
  });
}

/** What a receipt that came along says of what the service may use. */
function receiptRows({ processing, parties, events }: ReferralFile['receipts'][number], names: KnownNames, why: readonly string[]) {
  const last = events.at(-1);
  return [
    { key: 'For', text: codeWords(processing.purpose) },
    { key: 'Kinds of information', text: processing.piiCategories.map(({ code }) => codeWords(code)).join('\n') },
    { key: 'With', text: parties.filter(({ role }) => role === 'recipient').map(({ id }) => names.agency(id)).join('\n') },
    { key: 'Given', text: last === undefined ? '' : date(last.at) },
    { key: 'Holds', text: processing.retention, why },
  ];
}

function outcomeFacts({ outcome, why }: ReferralFile, outcomes: OutputOf<typeof listReferralOutcomes>['items']) {
  if (outcome === null) return null;
  return [
    { key: 'Outcome', text: outcomes.find(({ code }) => code === outcome.code)?.name ?? 'An outcome that is no longer used' },
    { key: 'Achieved', text: outcome.achieved ? 'Yes' : 'No' },
    { key: 'What was achieved', text: outcome.reason },
    { key: 'Feedback in the person’s words', text: outcome.feedback, why: why.outcome },
  ];
}
