import { RECORD_KINDS } from '@concordat/contracts-partnership-registry';
import { ROLES } from '@concordat/contracts-protocol';
import { ROLE_WORDS } from '../../layout/roles.js';
import { date, dateTime } from '../../layout/times.js';
import { codeWords, count } from '../../layout/words.js';

export type RecordKind = (typeof RECORD_KINDS)[number];

/** What a record of each kind is called, and the page that shows it. */
export const KINDS: Readonly<Record<RecordKind, { called: string; page: (id: string) => string }>> = {
  partnership: { called: 'the partnership', page: () => '/administration/partnership' },
  agency: { called: 'an agency', page: (id) => `/administration/agencies/${id}` },
  person: { called: 'a person', page: (id) => `/administration/people/${id}` },
  membership: { called: 'a membership', page: (id) => `/administration/memberships/${id}` },
  forum: { called: 'a forum', page: (id) => `/administration/forums/${id}` },
  agreement: { called: 'an agreement', page: (id) => `/agreements/${id}` },
  'directory-service': { called: 'a service', page: (id) => `/administration/directory/${id}` },
  'reference-entry': { called: 'an entry of a list', page: () => '/administration/reference-lists' },
};

/** The fields of records as their pages call them; for histories and for "Someone changed this". */
export const FIELD_WORDS: Readonly<Record<string, string>> = {
  name: 'Name',
  districts: 'Districts',
  kind: 'Kind',
  parentId: 'Part of',
  emergencyAccess: 'Opens in an emergency',
  dutyContact: 'Duty contact',
  active: 'In use',
  email: 'Email address',
  open: 'Account open',
  secondFactorResetAt: 'Second factor removed',
  userName: 'Person’s name',
  accountOpen: 'Account open',
  roles: 'Roles',
  startsOn: 'Starts on',
  endsOn: 'Ends on',
  trainingValidTo: 'Training runs out on',
  reviewedOn: 'Last confirmed on',
  suspendedOn: 'Suspended since',
  purpose: 'Purpose',
  subjectKinds: 'Who or what it is about',
  minimumAge: 'Youngest age',
  maximumAge: 'Oldest age',
  criteria: 'Criteria',
  ownerAgencyId: 'Run by',
  coreAgencyIds: 'Core agencies',
  agendaDays: 'Agenda goes out',
  status: 'Status',
  validFrom: 'From',
  validTo: 'Until',
  signatures: 'Signatures',
  terms: 'Terms',
  parties: 'Agencies',
  purposes: 'Purposes',
  aim: 'Why they share',
  policyDocument: 'Appropriate Policy Document',
  impactAssessment: 'Impact assessment',
  retention: 'How long it is kept',
  security: 'How it is kept safe',
  rights: 'People’s rights',
  reviewOn: 'Review by',
  attachments: 'Attachments',
  reviews: 'Reviews',
  healthOrSocialCare: 'Health or social care authority',
  providerAgencyId: 'Provided by',
  description: 'Description',
  acknowledgeHours: 'Hours to acknowledge',
  firstContactHours: 'Hours to a first contact',
  signpost: 'Where else to go',
  position: 'Place in the list',
};

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Ids of agencies among what a history tells. */
export function idsIn(value: unknown): string[] {
  if (typeof value === 'string') return UUID.test(value) ? [value] : [];
  if (Array.isArray(value)) return value.flatMap(idsIn);
  return typeof value === 'object' && value !== null && 'agencyId' in value ? idsIn(value.agencyId) : [];
}

/** One value of a history in words; `agency` names an agency by its id. */
export function valueWords(field: string, value: unknown, agency: (id: string) => string): string {
  if (value === null || value === undefined || value === '') return 'Nothing';
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  if (typeof value === 'number') return field === 'agendaDays' ? `${count(value, 'working day')} before` : String(value);
  if (typeof value === 'string') return textWords(field, value, agency);
  if (Array.isArray(value)) return value.length === 0 ? 'Nothing' : listWords(field, value, agency);
  return 'Several details';
}

function textWords(field: string, value: string, agency: (id: string) => string): string {
  if (UUID.test(value)) return agency(value);
  if (/^\d{4}-\d\d-\d\d$/.test(value)) return date(value);
  if (/^\d{4}-\d\d-\d\dT/.test(value)) return dateTime(value);
  if (field === 'status' && value === 'active') return 'In force';
  const role = ROLES.find((one) => one === value);
  if (field === 'roles' && role !== undefined) return ROLE_WORDS[role];
  return ['kind', 'purpose', 'status', 'subjectKinds'].includes(field) ? codeWords(value) : value;
}

function listWords(field: string, list: readonly unknown[], agency: (id: string) => string): string {
  if (field === 'terms') return count(list.length, 'term');
  return list.map((entry) => entryWords(field, entry, agency)).join('\n');
}

function entryWords(field: string, entry: unknown, agency: (id: string) => string): string {
  if (typeof entry !== 'object' || entry === null) return valueWords(field, entry, agency);
  if ('text' in entry) return String(entry.text);
  if ('agencyId' in entry && 'on' in entry) {
    const withdrawn = 'withdrawnOn' in entry && typeof entry.withdrawnOn === 'string' ? `, withdrawn on ${date(entry.withdrawnOn)}` : '';
    return `${agency(String(entry.agencyId))}, signed on ${date(entry.on)}${withdrawn}`;
  }
  if ('agencyId' in entry && 'signatory' in entry) return agency(String(entry.agencyId));
  return 'Several details';
}
