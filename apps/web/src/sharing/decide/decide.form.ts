import { CATEGORIES, CONDITIONS, sensitivityOf, type Category, type NewDecision, type Sensitivity } from '@concordat/contracts-protocol';
import { z } from 'zod';
import { endOfDay } from '../../cases/words/london-time.js';
import * as fields from '../../forms/fields.js';
import { formOf, rule } from '../../forms/form.js';
import { BASIS_CODES } from '../words/decision-words.js';

/** What a decision can choose from. */
export interface DecisionLists {
  subjectIds: readonly string[];
  agencyIds: readonly string[];
  /** Of the agency that is chosen, those who work with cases. */
  staffIds: readonly string[];
  gateways: readonly string[];
  /** {@link detailCode} of each field that items of a category may have. */
  details: readonly string[];
}

/** Everything of a category, among its details. */
export const EVERYTHING = '*';

/** One field of one category, or all of them, as the page's check boxes name it. */
export const detailCode = (category: Category, field: string): string => `${category}/${field}`;

const condition = z.union([z.literal(''), z.enum(CONDITIONS.map(({ code }) => code))]).default('');

const schema = ({ subjectIds, agencyIds, staffIds, gateways, details }: DecisionLists) =>
  z.object({
    subjectId: fields.choiceOf(subjectIds, 'Select whose information it is'),
    recipientAgencyId: fields.choiceOf(agencyIds, 'Select who asks for it or receives it'),
    recipientUserId: z.string().refine((value) => value === '' || staffIds.includes(value), 'Select from the list').default(''),
    requestedBy: fields.optionalLine(),
    requestedPosition: fields.optionalLine(),
    requestedOn: fields.date('Date of the request', { optional: true, when: 'today-or-past' }),
    controllers: fields.choice(['separate', 'joint'], 'Select who decides how it is used'),
    decision: fields.choice(['share', 'refuse'], 'Select what was decided'),
    categories: fields.choices(CATEGORIES, 'Select at least one kind of information'),
    details: fields.choicesOf(details),
    described: fields.text('Enter exactly what is shared or asked for'),
    purpose: fields.text('Enter why it is wanted'),
    basis: fields.choice(BASIS_CODES, 'Select the lawful basis'),
    lawEnforcement: fields.optionalText(),
    gateway: z.string().refine((value) => value === '' || gateways.includes(value), 'Select from the list').default(''),
    specialCategoryCondition: condition,
    criminalOffenceCondition: condition,
    policyDocument: fields.optionalLine(),
    dpia: fields.optionalLine(),
    agreement: fields.optionalLine(),
    necessity: fields.text('Enter why it is necessary'),
    proportionality: fields.text('Enter why it is proportionate'),
    considered: fields.text('Enter what else was considered'),
    advice: fields.optionalText(),
    security: fields.optionalText(),
    retention: fields.optionalText(),
    rights: fields.optionalText(),
    told: fields.yesNo('Select yes if the person is told'),
    whyNotTold: fields.optionalText(),
    export: z.enum(['', 'yes', 'no']).default(''),
    reasons: fields.text('Enter the reasons for the decision'),
    decidedPosition: fields.optionalLine(),
    interval: fields.optionalLine(),
    lastDay: fields.date('Last day', { optional: true, when: 'today-or-future' }),
  });

type Decided = z.output<ReturnType<typeof schema>>;

export const decideForm = (lists: DecisionLists) => {
  const told = rule(schema(lists), { of: ['told', 'whyNotTold'], at: 'whyNotTold', holds: ({ told: yes, whyNotTold }) => yes || whyNotTold !== '', otherwise: 'Enter why the person is not told' });
  const exact = rule(told, {
    of: ['categories', 'details'], at: 'details', holds: ({ categories, details }) => categories.every((category) => fieldsOf(category, details).length > 0), otherwise: 'Select at least one detail of each kind of information',
  });
  const power = rule(exact, { of: ['decision', 'gateway'], at: 'gateway', holds: ({ decision, gateway }) => decision === 'refuse' || gateway !== '', otherwise: 'Select the power that it rests on' });
  const special = rule(power, {
    of: ['decision', 'categories', 'specialCategoryCondition'], at: 'specialCategoryCondition',
    holds: ({ decision, categories, specialCategoryCondition }) => decision === 'refuse' || specialCategoryCondition !== '' || !needs(categories, 'special-category'), otherwise: 'Select the condition for special category information',
  });
  const criminal = rule(special, {
    of: ['decision', 'categories', 'criminalOffenceCondition'], at: 'criminalOffenceCondition',
    holds: ({ decision, categories, criminalOffenceCondition }) => decision === 'refuse' || criminalOffenceCondition !== '' || !needs(categories, 'criminal-offence'), otherwise: 'Select the condition for criminal offence information',
  });
  const leaving = rule(criminal, { of: ['decision', 'export'], at: 'export', holds: (value) => value.decision === 'refuse' || value.export !== '', otherwise: 'Select yes if it may be taken out of Concordat' });
  return formOf(rule(leaving, { of: ['decision', 'lastDay'], at: 'lastDay', holds: ({ decision, lastDay }) => decision === 'refuse' || lastDay !== null, otherwise: 'Enter the last day' }));
};

/** What the page's fields mean to the service. */
export function decisionOf(value: Decided): NewDecision {
  const { categories, details, gateway, specialCategoryCondition, criminalOffenceCondition, lastDay, ...same } = value;
  const share = value.decision === 'share';
  const conditionOf = (code: Decided['specialCategoryCondition'], sensitivity: Sensitivity) => (share && code !== '' && needs(categories, sensitivity) ? code : null);
  return {
    ...same,
    recipientUserId: value.recipientUserId === '' ? null : value.recipientUserId,
    categories: Object.fromEntries(categories.map((category) => [category, shared(fieldsOf(category, details))])),
    gateway: share && gateway !== '' ? gateway : null,
    specialCategoryCondition: conditionOf(specialCategoryCondition, 'special-category'),
    criminalOffenceCondition: conditionOf(criminalOffenceCondition, 'criminal-offence'),
    export: share && value.export === 'yes',
    until: share && lastDay !== null ? endOfDay(lastDay) : null,
  };
}

const needs = (categories: readonly Category[], sensitivity: Sensitivity): boolean => sensitivityOf(categories).includes(sensitivity);

const fieldsOf = (category: Category, details: readonly string[]): string[] =>
  details.filter((detail) => detail.startsWith(detailCode(category, ''))).map((detail) => detail.slice(detailCode(category, '').length));

const shared = (chosen: string[]): '*' | string[] => (chosen.includes(EVERYTHING) ? '*' : chosen);
