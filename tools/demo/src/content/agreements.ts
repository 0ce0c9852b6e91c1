import type { CallOf } from '@concordat/contracts-protocol';
import type { addAgreement } from '@concordat/contracts-partnership-registry';
import type { AgencyKey } from './agencies.js';
import type { PartnershipKey } from './partnerships.js';

type Term = CallOf<typeof addAgreement>['body']['terms'][number];

export interface DemoTerm extends Omit<Term, 'from' | 'to'> {
  from: '*' | readonly AgencyKey[];
  to: '*' | readonly AgencyKey[];
}

export interface DemoAgreement {
  name: string;
  partnership: PartnershipKey;
  signatories: readonly AgencyKey[];
  purposes: readonly string[];
  aim: string;
  /** Where its documents are kept. */
  documents: { impactAssessment: string; policyDocument: string };
  terms: readonly DemoTerm[];
}

/** What the partnership's agreements say alike. */
export const COMMON_TEXT = {
  retention:
    'Case records are kept for six years after the case is closed, and those of young people until their 25th birthday if that is later. Each agency deletes what it took out of Concordat at the same time.',
  security:
    'What is shared stays within Concordat. What a term lets be printed is kept locked away and destroyed after the meeting. A breach is told to the owner of the information at once; it decides within 72 hours whether to tell the Information Commissioner.',
  rights:
    'Each agency answers for what it holds. A request for a copy, a correction or an objection goes to the agency that owns the information, through its contact, within two working days.',
} as const;

/** Who is asked, and who signs, for each agency: invented people. */
export const PEOPLE_OF_AGREEMENTS = {
  contact: { name: 'Imogen Larkspur', position: 'Information governance lead' },
  signatory: { name: 'Rowan Thistlewood', position: 'Director' },
} as const;

const YOUTH_TEXT = {
  purposes: ['youth-diversion'],
  aim: 'To divert young people from offending and anti-social behaviour early, by a plan that their school, family and services make together. No agency sees enough alone to know who needs it.',
  documents: { impactAssessment: 'Community safety DPIA 2026/04', policyDocument: 'Council APD 7, safeguarding and crime' },
} as const;

const CRIME_AND_DISORDER = { basis: 'public-task', gateway: 'cda-1998-s115' } as const;
const YOUTH = { purpose: 'youth-diversion', ...CRIME_AND_DISORDER } as const;
const PROBLEMS = { purpose: 'problem-solving', ...CRIME_AND_DISORDER } as const;

/** Who the person is: what every agency of a circle needs, and what a referral passes on. */
const identity: DemoTerm['categories'] = { identity: ['givenName', 'familyName', 'dateOfBirth', 'school'] };

/** What the agency that runs a forum needs for its cases. */
const fullerSet: DemoTerm['categories'] = {
  identity: ['otherNames'],
  contact: '*',
  address: '*',
  family: '*',
  behaviour: '*',
  safeguarding: '*',
  'professional-opinion': '*',
};

export const AGREEMENTS: readonly DemoAgreement[] = [
  {
    name: 'Youth JAG information sharing agreement',
    partnership: 'here',
    ...YOUTH_TEXT,
    signatories: ['council', 'blaby', 'police', 'transportPolice', 'children', 'school', 'fire', 'probation', 'health', 'youthOutreach'],
    terms: [
      { ...YOUTH, from: '*', to: '*', categories: identity, export: true },
      {
        ...YOUTH,
        from: '*',
        to: ['police', 'transportPolice', 'children', 'school', 'fire', 'probation', 'youthOutreach', 'blaby'],
        categories: { behaviour: ['incidents'], 'professional-opinion': ['action', 'decision', 'result'] },
        export: false,
      },
      { ...YOUTH, from: '*', to: ['council'], categories: fullerSet, export: false },
      { ...YOUTH, from: ['police'], to: ['council'], categories: { offending: ['outcomes'] }, export: false, conditions: { specialCategory: null, criminalOffence: 'sch1-10-unlawful-acts' } },
      { ...YOUTH, from: ['council', 'school'], to: ['children'], categories: { family: '*', safeguarding: '*' }, gateway: 'children-act-2004', export: false },
      {
        ...YOUTH,
        from: ['school'],
        to: ['council', 'children', 'youthOutreach'],
        categories: { education: '*' },
        basis: 'consent',
        gateway: null,
        export: false,
      },
    ],
  },
  {
    name: 'JAG/PPF information sharing agreement',
    partnership: 'here',
    purposes: ['problem-solving'],
    aim: 'To solve problems of places and of people who keep coming to notice, by one plan of all agencies.',
    documents: { impactAssessment: 'Community safety DPIA 2026/05', policyDocument: 'Council APD 7, safeguarding and crime' },
    signatories: ['council', 'blaby', 'police', 'transportPolice', 'fire', 'probation', 'health'],
    terms: [
      { ...PROBLEMS, from: '*', to: '*', categories: identity, export: false },
      { ...PROBLEMS, from: '*', to: '*', categories: { behaviour: ['incidents'], 'professional-opinion': ['action', 'decision', 'result', 'question'] }, export: false },
      { ...PROBLEMS, from: '*', to: ['council'], categories: { ...fullerSet, housing: '*' }, export: false },
    ],
  },
  {
    name: 'Charnwood Youth JAG information sharing agreement',
    partnership: 'neighbour',
    ...YOUTH_TEXT,
    signatories: ['neighbourCouncil', 'police'],
    terms: [
      { ...YOUTH, from: '*', to: '*', categories: identity, export: false },
      { ...YOUTH, from: '*', to: ['neighbourCouncil'], categories: fullerSet, export: false },
    ],
  },
];
