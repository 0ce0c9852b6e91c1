import type { CallOf } from '@concordat/contracts-protocol';
import type { addForum } from '@concordat/contracts-partnership-registry';
import type { AgencyKey } from './agencies.js';
import type { PartnershipKey } from './partnerships.js';

type Details = Omit<CallOf<typeof addForum>['body'], 'ownerAgencyId' | 'coreAgencyIds'>;

export interface DemoForum extends Details {
  partnership: PartnershipKey;
  owner: AgencyKey;
  core: readonly AgencyKey[];
}

const youthCriteria = [
  { code: 'age-and-place', text: 'Is aged 10 to 17, and lives or goes to school in the partnership’s districts' },
  { code: 'risk', text: 'Is involved in, or at risk of, crime or anti-social behaviour' },
  { code: 'several-agencies', text: 'Needs more than one agency to help' },
  { code: 'tried', text: 'What one agency could do by itself has been tried' },
];

export const FORUMS: readonly DemoForum[] = [
  {
    partnership: 'here',
    code: 'youth-jag',
    referencePrefix: 'YJ',
    name: 'Youth JAG',
    purpose: 'youth-diversion',
    subjectKinds: ['person'],
    minimumAge: 10,
    maximumAge: 17,
    criteria: youthCriteria,
    owner: 'council',
    core: ['police', 'children', 'youthOutreach', 'blaby'],
    agendaDays: 5,
  },
  {
    partnership: 'here',
    code: 'jag-ppf',
    referencePrefix: 'JP',
    name: 'JAG/PPF',
    purpose: 'problem-solving',
    subjectKinds: ['person', 'group', 'place'],
    minimumAge: 18,
    maximumAge: null,
    criteria: [
      { code: 'harm', text: 'Causes or suffers repeated harm to people or a place in the partnership’s districts' },
      { code: 'several-agencies', text: 'Needs more than one agency to solve' },
    ],
    owner: 'council',
    core: ['police', 'fire', 'probation', 'health', 'blaby'],
    agendaDays: 5,
  },
  {
    partnership: 'neighbour',
    code: 'youth-jag',
    referencePrefix: 'CY',
    name: 'Charnwood Youth JAG',
    purpose: 'youth-diversion',
    subjectKinds: ['person'],
    minimumAge: 10,
    maximumAge: 17,
    criteria: youthCriteria,
    owner: 'neighbourCouncil',
    core: ['police'],
    agendaDays: 5,
  },
];
