import { describe, expect, it } from '@jest/globals';
import { strFromU8, unzipSync } from 'fflate';
import type { Agency, Agreement, ReferenceEntry, ReferenceList } from '@concordat/contracts-partnership-registry';
import { KnownNames } from '../../services/names.js';
import { AgencyChoices, ListedChoices } from '../choices.js';
import { signatureState, signatureWords, statusTag, termRow, termSentences } from './agreement-words.js';
import { newAgreementForm, signForm, termForm, termOf, typedTerm, type TermOptions } from './agreement.form.js';
import { agreementText, differences } from './agreement-text.js';
import { agreementDocument } from './agreement-document.js';
import { changeWords } from './agreement-changes.js';
import { termsOf } from './writing.js';
import { agreementPage, isOpenDraft, signatories } from './agreements.presenter.js';

const COUNCIL = '01a200d7-988c-7394-8058-000000000001';
const POLICE = '01a200d7-988c-7394-8058-000000000002';
const recorded = { version: 1, updatedAt: '2026-01-01T00:00:00.000Z' };

const agency = (id: string, name: string): Agency => ({ id, name, kind: 'council', parentId: null, emergencyAccess: false, dutyContact: null, active: true, ...recorded });
const listOf = (list: ReferenceList, code: string, name: string): ListedChoices => {
  const entry: ReferenceEntry = { id: COUNCIL, list, code, name, validFrom: '2020-01-01', validTo: null, position: 0, healthOrSocialCare: false, ...recorded };
  return new ListedChoices([entry]);
};
const agencies = new AgencyChoices([agency(COUNCIL, 'Council'), agency(POLICE, 'Police')], []);
const lists = {
  agencies,
  purposes: listOf('purposes', 'youth-diversion', 'Diverting young people'),
  categories: listOf('categories', 'behaviour', 'Behaviour and incidents'),
  gateways: listOf('gateways', 'cda-1998-s115', 'Crime and Disorder Act 1998, section 115'),
};

const agreement = (known: Partial<Agreement> = {}): Agreement => ({
  id: COUNCIL,
  name: 'Youth JAG agreement',
  status: 'draft',
  validFrom: '2026-01-01',
  validTo: '2028-01-01',
  signatures: [],
  terms: [
    { id: POLICE, number: 1, purpose: 'youth-diversion', from: '*', to: [COUNCIL, POLICE], categories: { behaviour: ['incidents', 'whatHelps'] }, basis: 'public-task', gateway: 'cda-1998-s115', export: false, conditions: { specialCategory: null, criminalOffence: null } },
  ],
  parties: [COUNCIL, POLICE].map((agencyId) => ({ agencyId, contact: null, signatory: null })),
  purposes: ['youth-diversion'],
  aim: 'To divert young people',
  policyDocument: '',
  impactAssessment: 'DPIA 12',
  retention: 'Six years',
  security: 'Kept in the service',
  rights: '',
  reviewOn: null,
  edition: 1,
  supersedes: null,
  attachments: [],
  reviews: [],
  faults: [{ part: 'rights', message: 'Say how people’s rights are answered' }],
  next: ['active', 'ended'],
  ...recorded,
  ...known,
});

const administrator = { author: true, administrator: true, agencyId: COUNCIL };
const governor = { author: true, administrator: false, agencyId: POLICE };
const reader = { author: false, administrator: false, agencyId: POLICE };

describe('an agreement in words', () => {
  it('says who may give what to whom, for what, on which basis and gateway', () => {
    const [term] = agreement().terms;
    expect(termRow(term!, lists)).toEqual([
      { text: 'Term 1', together: true },
      { text: 'Every agency that signed' },
      { text: 'Behaviour and incidents: incidents and what helps' },
      { text: 'Council\nPolice' },
      { text: 'Diverting young people' },
      { text: 'Public task', hint: 'Crime and Disorder Act 1998, section 115' },
      { text: 'No' },
    ]);
  });

  it('says when one in force has run out, or has not begun', () => {
    const inForce = agreement({ status: 'active' });
    expect([statusTag(inForce, '2026-06-01').text, statusTag(inForce, '2028-01-01').text, statusTag(inForce, '2025-12-31').text]).toEqual(['In force', 'Run out', 'Not yet in force']);
  });

  it('counts agencies that signed and did not withdraw', () => {
    const signatures = [
      { agencyId: COUNCIL, on: '2026-01-05', withdrawnOn: null },
      { agencyId: POLICE, on: '2026-01-05', withdrawnOn: '2026-02-02' },
    ];
    expect(signatureWords(agreement({ signatures }))).toBe('1 agency');
    expect(signatures.map((signature) => signatureState(signature, '2026-03-01').text)).toEqual(['Signed', 'Withdrawn on 2 February 2026']);
  });
});

