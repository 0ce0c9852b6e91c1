import type { ConsentReceipt, ConsentView } from '@concordat/contracts-protocol';
import type { Form } from '../../forms/form.js';
import { page, type PageAnswer } from '../../layout/answers.js';
import { date, dateTime } from '../../layout/times.js';
import { codeWords } from '../../layout/words.js';
import type { KnownNames } from '../../services/names.js';
import type { SharingPlace } from '../place.js';
import { categoryWords, EVIDENCE_WORDS, GIVER_WORDS, STATE_TAGS } from '../words/consent-words.js';

export function consentPage({ base }: SharingPlace, consent: ConsentView, names: KnownNames, success: string | null): PageAnswer {
  const { id, statement, withdrawal } = consent;
  return page('sharing/consent/consent', {
    title: 'Record of consent',
    back: `${base}/consents`,
    success,
    state: STATE_TAGS[consent.state],
    withdraw: consent.mayWithdraw ? `${base}/consents/${id}/withdraw` : null,
    receipt: `${base}/consents/${id}/receipt`,
    rows: [
      { key: 'Decision', text: consent.decision === 'given' ? 'Consent was given' : 'Consent was refused' },
      { key: 'Who decided', text: [GIVER_WORDS[consent.givenBy], statement?.giver ? `${statement.giver.name} (${codeWords(statement.giver.relationship)})` : ''].filter((part) => part !== '').join(': ') },
      ...(statement?.competence ? [{ key: 'Competence', text: `Assessed by ${statement.competence.assessor} on ${date(statement.competence.on)}: ${statement.competence.reasons}` }] : []),
      { key: 'Kinds of information', text: categoryWords(consent.categories) },
      { key: 'With', text: consent.recipientAgencyIds.map((agencyId) => names.agency(agencyId)).join('\n') },
      { key: 'Purpose', text: codeWords(consent.purpose) },
      { key: 'What was explained', text: statement?.explained ?? 'Not kept with this record' },
      ...(statement ? [{ key: 'How it was given', text: [EVIDENCE_WORDS[statement.evidence], statement.evidenceNote].filter((part) => part !== '').join('. ') }, { key: 'Decided on', text: date(statement.decidedOn) }] : []),
      { key: 'Recorded', text: [dateTime(consent.recordedAt), consent.recordedForAgencyId === null ? '' : `by ${names.user(consent.recordedByUserId)}, ${names.agency(consent.recordedForAgencyId)}`].join(' ').trim() },
      { key: 'Ends', text: consent.expiresAt === null ? 'When the purpose ends, or when it is withdrawn' : dateTime(consent.expiresAt) },
      ...(consent.withdrawnAt === null ? [] : [{ key: 'Withdrawn', text: [dateTime(consent.withdrawnAt), withdrawal ? `by ${withdrawal.by}. ${EVIDENCE_WORDS[withdrawal.how]}. ${withdrawal.note}` : ''].join(' ').trim() }]),
      ...(consent.invalidatedAt === null ? [] : [{ key: 'No longer counts', text: `Since ${dateTime(consent.invalidatedAt)}: who gave it is alleged to harm the person` }]),
    ],
  });
}

/** Asked before anything is made for the person, whether or not a plan for safe contact is kept. */
export function safeContactPage({ base }: SharingPlace, consentId: string, form: Form): PageAnswer {
  return page('sharing/receipt/safe-contact', { title: 'Is it safe to give the person a receipt?', back: `${base}/consents/${consentId}`, form });
}

/** In the order of ISO/IEC TS 27560, in words for the person. */
export function receiptPage({ base }: SharingPlace, { header, processing, parties, events }: ConsentReceipt, names: KnownNames): PageAnswer {
  const named = (role: string): string => parties.filter((party) => party.role === role).map(({ id }) => names.agency(id)).join('\n');
  return page('sharing/receipt/receipt', {
    title: 'Consent receipt',
    back: `${base}/consents/${header.recordId}`,
    schema: header.schemaVersion,
    rows: [
      { key: 'Receipt', text: header.receiptId },
      { key: 'Made', text: dateTime(header.createdAt) },
      { key: 'Why it is shared', text: codeWords(processing.purpose) },
      { key: 'On what basis', text: 'Your consent, or that of somebody who decides for you' },
      { key: 'What is shared', text: processing.piiCategories.map(({ code, sensitive }) => `${codeWords(code)}${sensitive ? ' (sensitive)' : ''}`).join('\n') },
      { key: 'Responsible for it', text: named('controller') },
      { key: 'Shared with', text: named('recipient') },
      { key: 'What was explained', text: processing.privacyNotice },
      { key: 'How it was given', text: processing.collectionMethod },
      { key: 'How it is used', text: processing.processingMethods.join('\n') },
      { key: 'Where it is kept', text: processing.storageLocation },
      { key: 'How to withdraw', text: processing.withdrawalMethod },
      { key: 'Your rights', text: processing.rights },
      { key: 'What happened', text: events.map(({ type, at, by, validUntil }) => `${EVENT_WORDS[type]} on ${dateTime(at)} (${by})${validUntil === null ? '' : `, until ${dateTime(validUntil)}`}`).join('\n') },
    ],
  });
}

const EVENT_WORDS: Readonly<Record<ConsentReceipt['events'][number]['type'], string>> = { explicit: 'Consent was given', refused: 'Consent was refused', withdrawn: 'Consent was withdrawn', expired: 'Consent ended' };
