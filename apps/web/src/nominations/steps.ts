import { NOMINATION_STEPS, type NominationStep } from '@concordat/contracts-jag-cases';
import { addressOf, type Nomination } from './nomination.js';

/** Where each step begins, below the nomination's own address. */
const PATHS: Readonly<Record<NominationStep, string>> = {
  danger: 'danger',
  person: 'who',
  incidents: 'incidents',
  harmed: 'written/harmed',
  tried: 'written/tried',
  asked: 'written/asked',
  ownView: 'own-view',
  told: 'told',
  sharing: 'basis',
};

export function stepPath(step: NominationStep): string {
  return PATHS[step];
}

/** What each step is called in lists of them. */
export function stepName(step: NominationStep, person: string): string {
  const names: Readonly<Record<NominationStep, string>> = {
    danger: 'Danger now',
    person: `Who the ${person} is`,
    incidents: 'What happened',
    harmed: 'Who is harmed',
    tried: 'What has been tried',
    asked: 'What you ask for',
    ownView: `The ${person}’s own view`,
    told: 'Who knows about this nomination',
    sharing: 'The legal basis for sharing',
  };
  return names[step];
}

/** The steps in the groups that pages show them in. */
export const PARTS: readonly { title: string; steps: readonly NominationStep[] }[] = [
  { title: 'Safety first', steps: ['danger'] },
  { title: 'Who it is about', steps: ['person'] },
  { title: 'What is going on', steps: ['incidents', 'harmed', 'tried', 'asked'] },
  { title: 'What they want and know', steps: ['ownView', 'told'] },
  { title: 'Sharing', steps: ['sharing'] },
];

/** The page after `step`: the next one that is not answered, and when all are, the answers to check. */
export function pageAfter(step: NominationStep, nomination: Nomination): string {
  const { missing } = nomination.draft;
  if (nomination.checking || missing.length === 0) return addressOf(nomination, 'check');
  const later = NOMINATION_STEPS.slice(NOMINATION_STEPS.indexOf(step) + 1).find((one) => missing.includes(one));
  return addressOf(nomination, later === undefined ? '' : stepPath(later));
}
