import type { AgreementFault, AgreementPart, AgreementTerm } from '@concordat/contracts-partnership-registry';
import { CATEGORIES, conditionCalled, gatewayFaults, GATEWAY_FAULT_WORDS, sensitivityOf, type Category, type Sensitivity } from '@concordat/contracts-protocol';
import type { Agreement } from './agreement.entity.js';

/** What of an agreement is looked at. */
export type Written = Pick<
  Agreement,
  | 'validFrom' | 'validTo' | 'parties' | 'purposes' | 'aim' | 'terms' | 'policyDocument' | 'impactAssessment' | 'retention' | 'security' | 'rights' | 'reviewOn'
>;

type Term = Pick<AgreementTerm, 'from' | 'to' | 'categories' | 'basis' | 'gateway' | 'purpose' | 'conditions'>;

const fault = (part: AgreementPart, message: string): AgreementFault => ({ part, message });

export const categoriesOf = (term: Pick<Term, 'categories'>): Category[] => CATEGORIES.filter((category) => term.categories[category] !== undefined);

/**
 * What stands in the way of bringing an agreement into force. Lawful when made: the conditions for special category and
 * criminal offence data, the limits of gateways and the documents that must exist are asked here, and not at each reading.
 *
 * @param healthOrSocialCare agencies that are health or social care authorities
 */
export function faultsOf(agreement: Written, healthOrSocialCare: ReadonlySet<string>): AgreementFault[] {
  return [
    ...partyFaults(agreement),
    ...(agreement.purposes.length === 0 ? [fault('purposes', 'Select what the parties share for')] : []),
    ...(agreement.aim === '' ? [fault('purposes', 'Say why the parties share')] : []),
    ...(agreement.terms.length === 0 ? [fault('terms', 'Add a term: without one nothing is shared')] : []),
    ...agreement.terms.flatMap((term, index) => termFaults(agreement, term, index + 1, healthOrSocialCare)),
    ...agreement.terms.flatMap((term, index) => conditionFaults(term, index + 1)),
    ...documentFaults(agreement),
    ...(agreement.retention === '' ? [fault('retention', 'Say how long what was shared is kept')] : []),
    ...(agreement.security === '' ? [fault('security', 'Say how what was shared is kept safe')] : []),
    ...(agreement.rights === '' ? [fault('rights', 'Say how people’s rights are answered')] : []),
    ...reviewFaults(agreement),
  ];
}

function partyFaults({ parties }: Written): AgreementFault[] {
  if (parties.length < 2) return [fault('parties', 'Add the agencies that are to sign: two at least')];
  const bare = parties.filter(({ contact, signatory }) => contact === null || signatory === null).length;
  return bare === 0 ? [] : [fault('parties', `Say who is the contact and who signs for each agency: ${bare} ${bare === 1 ? 'is' : 'are'} without`)];
}

function termFaults({ parties, purposes }: Written, term: Term, number: number, healthOrSocialCare: ReadonlySet<string>): AgreementFault[] {
  const known = new Set(parties.map(({ agencyId }) => agencyId));
  const named = [...(term.from === '*' ? [] : term.from), ...(term.to === '*' ? [] : term.to)];
  return [
    ...(purposes.includes(term.purpose) ? [] : [fault('terms', `Term ${number} is for a purpose that is not one of the agreement’s`)]),
    ...(named.every((agencyId) => known.has(agencyId)) ? [] : [fault('terms', `Term ${number} names an agency that is not a party`)]),
    ...(givesOnlyToItself(term) ? [fault('terms', `Term ${number} lets an agency give to itself alone`)] : []),
    ...(term.basis !== 'consent' && term.gateway === null ? [fault('terms', `Term ${number} shares without consent: name the legal gateway`)] : []),
    ...limitsOf(term, [...known], healthOrSocialCare).map((message) => fault('terms', `Term ${number}: ${message}`)),
  ];
}

const givesOnlyToItself = ({ from, to }: Term): boolean => from !== '*' && to !== '*' && from.length === 1 && to.length === 1 && from[0] === to[0];

/** What the term's gateway does not let through, in words. `signatories`: whom `*` stands for. */
export function limitsOf(term: Pick<Term, 'from' | 'gateway' | 'categories'>, signatories: readonly string[], healthOrSocialCare: ReadonlySet<string>): string[] {
  const givers = term.from === '*' ? signatories : term.from;
  const use = { gateway: term.gateway, categories: categoriesOf(term), fromHealthOrSocialCare: givers.some((agencyId) => healthOrSocialCare.has(agencyId)) };
  return gatewayFaults(use).map((found) => GATEWAY_FAULT_WORDS[found]);
}

const SENSITIVE_WORDS: Readonly<Record<Sensitivity, string>> = {
  'special-category': 'special category data (UK GDPR Article 9)',
  'criminal-offence': 'criminal offence data (UK GDPR Article 10)',
};

const conditionFor = ({ conditions }: Pick<Term, 'conditions'>, sensitivity: Sensitivity) =>
  sensitivity === 'special-category' ? conditions.specialCategory : conditions.criminalOffence;

function conditionFaults(term: Term, number: number): AgreementFault[] {
  return sensitivityOf(categoriesOf(term)).flatMap((sensitivity) => {
    const code = conditionFor(term, sensitivity);
    if (code === null) return [fault('conditions', `Term ${number} shares ${SENSITIVE_WORDS[sensitivity]}: select the condition on which it may`)];
    const { allows, asksConsent } = conditionCalled(code);
    if (!allows.includes(sensitivity)) return [fault('conditions', `The condition of term ${number} is not one for ${SENSITIVE_WORDS[sensitivity]}`)];
    return asksConsent && term.basis !== 'consent' ? [fault('conditions', `Term ${number} shares ${SENSITIVE_WORDS[sensitivity]} on consent: make consent its basis, so that nothing is shared without it, or select another condition`)] : [];
  });
}

function documentFaults({ terms, policyDocument, impactAssessment }: Written): AgreementFault[] {
  const relied = terms.flatMap((term) => sensitivityOf(categoriesOf(term)).flatMap((sensitivity) => conditionFor(term, sensitivity) ?? []));
  const needsPolicy = relied.some((code) => conditionCalled(code).needsPolicyDocument);
  return [
    ...(impactAssessment === '' ? [fault('documents', 'Say where the data protection impact assessment is')] : []),
    ...(needsPolicy && policyDocument === '' ? [fault('documents', 'A condition of Schedule 1 asks for an Appropriate Policy Document: say where it is')] : []),
  ];
}

function reviewFaults({ reviewOn, validFrom, validTo }: Written): AgreementFault[] {
  if (reviewOn === null) return [fault('review', 'Say when the parties look at it again')];
  return reviewOn > validFrom && reviewOn <= validTo ? [] : [fault('review', 'The review must be after its first day, and no later than its end')];
}
