import { SHARING_ROLES, type Role } from '@concordat/contracts-protocol';

export { SHARING_ROLES };

/** What may be done with an item: seen on a page, or taken out of the product. */
export const ACTIONS = ['read', 'export'] as const;
export type Action = (typeof ACTIONS)[number];

/** Roles that see everything that their own agency owns. */
export const OWN_ROLES = [...SHARING_ROLES, 'information-governance'] as const satisfies readonly Role[];

/** The role that reads its own agency's items marked `victim-safety`. */
export const VICTIM_SAFETY_ROLE = 'victim-safety' satisfies Role;

export const MARKINGS = ['standard', 'victim-safety'] as const;
export type Marking = (typeof MARKINGS)[number];

export const BASES = ['consent', 'public-task', 'legal-obligation', 'vital-interests', 'legitimate-interests', 'recognised-legitimate-interest'] as const;
export type Basis = (typeof BASES)[number];

export const GATEWAYS = [
  'cda-1998-s115', 'pcsc-2022-serious-violence', 'asbcpa-2014-sch4', 'children-act-2004', 'care-act-2014',
  'dpa-2018-sch1-safeguarding', 'court-order', 'vital-interests',
] as const;

/** The only gateway that opens an item in an emergency. */
export const EMERGENCY_GATEWAY = 'vital-interests';

/** How long an emergency disclosure counts at most, in elapsed hours from its authorisation. */
export const EMERGENCY_HOURS = 24;

export const AGREEMENT_STATUSES = ['draft', 'active', 'suspended', 'terminated'] as const;
export const CONSENT_DECISIONS = ['given', 'refused'] as const;
export const CONSENT_GIVERS = ['subject', 'parental-responsibility', 'attorney'] as const;
export type ConsentGiver = (typeof CONSENT_GIVERS)[number];
export const DISCLOSURE_KINDS = ['authorised', 'emergency'] as const;

/** From this age, in whole years, a person decides on their own information, and nobody for them as a parent. */
export const AGE_OF_OWN_CONSENT = 16;
/** From this age, in whole years, an attorney or deputy may decide. */
export const AGE_OF_ATTORNEY = 18;

/** Why a reader is refused whatever they were granted. */
export const REFUSALS = ['inactive-user', 'training-lapsed', 'conflict-of-interest', 'must-not-receive', 'victim-safety'] as const;
export type Refusal = (typeof REFUSALS)[number];

/** Why a reader who is not refused is granted nothing, in the order in which they are tried. */
export const WANTS = ['role', 'not-in-circle', 'no-agreement', 'no-consent'] as const;
export type Want = (typeof WANTS)[number];