describe('what can be done with an agreement', () => {
  it('an administrator signs for every agency that has not, a governance lead for their own', () => {
    const signed = agreement({ signatures: [{ agencyId: COUNCIL, on: '2026-01-05', withdrawnOn: null }] });
    expect(signatories(agreement(), agencies, administrator)).toHaveLength(2);
    expect(signatories(signed, agencies, administrator).map(({ text }) => text)).toEqual(['Police']);
    expect(signatories(agreement(), agencies, governor).map(({ text }) => text)).toEqual(['Police']);
    expect(signatories(agreement(), agencies, reader)).toEqual([]);
  });

  it('is written as a draft alone', () => {
    expect(isOpenDraft(agreement())).toBe(true);
    expect(isOpenDraft(agreement({ status: 'in-review' }))).toBe(false);
    expect(isOpenDraft(agreement({ status: 'active' }))).toBe(false);
  });

  it('says that nothing is shared under it, and has nothing to give other systems, where nobody signed with another', () => {
    const page = (known: Parameters<typeof agreement>[0]) => agreementPage(agreement(known), lists, administrator, null, new KnownNames(new Map(), new Map())).model;
    const inForce = { status: 'active' as const, validFrom: '2026-01-01', validTo: '2099-01-01' };
    const one = page({ ...inForce, signatures: [{ agencyId: COUNCIL, on: '2026-01-02', withdrawnOn: null }] });
    const two = page({ ...inForce, signatures: [COUNCIL, POLICE].map((agencyId) => ({ agencyId, on: '2026-01-02', withdrawnOn: null })) });
    expect([one.idle, JSON.stringify(one.links).includes('odrl')]).toEqual([true, false]);
    expect([two.idle, JSON.stringify(two.links).includes('odrl'), page({}).idle]).toEqual([false, true, false]);
  });

  it('a reader is offered nothing', () => {
    const { model } = agreementPage(agreement(), lists, reader, null, new KnownNames(new Map(), new Map()));
    expect(model.buttons).toEqual([]);
    expect(JSON.stringify(model)).not.toMatch(/\/(sign|withdraw|status|change|terms)\b/);
    expect(model.title).toBe('Agreement');
  });
});

describe('the text of an agreement', () => {
  it('tells a term in sentences, with its conditions', () => {
    const term = { ...agreement().terms[0]!, conditions: { specialCategory: 'sch1-18-safeguarding' as const, criminalOffence: null } };
    expect(termSentences(term, lists)).toEqual([
      'For this purpose: Diverting young people.',
      'Every agency that signed may give Council and Police: Behaviour and incidents (incidents and what helps only).',
      'The lawful basis is: Public task, under Crime and Disorder Act 1998, section 115.',
      'Special category data on the condition of Safeguarding children and individuals at risk: DPA 2018 Schedule 1 paragraph 18.',
      'It may not be printed or taken away.',
    ]);
  });

  it('tells what a version changes, part by part, and nothing else', () => {
    const text = (known: Partial<Agreement>) => agreementText(agreement({ status: 'active', ...known }), lists);
    const [term] = agreement().terms;
    const rows = differences(text({}), text({ retention: 'Seven years', terms: [term!, { ...term!, number: 2 }] }));
    expect(rows.map(({ heading }) => heading)).toEqual(['Term 2', 'How long it is kept']);
    expect(rows[1]).toMatchObject({ was: 'Six years', is: 'Seven years' });
    expect(rows[0]?.was).toBe('Not there');
    expect(differences(text({ edition: 1 }), text({ edition: 2, status: 'draft', validFrom: '2026-06-01' })).map(({ heading }) => heading)).toEqual(['Dates']);
  });

  it('is a document that word processors open, with every sentence of it', async () => {
    const document = await agreementDocument('Youth JAG agreement', agreementText(agreement(), lists));
    expect(document.subarray(0, 2).toString()).toBe('PK');
    const xml = strFromU8(unzipSync(document)['word/document.xml']!);
    for (const words of ['Youth JAG agreement', 'Every agency that signed may give Council and Police', 'DPIA 12', 'Six years']) expect(xml).toContain(words);
  });
});

