import type { NominationAnswers, NominationStep } from '@concordat/contracts-jag-cases';
import { date } from '../../layout/times.js';
import { codeWords } from '../../layout/words.js';
import { addressOf, personWords, type Nomination } from '../nomination.js';
import { PARTS, stepName, stepPath } from '../steps.js';

/** One line of an answer, as `parts.details` shows it. */
export interface Row {
  key: string;
  text: string;
  href: string;
  /** What the change link changes, for those who hear the link alone. */
  hidden: string;
}

/** Answers that stand together. */
export interface Section {
  title: string;
  rows: Row[];
}

export interface Known {
  /** Name of a legal gateway by its code. */
  gatewayName?: (code: string) => string;
  /** How many people with a similar name are known, where none of them was chosen. */
  possibleMatches?: number;
}

type Answer<Step extends NominationStep> = NonNullable<NominationAnswers[Step]>;
type Line = [key: string, text: string, path?: string];

/** The steps that are answered, in words, with links to change them that lead back to the page of all answers. */
export function sectionsOf(nomination: Nomination, known: Known = {}): Section[] {
  return PARTS.map(({ title, steps }) => ({ title, rows: steps.flatMap((step) => rowsOf(step, nomination, known)) })).filter(({ rows }) => rows.length > 0);
}

/** One step in words; nothing when it is not answered. */
export function rowsOf(step: NominationStep, nomination: Nomination, known: Known = {}): Row[] {
  return linesOf(step, nomination.draft.answers, personWords(nomination.forum), known).map(([key, text, path = stepPath(step)]) => ({
    key,
    text,
    href: addressOf({ ...nomination, checking: true }, path),
    hidden: key.charAt(0).toLowerCase() + key.slice(1),
  }));
}

function linesOf(step: NominationStep, answers: NominationAnswers, person: string, known: Known): Line[] {
  switch (step) {
    case 'danger':
      return answers.danger ? dangerLines(answers.danger) : [];
    case 'person':
      return answers.person ? personLines(answers.person, known) : [];
    case 'incidents':
      return answers.incidents ? answers.incidents.map(incidentLine) : [];
    case 'ownView':
      return answers.ownView ? [ownViewLine(answers.ownView, person)] : [];
    case 'told':
      return answers.told ? toldLines(answers.told, person) : [];
    case 'sharing':
      return answers.sharing ? sharingLines(answers.sharing, person, known) : [];
    default: {
      const text = answers[step];
      return text === undefined ? [] : [[stepName(step, person), text]];
    }
  }
}

function dangerLines({ immediateDanger, harmToChild, done }: Answer<'danger'>): Line[] {
  return [
    ['Someone is in immediate danger', yesOrNo(immediateDanger)],
    ['A child is at risk of significant harm', yesOrNo(harmToChild)],
    ...(done === '' ? [] : [['What has been done', done] satisfies Line]),
  ];
}

function personLines(person: Answer<'person'>, { possibleMatches }: Known): Line[] {
  return [
    ['Name', `${person.givenName} ${person.familyName}`],
    ['Date of birth', date(person.dateOfBirth)],
    ...(possibleMatches === undefined && person.subjectId === null ? [] : [['Already known', knownWords(person.subjectId, possibleMatches ?? 0), 'matches'] satisfies Line]),
    ['Other names', person.otherNames, 'person'],
    ['School or college', person.school, 'person'],
    ['Address', person.address, 'person'],
  ];
}

function knownWords(subjectId: string | null, possibleMatches: number): string {
  if (subjectId !== null) return 'Yes, you chose them from the people already known';
  if (possibleMatches === 0) return 'No, nobody with a similar name is known to you';
  const people = possibleMatches === 1 ? '1 person with a similar name is' : `${possibleMatches} people with a similar name are`;
  return `No, although ${people} known. None of them was chosen`;
}

function incidentLine({ on, what, reportedTo }: Answer<'incidents'>[number]): Line {
  return [`Incident on ${date(on)}`, reportedTo === '' ? what : `${what}\n\nReported to: ${reportedTo}`];
}

function ownViewLine({ view, whyNot }: Answer<'ownView'>, person: string): Line {
  return [`The ${person}’s own view`, view === '' ? `Not asked: ${whyNot}` : view];
}

function toldLines({ youngPerson, parent }: Answer<'told'>, person: string): Line[] {
  return [
    [`The ${person} knows`, toldWords(youngPerson)],
    ['A parent or carer knows', toldWords(parent)],
  ];
}

const toldWords = ({ knows, whyNot }: Answer<'told'>['parent']): string => (knows ? 'Yes' : `No: ${whyNot}`);

function sharingLines(sharing: Answer<'sharing'>, person: string, { gatewayName = codeWords }: Known): Line[] {
  if (sharing.basis === 'gateway') {
    return [
      ['Basis', 'A legal gateway'],
      ['Legal gateway', gatewayName(sharing.gateway), 'basis/gateway'],
      ['Why it is needed', sharing.why, 'basis/gateway'],
    ];
  }
  const bySubject = sharing.givenBy === 'subject';
  const path = 'basis/consent';
  return [
    ['Basis', 'Consent to share information'],
    ['Who gave it', bySubject ? `The ${person}` : 'Someone with parental responsibility', path],
    ...(bySubject ? [['Able to decide', sharing.competent ? 'Yes, assessed as able to decide this' : 'Not assessed', path] satisfies Line] : []),
    ['Name of who gave it', sharing.givenByName, path],
    ['Given on', date(sharing.givenOn), path],
    ['What was explained', sharing.explained, path],
  ];
}

const yesOrNo = (value: boolean): string => (value ? 'Yes' : 'No');
