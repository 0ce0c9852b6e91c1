import { CONDITIONS, type DisclosureRoutes, type OutputOf, type Sensitivity } from '@concordat/contracts-protocol';
import { agencyChoices } from '../../cases/agencies.js';
import type { ItemForm } from '../../cases/items/item-fields.js';
import type { Form } from '../../forms/form.js';
import { CHECK, type Questions } from '../../forms/questions.js';
import { page, type PageAnswer } from '../../layout/answers.js';
import type { SharingPlace } from '../place.js';
import { peopleChoices } from '../record-consent/record-consent.presenter.js';
import { answerOf, chosen, typedDate, type AnswerRow } from '../words/answer-rows.js';
import { categoryChoices } from '../words/consent-words.js';
import { BASIS_CODES, BASIS_WORDS, CONTROLLER_WORDS } from '../words/decision-words.js';
import { detailCode, EVERYTHING } from './decide.form.js';
import { shares, type DecisionQuestion } from './decide.questions.js';

export interface DecisionChoices {
  file: OutputOf<DisclosureRoutes['list']>;
  agencies: { id: string; name: string }[];
  /** Who works with cases at the agency that is chosen. */
  staff: { userId: string; name: string }[];
  gateways: { code: string; name: string }[];
  itemForms: readonly ItemForm[];
}

interface Choice {
  value: string;
  text: string;
  hint?: string;
}

const TITLES: Readonly<Record<DecisionQuestion | typeof CHECK, string>> = {
  who: 'Whose information is it?',
  recipient: 'Which agency asks for it or receives it?',
  person: 'Is it for one person there? (optional)',
  request: 'Who asked for it? (optional)',
  categories: 'Which kinds of information?',
  details: 'Which details exactly?',
  described: 'What exactly is shared or asked for?',
  purpose: 'Why is it wanted?',
  controllers: 'Who decides how it is used?',
  basis: 'What is the lawful basis?',
  necessity: 'Why is it necessary?',
  proportionality: 'Why is it proportionate?',
  considered: 'What else was considered?',
  advice: 'What did the data protection officer advise? (optional)',
  told: 'Is the person told?',
  decision: 'What was decided?',
  gateway: 'Which power does sharing rest on?',
  special: 'Which condition lets you share special category information?',
  criminal: 'Which condition lets you share criminal offence information?',
  documents: 'Which documents does it rest on?',
  security: 'How is it looked after? (optional)',
  export: 'May they take it out of Concordat?',
  'last-day': 'On which day does sharing end?',
  reasons: 'What are the reasons for the decision?',
  check: 'Check the decision before you record it',
};

const DECISIONS: readonly Choice[] = [{ value: 'share', text: 'Share it' }, { value: 'refuse', text: 'Do not share it' }];
const controllerItems = Object.entries(CONTROLLER_WORDS).map(([value, text]) => ({ value, text }));
const basisItems: readonly Choice[] = BASIS_CODES.map((value) => ({ value, text: BASIS_WORDS[value] }));
const conditions = (sensitivity: Sensitivity): Choice[] =>
  CONDITIONS.filter(({ allows }) => allows.some((one) => one === sensitivity)).map(({ code, name }) => ({ value: code, text: name }));

/** What of a kind of information can be shared: each detail, or everything of it. */
export const detailItems = ({ category, name, fields }: ItemForm): Choice[] => [
  { value: detailCode(category, EVERYTHING), text: 'Everything of this kind', hint: name },
  ...fields.map(({ code, name: field }) => ({ value: detailCode(category, code), text: field, hint: name })),
];

export function decidePage({ base }: SharingPlace, choices: DecisionChoices, questions: Questions<DecisionQuestion>, { at, form }: { at: DecisionQuestion | typeof CHECK; form: Form }, body: unknown): PageAnswer {
  const asked = questions.shown(at, form, body);
  return page('sharing/decide/decide', {
    title: TITLES[at],
    // Later pages go back by a button of the form, which takes the answers along.
    ...(asked.before === null ? { back: `${base}/disclosures` } : {}),
    form,
    at,
    asked,
    action: `${base}/disclosures/new`,
    reference: choices.file.reference,
    ...itemsOf(form, choices),
    rows: at === CHECK ? rowsOf(form, choices) : [],
  });
}

