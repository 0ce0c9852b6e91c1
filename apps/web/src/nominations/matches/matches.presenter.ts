import type { findPeople } from '@concordat/contracts-jag-cases';
import type { OutputOf } from '@concordat/contracts-protocol';
import type { PageAnswer } from '../../layout/answers.js';
import { date } from '../../layout/times.js';
import { list } from '../../layout/words.js';
import { addressOf, type Nomination } from '../nomination.js';
import { questionPage } from '../question.js';
import { matchesForm, NONE } from './matches.form.js';

export type Match = OutputOf<typeof findPeople>['items'][number];

export function blankMatchesForm({ draft }: Nomination) {
  return matchesForm.blank({ match: draft.answers.person?.subjectId, version: draft.version });
}

export function matchesPage(nomination: Nomination, matches: readonly Match[], form = blankMatchesForm(nomination)): PageAnswer {
  const { person } = nomination.draft.answers;
  return questionPage('matches/matches', nomination, {
    title: 'Is it one of these people?',
    form,
    action: addressOf(nomination, 'matches'),
    back: addressOf(nomination, 'who'),
    typed: person === undefined ? null : `${person.givenName} ${person.familyName}, born on ${date(person.dateOfBirth)}`,
    items: [
      ...matches.map((match) => ({ value: match.subjectId, text: matchWords(match), hint: casesWords(match) })),
      { divider: 'or' },
      { value: NONE, text: 'None of these people' },
    ],
  });
}

function matchWords({ givenName, familyName, dateOfBirth }: Match): string {
  return `${givenName} ${familyName}, ${dateOfBirth === null ? 'date of birth not shared with you' : `born on ${date(dateOfBirth)}`}`;
}

function casesWords({ cases, why }: Match): string {
  const references = list(cases.map(({ reference }) => reference));
  const known = cases.length === 0 ? 'No case that you may see' : `${cases.length === 1 ? 'Case' : 'Cases'} that you may see: ${references}`;
  return [known, ...why].join('. ');
}
