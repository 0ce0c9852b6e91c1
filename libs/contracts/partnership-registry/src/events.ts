import { category, code, date, defineEvent, id, instant, line, role, sealedFor } from '@concordat/contracts-protocol';
import { z } from 'zod';

const everyone = ['jag-cases', 'referrals', 'indicators', 'notifications'] as const;

/**
 * The registry is there: a service that hears nothing for longer than it may answers by what its readers' own agencies
 * hold alone, since an agreement may have ended without its knowing.
 */
export const RegistryAlive = defineEvent({
  type: 'registry.alive',
  kind: 'fact',
  from: 'partnership-registry',
  to: ['jag-cases', 'referrals'],
  payload: z.strictObject({}),
});

/** A partnership as others need it: what it is called and the districts that it covers. */
export const PartnershipChanged = defineEvent({
  type: 'partnership.changed',
  kind: 'state',
  from: 'partnership-registry',
  to: everyone,
  payload: z.strictObject({ name: line, districts: z.array(line), active: z.boolean() }),
});

/**
 * An agency's place in one partnership. `emergencyAccess`: whether others may open its items in an emergency;
 * `healthOrSocialCare`: whether it is such an authority, whose information some gateways leave out.
 * The aggregate is the agency's membership of the partnership, so that an agency of two partnerships has two.
 */
export const AgencyChanged = defineEvent({
  type: 'agency.changed',
  kind: 'state',
  from: 'partnership-registry',
  to: everyone,
  payload: z.strictObject({
    agencyId: id,
    name: line,
    kind: code,
    parentId: id.nullable(),
    emergencyAccess: z.boolean(),
    healthOrSocialCare: z.boolean().default(false),
    active: z.boolean(),
  }),
});

/** One person's acting place in one agency of one partnership, with their account's state: what decides access. No name. */
export const MembershipChanged = defineEvent({
  type: 'membership.changed',
  kind: 'state',
  from: 'partnership-registry',
  to: everyone,
  payload: z.strictObject({
    membershipId: id,
    userId: id,
    agencyId: id,
    roles: z.array(role),
    /** Both the account and the membership are open. */
    active: z.boolean(),
    trainingValidTo: date.nullable(),
  }),
});

/** How to write to a member of staff: name and e-mail address, encrypted to notifications alone. */
export const ContactChanged = defineEvent({
  type: 'contact.changed',
  kind: 'state',
  from: 'partnership-registry',
  to: ['notifications'],
  payload: z.strictObject({ membershipId: id, userId: id, contact: sealedFor }),
});

/** Plaintext of {@link ContactChanged}'s `contact`. */
export const contactCard = z.strictObject({ name: line, email: z.email() });

/** What people who look after an agency's staff are told. */
export const STAFF_NOTICES = ['roles-changed', 'role-requested', 'access-review-due', 'colleague-left', 'identity-provider-changed'] as const;

/** The aggregate is what the notice leads to: the change of roles, the request, the agency (of a review, of its provider of identity), the person who left. */
export const StaffNotice = defineEvent({
  type: 'staff.notice',
  kind: 'fact',
  from: 'partnership-registry',
  to: ['notifications'],
  payload: z.strictObject({ kind: z.enum(STAFF_NOTICES), userIds: z.array(id).min(1) }),
});

/** Letters about somebody's own account. */
export const ACCOUNT_LETTERS = ['invitation', 'password-reset', 'password-changed', 'second-factor-changed', 'organisation-account-changed', 'address-changed', 'sign-in-failed', 'new-browser'] as const;

/**
 * A letter about an account, to the address that it has (or had): who it is for and the secret of its link, encrypted
 * to notifications alone.
 */
export const AccountLetterWanted = defineEvent({
  type: 'account.letter-wanted',
  kind: 'fact',
  from: 'partnership-registry',
  to: ['notifications'],
  payload: z.strictObject({ letter: sealedFor, expiresAt: instant }),
});

/** Plaintext of {@link AccountLetterWanted}'s `letter`. */
export const accountLetter = z.strictObject({
  kind: z.enum(ACCOUNT_LETTERS),
  email: z.email(),
  /** Of the link with which a password is set; null in letters that lead nowhere. */
  token: z.string().nullable(),
});
export type AccountLetter = z.output<typeof accountLetter>;

/**
 * What a member of staff is called, encrypted to each service that keeps registers: a name like one in a register is
 * raised to those who keep it. The aggregate is the membership.
 */
