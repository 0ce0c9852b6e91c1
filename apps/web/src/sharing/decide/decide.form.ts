import { CATEGORIES, CONDITIONS, type NewDecision } from '@concordat/contracts-protocol';
import { z } from 'zod';
import { endOfDay } from '../../cases/words/london-time.js';
import * as fields from '../../forms/fields.js';
import { formOf, rule } from '../../forms/form.js';
import { BASIS_CODES } from '../words/decision-words.js';

const condition = z.union([z.literal(''), z.enum(CONDITIONS.map(({ code }) => code))]).default('');

const schema = (subjectIds: readonly string[], agencyIds: readonly string[], gateways: readonly string[]) =>
  z.object({
    subjectId: fields.choiceOf(subjectIds, 'Select whose information it is'),
    recipientAgencyId: fields.choiceOf(agencyIds, 'Select who asks for it or receives it'),
    requestedBy: fields.optionalLine(),
    requestedPosition: fields.optionalLine(),
    decision: fields.choice(['share', 'refuse'], 'Select what was decided'),
    categories: fields.choices(CATEGORIES, 'Select at least one kind of information'),
    described: fields.text('Enter exactly what is shared or asked for'),
    purpose: fields.text('Enter why it is wanted'),
    basis: fields.choice(BASIS_CODES, 'Select the lawful basis'),
    gateway: z.string().refine((value) => value === '' || gateways.includes(value), 'Select from the list').default(''),
    specialCategoryCondition: condition,
    criminalOffenceCondition: condition,
    policyDocument: fields.optionalLine(),
    dpia: fields.optionalLine(),
    necessity: fields.text('Enter why it is necessary'),
    proportionality: fields.text('Enter why it is proportionate'),
    considered: fields.text('Enter what else was considered'),
    advice: fields.optionalText(),
    told: fields.yesNo('Select yes if the person is told'),
    whyNotTold: fields.optionalText(),
    reasons: fields.text('Enter the reasons for the decision'),
    lastDay: fields.date('Last day', { optional: true, when: 'today-or-future' }),
  });

export const decideForm = (...lists: Parameters<typeof schema>) => {
  const told = rule(schema(...lists), { of: ['told', 'whyNotTold'], at: 'whyNotTold', holds: ({ told: yes, whyNotTold }) => yes || whyNotTold !== '', otherwise: 'Enter why the person is not told' });
  const power = rule(told, { of: ['decision', 'gateway'], at: 'gateway', holds: ({ decision, gateway }) => decision === 'refuse' || gateway !== '', otherwise: 'Select the power that it rests on' });
  return formOf(rule(power, { of: ['decision', 'lastDay'], at: 'lastDay', holds: ({ decision, lastDay }) => decision === 'refuse' || lastDay !== null, otherwise: 'Enter the last day' }));
};

/** What the page's fields mean to the service. */
export function decisionOf(value: z.output<ReturnType<typeof schema>>): NewDecision {
  const { categories, gateway, specialCategoryCondition, criminalOffenceCondition, lastDay, ...same } = value;
  const share = value.decision === 'share';
  return {
    ...same,
    recipientUserId: null,
    requestedOn: null,
    security: '',
    retention: '',
    categories: Object.fromEntries(categories.map((category) => [category, '*'])),
    gateway: share && gateway !== '' ? gateway : null,
    specialCategoryCondition: specialCategoryCondition === '' ? null : specialCategoryCondition,
    criminalOffenceCondition: criminalOffenceCondition === '' ? null : criminalOffenceCondition,
    export: false,
    until: share && lastDay !== null ? endOfDay(lastDay) : null,
  };
}
