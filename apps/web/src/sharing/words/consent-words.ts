import { CATEGORIES, type CONSENT_EVIDENCE, type ConsentView, type PersonAnswerKind, type RELATIONSHIPS } from '@concordat/contracts-protocol';
import { codeWords } from '../../layout/words.js';

export const GIVER_WORDS: Readonly<Record<ConsentView['givenBy'], string>> = {
  subject: 'The person themselves',
  'parental-responsibility': 'Somebody with parental responsibility',
  attorney: 'An attorney or deputy',
};

export const EVIDENCE_WORDS: Readonly<Record<(typeof CONSENT_EVIDENCE)[number], string>> = {
  'said-in-person': 'Said in person',
  'said-by-telephone': 'Said by telephone',
  'signed-form': 'A signed form',
  electronic: 'Given electronically',
  'through-interpreter': 'Said through an interpreter',
  other: 'In another way',
};

export const STATE_TAGS: Readonly<Record<ConsentView['state'], { text: string; colour: string }>> = {
  'in-force': { text: 'Counts now', colour: 'green' },
  refused: { text: 'Refused', colour: 'red' },
  withdrawn: { text: 'Withdrawn', colour: 'grey' },
  ended: { text: 'Ended', colour: 'grey' },
  'not-counted': { text: 'Does not count', colour: 'yellow' },
};

export const ANSWER_WORDS: Readonly<Record<PersonAnswerKind, { title: string; what: string; question: string }>> = {
  service: { title: 'Agreement to a service', what: 'Whether the person wants the service. It lets nobody share anything.', question: 'Does the person agree to the service?' },
  confidentiality: {
    title: 'Passing on what was said in confidence',
    what: 'Whether somebody who spoke in confidence lets it be passed on. It is not consent to share what agencies hold.',
    question: 'May what was said in confidence be passed on?',
  },
  told: { title: 'Being told', what: 'Whether the person was told what is held and who gets it. Being told is not agreeing.', question: 'Was the person told?' },
};

export const relationshipChoices = (relationships: typeof RELATIONSHIPS) => relationships.map((value) => ({ value, text: codeWords(value) }));
export const categoryChoices = CATEGORIES.map((value) => ({ value, text: codeWords(value) }));
export const evidenceChoices = Object.entries(EVIDENCE_WORDS).map(([value, text]) => ({ value, text }));
export const categoryWords = (categories: readonly string[]): string => categories.map(codeWords).join('\n');
