import { CATEGORIES, conditionCalled, GATEWAY_FAULT_WORDS, gatewayFaults, sensitivityOf, type NewDecision, type Sensitivity } from '@concordat/contracts-protocol';
import { InvalidInputError, RuleError, type InputIssue } from '@concordat/platform-errors';
import { BASES } from '../policy/vocabulary.js';

/** What contradicts itself in a decision. @param now the instant at which it is made */
export function contradictionsOf(decision: NewDecision, now: Date): InputIssue[] {
  const issues: InputIssue[] = [];
  const say = (path: string, message: string): void => {
    issues.push({ path: `body.${path}`, message });
  };
  if (Object.keys(decision.categories).length === 0) say('categories', 'Choose at least one kind of information');
  if (decision.basis === 'consent' || !BASES.some((basis) => basis === decision.basis)) say('basis', 'Choose the lawful basis; a disclosure does not rest on consent');
  if (!decision.told && decision.whyNotTold === '') say('whyNotTold', 'Say why the person is not told');
  if (decision.requestedOn !== null && new Date(decision.requestedOn) > now) say('requestedOn', 'The day of the request must be today or in the past');
  if (decision.decision === 'refuse') return issues;
  if (decision.gateway === null) say('gateway', 'Choose the power that the disclosure rests on');
  if (decision.until === null) say('until', 'Say when the disclosure ends');
  else if (new Date(decision.until) <= now) say('until', 'The end must be in the future');
  return issues;
}

/**
 * Refuses a disclosure for which the law asks more: a condition for special category data (UK GDPR Article 9, DPA 2018 Schedule 1)
 * and for criminal offence data (Article 10), and the limits of the serious violence gateway.
 *
 * @param fromHealthOrSocialCare whether the owner is a health or social care authority
 * @throws InvalidInputError, RuleError `condition-needed`, `policy-document-needed`, `gateway-excludes`
 */
export function refuseUnlawful(decision: NewDecision, fromHealthOrSocialCare: boolean, now: Date): void {
  const issues = contradictionsOf(decision, now);
  if (issues.length > 0) throw new InvalidInputError(issues);
  if (decision.decision === 'refuse') return;
  const categories = CATEGORIES.filter((category) => decision.categories[category] !== undefined);
  for (const sensitivity of sensitivityOf(categories)) refuseWithoutCondition(sensitivity, decision);
  const [fault] = gatewayFaults({ gateway: decision.gateway, categories, fromHealthOrSocialCare });
  if (fault !== undefined) throw new RuleError('gateway-excludes', `${GATEWAY_FAULT_WORDS[fault]}. Choose another gateway, or leave it out.`);
}

const WHAT: Readonly<Record<Sensitivity, string>> = {
  'special-category': 'Health, substance use and equality are special category information',
  'criminal-offence': 'Offending is criminal offence information',
};

function refuseWithoutCondition(sensitivity: Sensitivity, decision: NewDecision): void {
  const code = sensitivity === 'special-category' ? decision.specialCategoryCondition : decision.criminalOffenceCondition;
  const condition = code === null ? null : conditionCalled(code);
  if (condition?.allows.includes(sensitivity) !== true) throw new RuleError('condition-needed', `${WHAT[sensitivity]}: choose the condition of the law that lets you share it.`, { sensitivity });
  if (condition.needsPolicyDocument && decision.policyDocument === '') {
    throw new RuleError('policy-document-needed', 'This condition needs an appropriate policy document: enter its reference.');
  }
}
