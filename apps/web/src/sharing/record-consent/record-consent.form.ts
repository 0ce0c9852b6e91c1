import { CATEGORIES, CONSENT_EVIDENCE, CONSENT_GIVERS, RELATIONSHIPS, type NewConsent } from '@concordat/contracts-protocol';
import { z } from 'zod';
import * as fields from '../../forms/fields.js';
import { formOf } from '../../forms/form.js';
import { rule } from '../../forms/fields.js';

const schema = (subjectIds: readonly string[], agencyIds: readonly string[]) =>
  z.object({
    subjectId: fields.choiceOf(subjectIds, 'Select whose information it is'),
    decision: fields.choice(['given', 'refused'], 'Select whether consent was given or refused'),
    givenBy: fields.choice(CONSENT_GIVERS, 'Select who decided'),
    assessor: fields.optionalLine(),
    competenceReasons: fields.optionalText(),
    giverName: fields.optionalLine(),
    relationship: z.union([z.literal(''), z.enum(RELATIONSHIPS)]).default(''),
    recipientAgencyIds: fields.choicesOf(agencyIds, 'Select at least one agency'),
    categories: fields.choices(CATEGORIES, 'Select at least one kind of information'),
    explained: fields.text('Enter what was explained'),
    decidedOn: fields.date('Date of the decision', { when: 'today-or-past' }),
    evidence: fields.choice(CONSENT_EVIDENCE, 'Select how it was given'),
    evidenceNote: fields.optionalText(),
    lastDay: fields.date('Last day', { optional: true, when: 'today-or-future' }),
  });

export const recordConsentForm = (subjectIds: readonly string[], agencyIds: readonly string[]) => {
  const whole = rule(schema(subjectIds, agencyIds), {
    of: ['givenBy', 'giverName'],
    at: 'giverName',
    holds: ({ givenBy, giverName }) => givenBy === 'subject' || giverName !== '',
    otherwise: 'Enter the name of the person who decided',
  });
  const related = rule(whole, {
    of: ['givenBy', 'relationship'],
    at: 'relationship',
    holds: ({ givenBy, relationship }) => givenBy === 'subject' || relationship !== '',
    otherwise: 'Select how they are related',
  });
  return formOf(
    rule(related, {
      of: ['assessor', 'competenceReasons'],
      at: 'competenceReasons',
      holds: ({ assessor, competenceReasons }) => (assessor === '') === (competenceReasons === ''),
      otherwise: 'Enter both who assessed the young person and why they are competent, or neither',
    }),
  );
};

/** What the page's fields mean to the service. */
export function consentOf(value: z.output<ReturnType<typeof schema>>): NewConsent {
  const { assessor, competenceReasons, giverName, relationship, ...same } = value;
  const self = value.givenBy === 'subject';
  return {
    ...same,
    giver: self || relationship === '' ? null : { name: giverName, relationship },
    competence: self && assessor !== '' ? { assessor, on: value.decidedOn, reasons: competenceReasons } : null,
  };
}