export const StaffNamed = defineEvent({
  type: 'staff.named',
  kind: 'state',
  from: 'partnership-registry',
  to: ['jag-cases', 'referrals'],
  payload: z.strictObject({ userId: id, names: z.strictObject({ 'jag-cases': sealedFor, referrals: sealedFor }) }),
});

/** A forum (a Youth JAG, a JAG/PPF …) as casework needs it. */
export const ForumChanged = defineEvent({
  type: 'forum.changed',
  kind: 'state',
  from: 'partnership-registry',
  to: ['jag-cases', 'indicators'],
  payload: z.strictObject({
    code,
    name: line,
    /** Two letters that begin its cases' references. */
    referencePrefix: z.string().regex(/^[A-Z]{2}$/),
    purpose: code,
    subjectKinds: z.array(z.enum(['person', 'group', 'place'])).min(1),
    minimumAge: z.int().min(0).nullable(),
    /** The last age that is taken, in whole years. */
    maximumAge: z.int().min(0).nullable(),
    criteria: z.array(z.strictObject({ code, text: line })),
    /** The agency whose coordinators and managers run it, and which owns its cases. */
    ownerAgencyId: id,
    coreAgencyIds: z.array(id),
    /** Working days before a meeting on which its agenda is sent. */
    agendaDays: z.int().min(0),
    active: z.boolean(),
  }),
});

export const basis = z.enum(['consent', 'public-task', 'legal-obligation', 'vital-interests', 'legitimate-interests', 'recognised-legitimate-interest']);

/** `*` is every signatory (of agencies) or every field (of a category). */
const everyOne = z.literal('*');

export const agreementTerm = z.strictObject({
  id,
  /** As people cite it: "term 2". */
  number: z.int().positive(),
  purpose: code,
  from: z.union([everyOne, z.array(id).min(1)]),
  to: z.union([everyOne, z.array(id).min(1)]),
  categories: z.partialRecord(category, z.union([everyOne, z.array(z.string().min(1)).min(1)])),
  basis,
  gateway: code.nullable(),
  export: z.boolean(),
});

/** An information sharing agreement in force or not, with all that the sharing policy reads of it. */
export const AgreementChanged = defineEvent({
  type: 'agreement.changed',
  kind: 'state',
  from: 'partnership-registry',
  to: ['jag-cases', 'referrals'],
  payload: z.strictObject({
    name: line,
    status: z.enum(['draft', 'in-review', 'active', 'suspended', 'ended']),
    validFrom: date,
    /** The first date on which it no longer holds. */
    validTo: date,
    signatures: z.array(z.strictObject({ agencyId: id, on: date, withdrawnOn: date.nullable() })),
    terms: z.array(agreementTerm),
    /** The agencies that are to sign it. */
    parties: z.array(id).default([]),
    /** The agreement that it takes the place of when it comes into force. */
    supersedes: id.nullable().default(null),
  }),
});

/** What people are told about agreements. */
export const AGREEMENT_NOTICES = ['agreement-to-sign', 'agreement-ending', 'agreement-run-out', 'agreement-review-due', 'agreement-review-overdue'] as const;

/** Something about an agreement that those who look after it should know. The aggregate is the agreement. */
export const AgreementNotice = defineEvent({
  type: 'agreement.notice',
  kind: 'fact',
  from: 'partnership-registry',
  to: ['notifications'],
  payload: z.strictObject({ kind: z.enum(AGREEMENT_NOTICES), userIds: z.array(id).min(1) }),
});

/** A service of the directory, as referrers and the referrals service need it. */
export const DirectoryServiceChanged = defineEvent({
  type: 'directory-service.changed',
  kind: 'state',
  from: 'partnership-registry',
  to: ['jag-cases', 'referrals'],
  payload: z.strictObject({
    name: line,
    providerAgencyId: id,
    kind: code,
    purpose: code,
    description: z.string().max(2000),
    minimumAge: z.int().min(0).nullable(),
    maximumAge: z.int().min(0).nullable(),
    /** Hours within which a referral is to be acknowledged, and a first contact made. */
    acknowledgeHours: z.int().positive(),
    firstContactHours: z.int().positive(),
    /** Where a person goes whom it cannot serve. */
    signpost: z.string().max(500).nullable(),
    active: z.boolean(),
  }),
});