describe('forms of agreements', () => {
  const nothing: TermOptions['parts'] = {
    identity: [], contact: [], address: [], family: [], education: [], behaviour: [], offending: [], housing: [], health: [], 'mental-health': [],
    'substance-use': [], safeguarding: [], 'domestic-abuse': [], equality: [], 'professional-opinion': [],
  };
  const parts = { ...nothing, behaviour: [{ value: 'incidents', text: 'What happened' }] };
  const options = { parts, purposes: lists.purposes.options(), agencies: agencies.options(), gateways: lists.gateways.options() };
  const typed = { from: '*', to: [POLICE], categories: ['behaviour'], purpose: 'youth-diversion', basis: 'consent', gateway: '', export: 'no', version: '1' };

  it('make a term of what was typed', () => {
    expect(termOf(termForm(options).read(typed).value!)).toEqual({
      from: '*', to: [POLICE], categories: { behaviour: '*' }, purpose: 'youth-diversion', basis: 'consent', gateway: null, export: false, conditions: { specialCategory: null, criminalOffence: null },
    });
    const some = termOf(termForm(options).read({ ...typed, 'parts-behaviour': 'incidents', specialCategory: 'sch1-18-safeguarding' }).value!);
    expect(some).toMatchObject({ categories: { behaviour: ['incidents'] }, conditions: { specialCategory: 'sch1-18-safeguarding' } });
    expect(termOf(termForm(options).read({ ...typed, ...typedTerm({ ...some, id: POLICE, number: 1 }), export: 'no' }).value!)).toEqual(some);
    expect(termForm(options).read({ version: '1' }).form.faults.map(({ field }) => field)).toEqual(['from', 'categories', 'to', 'purpose', 'basis', 'export']);
    expect(termForm(options).read({ ...typed, to: ['someone'] }).form.fault('to')).not.toBeNull();
  });

  it('give up numbers and ids of terms that are written again', () => {
    expect(termsOf(agreement())[0]).not.toHaveProperty('number');
    expect(termsOf(agreement())[0]).not.toHaveProperty('id');
  });

  it('refuse an end before the start, and a signature in the future', () => {
    const dates = { 'validFrom-day': '2', 'validFrom-month': '2', 'validFrom-year': '2026', 'validTo-day': '2', 'validTo-month': '2', 'validTo-year': '2026' };
    expect(newAgreementForm.read({ name: 'A', ...dates }).form.fault('validTo')?.message).toBe('End date must be after the start date');
    const signature = { agencyId: POLICE, version: '1', 'on-day': '1', 'on-month': '1', 'on-year': '2999' };
    expect(signForm(agencies.options()).read(signature).form.fault('on')?.message).toBe('Date of signature must be today or in the past');
  });
});

describe('what somebody else changed of an agreement', () => {
  const [term] = agreement().terms;
  const words = (field: string, from: unknown, to: unknown) => Object.values(changeWords({ field, from, to }, lists));

  it('is told of the terms and agencies that differ alone, in sentences', () => {
    const same = { ...term!, id: COUNCIL };
    const [from, to] = words('terms', [same, { ...term!, number: 2, export: true }], [{ ...same, number: 2, id: POLICE }]);
    expect([from, to]).toEqual([expect.stringMatching(/^Term 2\. For this purpose: Diverting young people\. .* It may be printed or taken away\.$/), 'Nothing more']);
    const named = (name: string) => ({ agencyId: POLICE, contact: null, signatory: { name, position: 'Chief' } });
    expect(words('parties', [named('Rowan')], [named('Robin')])).toEqual(['Police: nobody to ask yet; signed by Rowan', 'Police: nobody to ask yet; signed by Robin']);
  });

  it('is told of the rest as its history is', () => {
    expect(words('purposes', [], ['youth-diversion'])).toEqual(['Nothing', 'Diverting young people']);
    expect(words('status', 'in-review', 'active')).toEqual(['In review', 'In force']);
    expect(words('signatures', [], [{ agencyId: POLICE, on: '2026-02-02', withdrawnOn: null }])).toEqual(['Nothing', 'Police, signed on 2 February 2026']);
  });
});
