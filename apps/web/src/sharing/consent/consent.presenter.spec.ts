import { describe, expect, it } from '@jest/globals';
import type { ConsentReceipt, ConsentView } from '@concordat/contracts-protocol';
import { KnownNames } from '../../services/names.js';
import { consentsPage } from '../consents/consents.presenter.js';
import { placeOf } from '../place.js';
import { consentPage, receiptPage } from './consent.presenter.js';

const place = placeOf('/cases/the-case/consents');
const names = new KnownNames(new Map([['coordinator', 'Nadia Farrow']]), new Map([['council', 'Borough Council'], ['outreach', 'Youth Outreach']]));

const consent = (more: Partial<ConsentView> = {}): ConsentView => ({
  id: 'the-consent', version: 1, caseId: 'the-case', subjectId: 'the-subject', purpose: 'youth-diversion', state: 'in-force', decision: 'given', givenBy: 'subject',
  recipientAgencyIds: ['outreach', 'unknown'], categories: ['education'], recordedAt: '2026-02-02T09:30:00.000Z', expiresAt: null, withdrawnAt: null, invalidatedAt: null,
  recordedByUserId: 'coordinator', recordedForAgencyId: 'council', withdrawal: null, mayWithdraw: true,
  statement: {
    giver: null, competence: { assessor: 'School nurse', on: '2026-02-01', reasons: 'Told it back' }, decidedOn: '2026-02-01', explained: 'Who reads it', evidence: 'said-in-person', evidenceNote: 'In the file',
  },
  ...more,
});

const rowsOf = (of: ConsentView): unknown => consentPage(place, of, names, null).model.rows;

describe('a record of consent in words', () => {
  it('says who decided, how, with whom and until when', () => {
    expect(rowsOf(consent())).toEqual(expect.arrayContaining([
      { key: 'Decision', text: 'Consent was given' },
      { key: 'Who decided', text: 'The person themselves' },
      { key: 'Competence', text: 'Assessed by School nurse on 1 February 2026: Told it back' },
      { key: 'With', text: 'Youth Outreach\nAnother agency' },
      { key: 'How it was given', text: 'Said in person. In the file' },
      { key: 'Recorded', text: '2 February 2026 at 9:30am by Nadia Farrow, Borough Council' },
      { key: 'Ends', text: 'When the purpose ends, or when it is withdrawn' },
    ]));
  });

  it('names who else decided, and who took it back', () => {
    const { statement } = consent();
    const other = consent({
      givenBy: 'parental-responsibility', statement: statement && { ...statement, competence: null, giver: { name: 'Sam Kestrel', relationship: 'step-parent' } },
      state: 'withdrawn', mayWithdraw: false, withdrawnAt: '2026-03-01T12:00:00.000Z', withdrawal: { by: 'Sam Kestrel', on: '2026-03-01', how: 'said-by-telephone', note: '' },
    });
    expect(rowsOf(other)).toEqual(expect.arrayContaining([
      { key: 'Who decided', text: 'Somebody with parental responsibility: Sam Kestrel (Step parent)' },
      { key: 'Withdrawn', text: '1 March 2026 at midday by Sam Kestrel. Said by telephone.' },
    ]));
    expect(consentPage(place, other, names, null).model).toMatchObject({ withdraw: null, state: { text: 'Withdrawn' }, receipt: '/cases/the-case/consents/the-consent/receipt' });
    expect(consentPage(place, consent(), names, null).model.withdraw).toBe('/cases/the-case/consents/the-consent/withdraw');
  });

  it('keeps an allegation from all but those who are told of it', () => {
    expect(JSON.stringify(rowsOf(consent()))).not.toContain('alleged');
    expect(rowsOf(consent({ invalidatedAt: '2026-03-01T12:00:00.000Z' }))).toContainEqual({ key: 'No longer counts', text: 'Since 1 March 2026 at midday: who gave it is alleged to harm the person' });
  });
});

describe('the list of consents', () => {
  const file = { reference: 'YJ-7K3M-Q2', ownerAgencyId: 'council', purpose: 'youth-diversion', people: [], consents: [consent()], answers: [], relations: [], may: { record: true } };

  it('keeps the other three meanings apart from consent as the legal basis', () => {
    const { model } = consentsPage(place, { ...file, answers: [
      { id: 'a', subjectId: 'the-subject', kind: 'told', answer: 'yes', by: 'The mother', on: '2026-02-02', about: 'The privacy notice', agencyId: 'council', recordedByUserId: 'coordinator', recordedAt: '2026-02-02T09:30:00.000Z' },
    ] }, names, null);
    expect(model.consents).toMatchObject([{ href: '/cases/the-case/consents/the-consent', what: 'Education', about: 'Name not shared with you', state: { text: 'Counts now' } }]);
    expect(model.answers).toMatchObject([{ given: [] }, { given: [] }, { title: 'Being told', given: [{ title: 'Yes', by: 'Nadia Farrow, Borough Council', text: 'The mother: The privacy notice' }] }]);
  });

  it('leads back to the case only those who may open it', () => {
    expect(consentsPage(place, file, names, null).model.back).toBe('/cases/the-case');
    expect(consentsPage(place, { ...file, may: { record: false } }, names, null).model.back).toBe('/notices');
  });
});

describe('the receipt for the person', () => {
  const receipt: ConsentReceipt = {
    header: { schemaVersion: 'ISO/IEC TS 27560:2023', receiptId: 'the-consent', recordId: 'the-consent', piiPrincipalId: 'the-subject', createdAt: '2026-02-02T09:30:00.000Z', language: 'en-GB' },
    processing: {
      purpose: 'youth-diversion', lawfulBasis: 'consent', piiCategories: [{ code: 'education', sensitive: false }, { code: 'health', sensitive: true }], privacyNotice: 'Who reads it', jurisdiction: 'GB',
      collectionMethod: 'Said in person and written down', processingMethods: ['Shown to people'], storageLocation: 'Casework', retention: 'While the purpose lasts', withdrawalMethod: 'Tell any of them', rights: 'A copy',
    },
    parties: [{ id: 'council', role: 'controller' }, { id: 'outreach', role: 'recipient' }],
    events: [
      { type: 'explicit', state: 'withdrawn', at: '2026-02-02T09:30:00.000Z', validUntil: '2026-06-01T11:00:00.000Z', by: 'The person' },
      { type: 'withdrawn', state: 'withdrawn', at: '2026-03-01T12:00:00.000Z', validUntil: null, by: 'The person' },
    ],
  };

  it('says to the person who is responsible, who gets what, and what happened', () => {
    const { model } = receiptPage(place, receipt, names);
    expect(model.rows).toEqual(expect.arrayContaining([
      { key: 'What is shared', text: 'Education\nHealth (sensitive)' },
      { key: 'Responsible for it', text: 'Borough Council' },
      { key: 'Shared with', text: 'Youth Outreach' },
      { key: 'What happened', text: 'Consent was given on 2 February 2026 at 9:30am (The person), until 1 June 2026 at midday\nConsent was withdrawn on 1 March 2026 at midday (The person)' },
    ]));
    expect(JSON.stringify(model)).not.toContain('the-subject');
  });
});