function itemsOf(form: Form, { file, agencies, staff, gateways, itemForms }: DecisionChoices) {
  return {
    people: peopleChoices(file),
    agencyItems: agencyChoices(agencies),
    staffItems: staff.map(({ userId, name }) => ({ value: userId, text: name })),
    controllerItems,
    categoryItems: categoryChoices,
    detailChoices: itemForms.filter(({ category }) => form.has('categories', category)).flatMap(detailItems),
    basisItems,
    decisions: DECISIONS,
    gatewayItems: gateways.map(({ code, name }) => ({ value: code, text: name })),
    specialItems: conditions('special-category'),
    criminalItems: conditions('criminal-offence'),
  };
}

const EVERYBODY_THERE = 'Everybody there who works on the case';
const lines = (...parts: string[]): string => parts.filter((part) => part !== '').join('\n');

function rowsOf(form: Form, choices: DecisionChoices): AnswerRow[] {
  const items = itemsOf(form, choices);
  const details = items.detailChoices.filter(({ value }) => form.has('details', value)).map(({ text, hint }) => `${hint ?? ''}: ${text.toLowerCase()}`);
  return [
    answerOf('Whose information', chosen(form, 'subjectId', items.people), 'who'),
    answerOf('To', chosen(form, 'recipientAgencyId', items.agencyItems), 'recipient'),
    answerOf('For', chosen(form, 'recipientUserId', items.staffItems) || EVERYBODY_THERE, 'person'),
    answerOf('Asked by', lines(form.text('requestedBy'), form.text('requestedPosition'), typedDate(form, 'requestedOn')), 'request'),
    answerOf('Details', details.join('\n'), 'details'),
    answerOf('Exactly what', form.text('described'), 'described'),
    answerOf('Why it is wanted', form.text('purpose'), 'purpose'),
    answerOf('Who decides how it is used', chosen(form, 'controllers', controllerItems), 'controllers'),
    answerOf('Lawful basis', lines(chosen(form, 'basis', basisItems), form.text('lawEnforcement')), 'basis'),
    answerOf('Why it is necessary', form.text('necessity'), 'necessity'),
    answerOf('Why it is proportionate', form.text('proportionality'), 'proportionality'),
    answerOf('What else was considered', form.text('considered'), 'considered'),
    answerOf('Advice', form.text('advice'), 'advice'),
    answerOf('Whether the person is told', form.has('told', 'yes') ? 'Yes' : `No. ${form.text('whyNotTold')}`, 'told'),
    answerOf('Decision', chosen(form, 'decision', DECISIONS), 'decision'),
    ...(shares(form) ? sharingRows(form, items) : []),
    answerOf('Reasons', lines(form.text('reasons'), form.text('decidedPosition')), 'reasons'),
  ];
}

function sharingRows(form: Form, items: ReturnType<typeof itemsOf>): AnswerRow[] {
  const condition = (field: string, choices: readonly Choice[], key: string, change: string): AnswerRow[] => {
    const text = chosen(form, field, choices);
    return text === '' ? [] : [answerOf(key, text, change)];
  };
  return [
    answerOf('Power', chosen(form, 'gateway', items.gatewayItems), 'gateway'),
    ...condition('specialCategoryCondition', items.specialItems, 'Special category condition', 'special'),
    ...condition('criminalOffenceCondition', items.criminalItems, 'Criminal offence condition', 'criminal'),
    answerOf('Documents', lines(form.text('policyDocument'), form.text('dpia'), form.text('agreement')), 'documents'),
    answerOf('How it is looked after', lines(form.text('security'), form.text('retention'), form.text('rights')), 'security'),
    answerOf('May leave Concordat', form.has('export', 'yes') ? 'Yes' : 'No', 'export'),
    answerOf('Last day', lines(typedDate(form, 'lastDay'), form.text('interval')), 'last-day'),
  ];
}
