import type { ReferenceList } from '@concordat/contracts-partnership-registry';

interface Choice {
  code: string;
  name: string;
  healthOrSocialCare?: boolean;
}

const choices = (names: Readonly<Record<string, string>>): Choice[] => Object.entries(names).map(([code, name]) => ({ code, name }));

/** Kinds of agencies whose personal information the serious violence gateway does not let through, as a partnership starts; a council may have others. */
const HEALTH_OR_SOCIAL_CARE: readonly string[] = ['health', 'childrens-services', 'adult-services'];

const kindsOfAgency = (names: Readonly<Record<string, string>>): Choice[] =>
  choices(names).map((choice) => ({ ...choice, healthOrSocialCare: HEALTH_OR_SOCIAL_CARE.includes(choice.code) }));

/** What a new partnership's reference lists hold; its administrators change them from there. */
export const STARTING_LISTS: Readonly<Record<ReferenceList, readonly Choice[]>> = {
  purposes: choices({
    'youth-diversion': 'Diverting young people from offending and anti-social behaviour',
    'problem-solving': 'Solving problems of people and places together',
    'serious-violence-prevention': 'Preventing serious violence',
    'domestic-abuse-support': 'Supporting people who live with domestic abuse',
    safeguarding: 'Safeguarding children and adults',
  }),
  categories: choices({
    identity: 'Name and date of birth',
    contact: 'Contact details',
    address: 'Address',
    family: 'Family and relationships',
    education: 'School and education',
    behaviour: 'Behaviour and incidents',
    offending: 'Offending',
    housing: 'Housing',
    health: 'Health',
    'mental-health': 'Mental health',
    'substance-use': 'Drugs and alcohol',
    safeguarding: 'Safeguarding',
    'domestic-abuse': 'Domestic abuse',
    equality: 'Equality information',
    'professional-opinion': 'Professional opinion',
  }),
  gateways: choices({
    'cda-1998-s115': 'Crime and Disorder Act 1998, section 115',
    'pcsc-2022-serious-violence': 'Police, Crime, Sentencing and Courts Act 2022, serious violence duty',
    'asbcpa-2014-sch4': 'Anti-social Behaviour, Crime and Policing Act 2014, schedule 4',
    'children-act-2004': 'Children Act 2004',
    'care-act-2014': 'Care Act 2014',
    'dpa-2018-sch1-safeguarding': 'Data Protection Act 2018, schedule 1, safeguarding',
    'court-order': 'Order of a court',
    'vital-interests': 'Vital interests',
  }),
  'closing-reasons': choices({
    'objective-met': 'The objective was met',
    improved: 'Matters improved enough for one agency to carry on',
    'no-change': 'Nothing changed and nothing more can be done together',
    'did-not-engage': 'The person did not take part',
    'moved-away': 'The person moved away',
    'other-route': 'Another service or a court deals with it now',
    'died': 'The person died',
  }),
  'agency-kinds': kindsOfAgency({
    council: 'Council',
    'council-team': 'Council team',
    police: 'Police',
    'fire-and-rescue': 'Fire and rescue',
    health: 'Health',
    probation: 'Probation',
    'youth-justice': 'Youth justice',
    'childrens-services': 'Children’s services',
    'adult-services': 'Adult social care',
    school: 'School or college',
    housing: 'Housing provider',
    charity: 'Charity or community organisation',
    other: 'Other',
  }),
  'service-kinds': choices({
    outreach: 'Outreach',
    mentoring: 'Mentoring',
    group: 'Group programme',
    counselling: 'Counselling',
    advice: 'Advice',
    'housing-support': 'Housing support',
    other: 'Other',
  }),
};
