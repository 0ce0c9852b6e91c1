import type { Agreement } from '@concordat/contracts-partnership-registry';
import { instantAt } from '../../cases/words/london-time.js';

type Term = Agreement['terms'][number];
type Signature = Agreement['signatures'][number];

interface Constraint {
  leftOperand: string;
  operator: 'eq' | 'gteq' | 'lt' | 'isAnyOf';
  rightOperand: unknown;
}

interface Permission {
  uid: string;
  assigner: string;
  assignee: string;
  action: 'read' | 'extract';
  target: { '@type': 'AssetCollection'; source: string; refinement: Constraint[] };
  constraint: Constraint[];
  duty?: { action: 'obtainConsent'; consentingParty: string }[];
}

/** An agreement in force as a policy of ODRL 2.2, in JSON-LD. */
export interface OdrlAgreement {
  '@context': readonly [string, Readonly<Record<string, string>>];
  '@type': 'Agreement';
  uid: string;
  profile: string;
  'dcterms:title': string;
  permission: Permission[];
}

/** What this profile adds to ODRL: kinds and fields of information, and on what ground a term rests. */
const PROFILE = 'urn:concordat:odrl:';
const agency = (id: string): string => `${PROFILE}agency:${id}`;

/**
 * Each term as permissions from one agency to another, in the time in which the agreement holds and both have signed: one for each
 * kind of information and action, since every other form of them has to be taken apart into these (section 2.7.1). Reading is
 * ODRL’s `read`, taking out of Concordat its `extract`; a term on consent asks for it as a duty. What ODRL cannot say is left
 * to Concordat: who is in the circle of a case, and what closes whatever else opens. So a permission here is needed, and not enough.
 *
 * @param today in Europe/London: what is over by then is no permission any more
 * @returns null where it permits nothing, since a policy of ODRL has one rule at least (Information Model 2.2, section 2.1)
 */
export function agreementOdrl({ id, name, status, validFrom, validTo, signatures, terms }: Agreement, today: string): OdrlAgreement | null {
  if (status !== 'active') return null;
  const permission = terms.flatMap((term) => pairsOf(term, signatures).flatMap(([from, to]) => permissionsOf(term, from, to, { validFrom, validTo, today })));
  if (permission.length === 0) return null;
  return {
    '@context': ['http://www.w3.org/ns/odrl.jsonld', { dcterms: 'http://purl.org/dc/terms/', concordat: PROFILE }],
    '@type': 'Agreement',
    uid: `urn:uuid:${id}`,
    profile: PROFILE,
    'dcterms:title': name,
    permission,
  };
}

function pairsOf({ from, to }: Term, signatures: readonly Signature[]): [Signature, Signature][] {
  const covered = (listed: Term['from'], agencyId: string): boolean => listed === '*' || listed.includes(agencyId);
  return signatures.flatMap((owner) =>
    signatures
      .filter((recipient) => recipient.agencyId !== owner.agencyId && covered(from, owner.agencyId) && covered(to, recipient.agencyId))
      .map((recipient): [Signature, Signature] => [owner, recipient]),
  );
}

function permissionsOf(term: Term, owner: Signature, recipient: Signature, { validFrom, validTo, today }: Pick<Agreement, 'validFrom' | 'validTo'> & { today: string }): Permission[] {
  const begins = [validFrom, owner.on, recipient.on].toSorted().at(-1) ?? validFrom;
  const ends = [validTo, owner.withdrawnOn, recipient.withdrawnOn].filter((date) => date !== null).toSorted()[0] ?? validTo;
  // Both have not signed at any one time, or do so no longer.
  if (ends <= begins || ends <= today) return [];
  const constraint: Constraint[] = [
    { leftOperand: 'purpose', operator: 'eq', rightOperand: { '@id': `concordat:purpose:${term.purpose}` } },
    { leftOperand: 'dateTime', operator: 'gteq', rightOperand: moment(begins) },
    { leftOperand: 'dateTime', operator: 'lt', rightOperand: moment(ends) },
    { leftOperand: 'concordat:basis', operator: 'eq', rightOperand: { '@id': `concordat:basis:${term.basis}` } },
  ];
  const actions = term.export ? (['read', 'extract'] as const) : (['read'] as const);
  return Object.entries(term.categories).flatMap(([category, fields]) =>
    actions.map((action) => ({
      uid: `${PROFILE}term:${term.id}:${owner.agencyId}:${recipient.agencyId}:${category}:${action}`,
      assigner: agency(owner.agencyId),
      assignee: agency(recipient.agencyId),
      action,
      target: { '@type': 'AssetCollection' as const, source: `${agency(owner.agencyId)}:information`, refinement: informationOf(category, fields) },
      constraint,
      ...(term.basis === 'consent' ? { duty: [{ action: 'obtainConsent' as const, consentingParty: `${PROFILE}subject` }] } : {}),
    })),
  );
}

const informationOf = (category: string, fields: '*' | readonly string[]): Constraint[] => [
  { leftOperand: 'concordat:category', operator: 'eq', rightOperand: { '@id': `concordat:category:${category}` } },
  ...(fields === '*' ? [] : [{ leftOperand: 'concordat:field', operator: 'isAnyOf' as const, rightOperand: fields.map((field) => ({ '@id': `concordat:field:${field}` })) }]),
];

/** Midnight in Europe/London at the start of a date. */
const moment = (date: string): { '@value': string; '@type': 'xsd:dateTime' } => ({ '@value': instantAt(date, '00:00'), '@type': 'xsd:dateTime' });
