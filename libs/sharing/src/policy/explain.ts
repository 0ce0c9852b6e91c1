import { sortedSet } from './code-points.js';
import { consentFor, consentStandings, type ConsentStanding } from './consent.js';
import { inCommon, wanting, type Decision, type Question } from './decide.js';
import { endOf, fieldsFor, isInCircle, isOf, isSigned, mayOwn, mayShare, refusals, type Asking } from './rules.js';
import { within } from './time.js';
import { EMERGENCY_GATEWAY, REFUSALS, type Action, type Refusal, type Want } from './vocabulary.js';
import { ALL, type AllOr, type Consent, type Disclosure, type SharingWorld } from './world.js';
import { indexOf, type AgreementTerm, type ItemOnCase } from './world-index.js';

/** What each kind of grant asks, in the order in which it is said. */
export const OWN_CLAUSES = ['of-owner', 'own-role'] as const;
export const TERM_CLAUSES = [
  'not-owner', 'sharing-role', 'in-circle', 'agreement-active', 'agreement-in-date', 'owner-signed', 'recipient-signed', 'for-purpose', 'from-owner', 'to-recipient',
  'category-listed', 'field-listed', 'consent', 'export-allowed',
] as const;
export const DISCLOSURE_CLAUSES = [
  'not-owner', 'sharing-role', 'begun', 'not-ended', 'decided-by-owner', 'in-circle', 'for-user', 'by-user', 'vital-interests', 'emergencies-allowed', 'category-listed', 'field-listed',
  'export-allowed',
] as const;
export type ClauseCode = (typeof OWN_CLAUSES)[number] | (typeof TERM_CLAUSES)[number] | (typeof DISCLOSURE_CLAUSES)[number];

export interface ClauseTried {
  clause: ClauseCode;
  holds: boolean;
}

export interface GrantTried {
  /** As a permit would name it. */
  reason: string;
  clauses: ClauseTried[];
  /** What it gives when every clause holds; else none. In order of code points. */
  fields: string[];
  /** The consent that it rests on. */
  consent: string | null;
}

export interface ConsentTried {
  record: Consent;
  standing: ConsentStanding;
}

/** The answer to a question with every rule as it was tried. */
export interface Explanation {
  answer: Decision;
  refusals: { reason: Refusal; applies: boolean }[];
  grants: GrantTried[];
  /** Every record of consent of the subject; of no weight where no term asks for consent. */
  consents: ConsentTried[];
}

/**
 * The sharing policy, told: as `decide`, with each refusal, each clause of each grant and each record of consent that was
 * tried. It rests on the same rules, one by one, and a property holds it equal to the decision. Null where the world lacks
 * the user or the item, or the question is for another purpose than the case's: there is nothing to try then.
 */
export function explain(world: SharingWorld, question: Question): Explanation | null {
  const index = indexOf(world);
  const user = index.user(question.user);
  const on = index.item(question.item);
  if (user === undefined || on === undefined || on.case.purpose !== question.purpose) return null;
  const asking: Asking = { world: index, user, purpose: question.purpose, at: question.at };
  const tried = refusals(asking).map((rule, place) => ({ reason: REFUSALS[place] ?? 'inactive-user', applies: rule.conditions?.holds(on) ?? true }));
  const { action } = question;
  const grants = [
    ownGrant(asking, on),
    ...world.agreements.flatMap((agreement) => agreement.terms.map((term) => termGrant(asking, on, action, { agreement, term }))),
    ...index.disclosuresTo(user.agency).filter((one) => isOf(one, on)).map((one) => disclosureGrant(asking, on, action, one)),
  ];
  return {
    answer: answerOf(tried.filter(({ applies }) => applies).map(({ reason }) => reason), grants, () => wanting(asking, on, action)),
    refusals: tried,
    grants,
    consents: consentStandings(index, { subject: on.item.subject, purpose: question.purpose, recipient: user.agency, category: on.item.category, at: question.at }),
  };
}

