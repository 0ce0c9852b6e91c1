import type { NewConsent } from '@concordat/contracts-protocol';
import { InvalidInputError, RuleError, type InputIssue } from '@concordat/platform-errors';
import type { GiverFault } from '../policy/consent.js';
import type { CalendarDate } from '../policy/time.js';

/**
 * What contradicts itself in a record of consent: its dates, or who is said to have given it.
 *
 * @param today in Europe/London
 */
export function contradictions({ decision, decidedOn, lastDay, competence, givenBy, giver }: NewConsent, today: CalendarDate): InputIssue[] {
  const issues: InputIssue[] = [];
  const say = (path: string, message: string): void => {
    issues.push({ path: `body.${path}`, message });
  };
  if (decidedOn > today) say('decidedOn', 'The day of the decision must be today or in the past');
  if (lastDay !== null && lastDay < today) say('lastDay', 'The last day must be today or in the future');
  if (lastDay !== null && decision === 'refused') say('lastDay', 'A refusal has no last day: leave it empty');
  if (competence !== null && competence.on > today) say('competence.on', 'The day of the assessment must be today or in the past');
  if (competence !== null && givenBy !== 'subject') say('competence', 'Competence is assessed where the person decides for themselves: leave it out');
  if (givenBy === 'subject' && giver !== null) say('giver', 'Leave out another giver where the person decides for themselves');
  if (givenBy !== 'subject' && giver === null) say('giver', 'Say who decided for the person, and how they are related');
  if (givenBy === 'attorney' && giver !== null && giver.relationship !== 'attorney' && giver.relationship !== 'deputy') {
    say('giver.relationship', 'Choose attorney or deputy');
  }
  return issues;
}

/** @throws InvalidInputError for what {@link contradictions} finds */
export function refuseContradictions(asked: NewConsent, today: CalendarDate): void {
  const issues = contradictions(asked, today);
  if (issues.length > 0) throw new InvalidInputError(issues);
}

/** What to change where the giver could not decide. */
export const GIVER_FAULTS: Readonly<Record<GiverFault, string>> = {
  'child-not-competent':
    'The person is under 16. Record that they were assessed as competent to decide this, by whom and why, or ask somebody with parental responsibility.',
  'parent-of-adult': 'The person is 16 or over and decides for themselves. Record what they decided.',
  'child-decided':
    'The young person, assessed as competent, has decided about sharing this with one of these agencies. A parent cannot override that: leave out what they decided.',
  'attorney-of-child': 'An attorney or deputy decides for somebody of 18 or over. Ask the person, or somebody with parental responsibility.',
};

/** @throws RuleError with the fault as its code */
export function refuseGiver(fault: GiverFault | null): void {
  if (fault !== null) throw new RuleError(fault, GIVER_FAULTS[fault]);
}
