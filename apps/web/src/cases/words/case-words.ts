import type { ActionState, CaseState } from '@concordat/contracts-jag-cases';
import { codeWords } from '../../layout/words.js';

/** What `parts.tag` shows. */
export interface Tag {
  text: string;
  colour: string;
}

const STATE_TAGS: Readonly<Record<CaseState, Tag>> = {
  nominated: { text: 'Nominated', colour: 'blue' },
  screening: { text: 'Screening', colour: 'blue' },
  'information-requested': { text: 'Information requested', colour: 'yellow' },
  declined: { text: 'Declined', colour: 'grey' },
  redirected: { text: 'Redirected', colour: 'grey' },
  accepted: { text: 'Accepted', colour: 'teal' },
  assessing: { text: 'Assessing', colour: 'teal' },
  planning: { text: 'Planning', colour: 'teal' },
  responding: { text: 'Responding', colour: 'green' },
  'assessing-result': { text: 'Assessing the result', colour: 'green' },
  monitoring: { text: 'Monitoring', colour: 'green' },
  'on-hold': { text: 'On hold', colour: 'orange' },
  closed: { text: 'Closed', colour: 'grey' },
};

export function stateTag(state: CaseState): Tag {
  return STATE_TAGS[state];
}

/** The state's name; of a code that is not known, its words. */
export function stateWords(state: string): string {
  return Object.hasOwn(STATE_TAGS, state) ? STATE_TAGS[state as CaseState].text : codeWords(state);
}

/** States in which a case is over. */
export const ENDED_STATES: readonly CaseState[] = ['closed', 'declined', 'redirected'];

const ACTION_TAGS: Readonly<Record<ActionState, Tag>> = {
  given: { text: 'Not accepted yet', colour: 'blue' },
  accepted: { text: 'Accepted', colour: 'teal' },
  done: { text: 'Done', colour: 'green' },
  'not-done': { text: 'Not done', colour: 'grey' },
};

export function actionTag({ state, overdue }: { state: ActionState; overdue: boolean }): Tag {
  return overdue ? { text: 'Overdue', colour: 'red' } : ACTION_TAGS[state];
}

/** What an action is called; its number is known to the case's owner alone. */
export function actionName({ number }: { number: number | null }): string {
  return number === null ? 'Action' : `Action ${number}`;
}

export function actionStateWords(state: string): string {
  return Object.hasOwn(ACTION_TAGS, state) ? ACTION_TAGS[state as ActionState].text : codeWords(state);
}

export type ActionKind = 'enforcement' | 'prevention' | 'information' | 'communication';

export const ACTION_KINDS: Readonly<Record<ActionKind, string>> = {
  prevention: 'Prevention',
  enforcement: 'Enforcement',
  information: 'Information',
  communication: 'Communication',
};

const REFERRAL_TAGS: Readonly<Record<string, Tag>> = {
  sent: { text: 'Sent', colour: 'blue' },
  received: { text: 'Received', colour: 'blue' },
  'information-requested': { text: 'Information requested', colour: 'yellow' },
  'waiting-list': { text: 'On the waiting list', colour: 'yellow' },
  accepted: { text: 'Accepted', colour: 'teal' },
  declined: { text: 'Declined', colour: 'grey' },
  signposted: { text: 'Signposted', colour: 'grey' },
  allocated: { text: 'Given to a worker', colour: 'teal' },
  engaged: { text: 'First contact made', colour: 'green' },
  'not-reached': { text: 'Not reached', colour: 'orange' },
  active: { text: 'Support under way', colour: 'green' },
  closed: { text: 'Closed', colour: 'grey' },
  withdrawn: { text: 'Withdrawn', colour: 'grey' },
  'turned-back': { text: 'Not passed on', colour: 'orange' },
};

export function referralTag(state: string): Tag {
  return REFERRAL_TAGS[state] ?? { text: codeWords(state), colour: 'grey' };
}
