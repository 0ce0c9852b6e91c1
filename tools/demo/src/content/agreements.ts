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
  terms: readonly DemoTerm[];
}

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
      { ...YOUTH, from: ['police'], to: ['council'], categories: { offending: ['outcomes'] }, export: false },
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
    signatories: ['neighbourCouncil', 'police'],
    terms: [
      { ...YOUTH, from: '*', to: '*', categories: identity, export: false },
      { ...YOUTH, from: '*', to: ['neighbourCouncil'], categories: fullerSet, export: false },
    ],
  },
];
