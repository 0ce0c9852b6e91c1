import { RELATIONSHIPS } from '@concordat/contracts-protocol';
import { agencyChoices } from '../../cases/agencies.js';
import type { Form } from '../../forms/form.js';
import { CHECK, type Questions } from '../../forms/questions.js';
import { page, type PageAnswer } from '../../layout/answers.js';
import { codeWords } from '../../layout/words.js';
import type { ConsentFile } from '../consents/consents.presenter.js';
import type { SharingPlace } from '../place.js';
import { categoryChoices, evidenceChoices, GIVER_WORDS, relationshipChoices } from '../words/consent-words.js';
import { answerOf, chosen, typedDate, type AnswerRow } from '../words/answer-rows.js';
import type { ConsentQuestion } from './record-consent.questions.js';

interface Choices {
  file: ConsentFile;
  agencies: readonly { id: string; name: string }[];
}

const TITLES: Readonly<Record<ConsentQuestion | typeof CHECK, string>> = {
  who: 'Whose information is it?',
  decision: 'What was decided?',
  giver: 'Who decided?',
  other: 'Who decided for the person?',
  competence: 'Was the person assessed as able to decide this?',
  recipients: 'With which agencies?',
  categories: 'Which kinds of information?',
  explained: 'What was explained?',
  when: 'When and how did they decide?',
  'last-day': 'Does it end on a day? (optional)',
  check: 'Check what you record',
};

export function recordConsentPage({ base }: SharingPlace, choices: Choices, questions: Questions<ConsentQuestion>, { at, form }: { at: ConsentQuestion | typeof CHECK; form: Form }, body: unknown): PageAnswer {
  const asked = questions.shown(at, form, body);
  return page('sharing/record-consent/record-consent', {
    title: TITLES[at],
    // Later pages go back by a button of the form, which takes the answers along.
    ...(asked.before === null ? { back: `${base}/consents` } : {}),
    form,
    at,
    asked,
    action: `${base}/consents/new`,
    reference: choices.file.reference,
    people: peopleChoices(choices.file),
    agencyItems: agencyChoices(choices.agencies),
    categoryItems: categoryChoices,
    evidenceItems: evidenceChoices,
    relationshipItems: relationshipChoices(RELATIONSHIPS),
    rows: at === CHECK ? rowsOf(form, choices) : [],
  });
}

function rowsOf(form: Form, { file, agencies }: Choices): AnswerRow[] {
  const refused = form.has('decision', 'refused');
  const self = form.has('givenBy', 'subject');
  return [
    answerOf('Whose information', chosen(form, 'subjectId', peopleChoices(file)), 'who'),
    answerOf('Decision', refused ? 'Consent was refused' : 'Consent was given', 'decision'),
    answerOf('Who decided', chosen(form, 'givenBy', Object.entries(GIVER_WORDS).map(([value, text]) => ({ value, text }))), 'giver'),
    ...(self
      ? [answerOf('Assessed as able to decide', form.text('assessor') === '' ? 'Not assessed' : `By ${form.text('assessor')}\n${form.text('competenceReasons')}`, 'competence')]
      : [answerOf('Their name', `${form.text('giverName')} (${codeWords(form.text('relationship')).toLowerCase()})`, 'other')]),
    answerOf('With', chosen(form, 'recipientAgencyIds', agencyChoices(agencies)), 'recipients'),
    answerOf('Kinds of information', chosen(form, 'categories', categoryChoices), 'categories'),
    answerOf('What was explained', form.text('explained'), 'explained'),
    answerOf('When', typedDate(form, 'decidedOn'), 'when'),
    answerOf('How', [chosen(form, 'evidence', evidenceChoices), form.text('evidenceNote')].filter((part) => part !== '').join('\n'), 'when'),
    ...(refused ? [] : [answerOf('Last day', typedDate(form, 'lastDay') || 'While the purpose lasts', 'last-day')]),
  ];
}

export const peopleChoices = ({ people }: Pick<ConsentFile, 'people'>) => people.map(({ subjectId, name }, at) => ({ value: subjectId, text: name ?? `Person ${at + 1} of the case` }));