/** Permits are told from the clauses; that they are those of `decide` is what the property shows. */
function answerOf(refused: readonly Refusal[], grants: readonly GrantTried[], want: () => Want): Decision {
  if (refused.length > 0) return { decision: 'deny', fields: [], reasons: sortedSet(refused) };
  const giving = grants.filter(({ fields }) => fields.length > 0);
  if (giving.length === 0) return { decision: 'deny', fields: [], reasons: [want()] };
  return {
    decision: 'permit',
    fields: sortedSet(giving.flatMap(({ fields }) => fields)),
    reasons: sortedSet(giving.flatMap(({ reason, consent }) => (consent === null ? [reason] : [reason, `consent:${consent}`]))),
  };
}

interface Tried {
  reason: string;
  clauses: ClauseTried[];
  given: AllOr<ReadonlySet<string>>;
  consent?: string | null;
}

const clause = (code: ClauseCode, holds: boolean): ClauseTried => ({ clause: code, holds });

function granted({ item }: ItemOnCase, { reason, clauses, given, consent = null }: Tried): GrantTried {
  const gives = clauses.every(({ holds }) => holds);
  return { reason, clauses, fields: gives ? sortedSet(inCommon(given, item)) : [], consent: gives ? consent : null };
}

function ownGrant({ user }: Asking, on: ItemOnCase): GrantTried {
  return granted(on, { reason: 'own', clauses: [clause('of-owner', on.item.owner === user.agency), clause('own-role', mayOwn(user))], given: ALL });
}

function termGrant({ world, user, purpose, at }: Asking, on: ItemOnCase, action: Action, { agreement, term }: AgreementTerm): GrantTried {
  const { item } = on;
  const consented = term.basis === 'consent' ? consentFor(world, { subject: item.subject, purpose, recipient: user.agency, category: item.category, at }) : null;
  const given = fieldsFor(term.categories, item.category);
  return granted(on, {
    reason: `term:${agreement.id}/${term.id}`,
    clauses: [
      clause('not-owner', item.owner !== user.agency),
      clause('sharing-role', mayShare(user)),
      clause('in-circle', isInCircle(on.case, user, at)),
      clause('agreement-active', agreement.active),
      clause('agreement-in-date', within(at, agreement.validFrom, agreement.validTo)),
      clause('owner-signed', isSigned(agreement.signatures, item.owner, at)),
      clause('recipient-signed', isSigned(agreement.signatures, user.agency, at)),
      clause('for-purpose', term.purpose === purpose),
      clause('from-owner', term.from === ALL || term.from.has(item.owner)),
      clause('to-recipient', term.to === ALL || term.to.has(user.agency)),
      clause('category-listed', term.categories.has(item.category)),
      clause('field-listed', inCommon(given, item).length > 0),
      ...(term.basis === 'consent' ? [clause('consent', consented !== null)] : []),
      ...(action === 'export' ? [clause('export-allowed', term.export)] : []),
    ],
    given,
    consent: consented?.id ?? null,
  });
}

function disclosureGrant({ world, user, at }: Asking, on: ItemOnCase, action: Action, disclosure: Disclosure): GrantTried {
  const given = fieldsFor(disclosure.categories, on.item.category);
  const emergency = disclosure.kind === 'emergency';
  return granted(on, {
    reason: `disclosure:${disclosure.id}`,
    clauses: [
      clause('not-owner', on.item.owner !== user.agency),
      clause('sharing-role', mayShare(user)),
      clause('begun', at >= disclosure.authorisedAt),
      clause('not-ended', at < endOf(disclosure)),
      ...(emergency
        ? [
            clause('for-user', disclosure.user === user.id),
            clause('by-user', disclosure.authorisedBy === user.id),
            clause('vital-interests', disclosure.gateway === EMERGENCY_GATEWAY),
            clause('emergencies-allowed', world.allowsEmergencyAccess(disclosure.owner)),
          ]
        : [
            clause('decided-by-owner', disclosure.authorisedFor === disclosure.owner),
            clause('in-circle', isInCircle(on.case, user, at)),
            clause('for-user', disclosure.user === null || disclosure.user === user.id),
          ]),
      clause('category-listed', disclosure.categories.has(on.item.category)),
      clause('field-listed', inCommon(given, on.item).length > 0),
      ...(action === 'export' ? [clause('export-allowed', disclosure.export && !emergency)] : []),
    ],
    given,
  });
}
