import type { PageAnswer } from '../../layout/answers.js';
import { personWords, type Nomination } from '../nomination.js';
import { questionPage } from '../question.js';
import { writtenForm, type WrittenStep } from './written.form.js';

interface Question {
  title: string;
  hint: string;
}

function questionOf(step: WrittenStep, person: string): Question {
  const questions: Readonly<Record<WrittenStep, Question>> = {
    harmed: {
      title: 'Who is harmed, and how?',
      hint: `Include harm to the ${person} themself. Say how it affects people’s lives. Do not name a victim unless the forum needs to know who they are.`,
    },
    tried: {
      title: 'What has been tried?',
      hint: 'Include what your agency and others did, when, and whether it helped. If nothing has been tried, say why.',
    },
    asked: {
      title: 'What do you ask the partnership for?',
      hint: `Say what should be different for the ${person} and for those who are harmed, and which agencies could help.`,
    },
  };
  return questions[step];
}

export function writtenPage(nomination: Nomination, step: WrittenStep, form = writtenForm(step).blank({ text: nomination.draft.answers[step], version: nomination.draft.version })): PageAnswer {
  return questionPage('written/written', nomination, { ...questionOf(step, personWords(nomination.forum)), form });
}
