import type { CaseState, Transition } from '@concordat/contracts-jag-cases';
import type { Role } from '@concordat/contracts-protocol';

/** Who may make a transition: users of the case's owner with the role, or its lead officer. */
export type Mover = Extract<Role, 'coordinator' | 'manager'> | 'lead';

/** What the table asks of a case before it lets it move. */
export interface CaseFacts {
  state: CaseState;
  /** The state that a case on hold goes back to. */
  heldFrom: CaseState | null;
  openActions: number;
  leadUserId: string | null;
}

export interface TransitionRow {
  from: readonly CaseState[];
  /** The transition's name in the contract: what the writer asks for. */
  to: Transition['to'];
  who: readonly Mover[];
  /** What it is called on the page. */
  name: string;
  /** What must be there first, in words of what is lacking. */
  first?: readonly { lacking: string; met: (facts: CaseFacts) => boolean }[];
}

const active: readonly CaseState[] = ['accepted', 'assessing', 'planning', 'responding', 'assessing-result', 'monitoring'];
const noOpenActions = { lacking: 'Every action must be done, or not done with a reason', met: (facts: CaseFacts) => facts.openActions === 0 };

/** The life of a case, row by row: the one place that says what can be done next, by whom, and what must be there first. */
export const TRANSITIONS: readonly TransitionRow[] = [
  { from: ['nominated'], to: 'screening', who: ['coordinator'], name: 'Start screening' },
  { from: ['screening'], to: 'information-requested', who: ['coordinator'], name: 'Ask for information' },
  { from: ['information-requested'], to: 'screening', who: ['coordinator'], name: 'Go back to screening' },
  { from: ['screening', 'information-requested'], to: 'accepted', who: ['coordinator', 'manager'], name: 'Accept the case' },
  { from: ['screening', 'information-requested'], to: 'declined', who: ['coordinator', 'manager'], name: 'Decline the nomination' },
  { from: ['screening', 'information-requested'], to: 'redirected', who: ['coordinator', 'manager'], name: 'Redirect the nomination' },
  { from: ['accepted'], to: 'assessing', who: ['lead'], name: 'Set the objective and start assessing' },
  { from: ['assessing'], to: 'planning', who: ['lead'], name: 'Record the analysis and start planning' },
  { from: ['planning'], to: 'responding', who: ['lead'], name: 'Start the response' },
  { from: ['responding'], to: 'assessing-result', who: ['lead'], name: 'Assess the result' },
  { from: ['responding', 'assessing-result'], to: 'monitoring', who: ['lead'], name: 'Step down to monitoring', first: [noOpenActions] },
  { from: ['monitoring', 'assessing-result'], to: 'closed', who: ['manager'], name: 'Close the case', first: [noOpenActions] },
  { from: active, to: 'on-hold', who: ['coordinator'], name: 'Put the case on hold' },
  { from: ['on-hold'], to: 'resumed', who: ['coordinator'], name: 'Resume the case' },
  { from: ['closed'], to: 'accepted-again', who: ['coordinator'], name: 'Reopen the case' },
];

/** The state that a transition leads to; for a case resumed, the one that it was held from. */
export function stateAfter(to: Transition['to'], facts: Pick<CaseFacts, 'heldFrom'>): CaseState {
  switch (to) {
    case 'accepted-again':
      return 'accepted';
    case 'resumed':
      return facts.heldFrom ?? 'accepted';
    default:
      return to;
  }
}

/** Rows open to `movers` from the case's present state, with what is still lacking for each. */
export function transitionsFrom(facts: CaseFacts, movers: ReadonlySet<Mover>): { row: TransitionRow; lacking: string[] }[] {
  return TRANSITIONS.filter((row) => row.from.includes(facts.state) && row.who.some((mover) => movers.has(mover))).map((row) => ({
    row,
    lacking: (row.first ?? []).filter((condition) => !condition.met(facts)).map((condition) => condition.lacking),
  }));
}
