import type { listOutcomes } from '@concordat/contracts-jag-cases';
import type { OutputOf } from '@concordat/contracts-protocol';
import { date, shortDate } from '../../layout/times.js';
import { codeWords, list } from '../../layout/words.js';
import type { KnownNames } from '../../services/names.js';
import type { CaseFile } from '../case-file.js';
import { durationWords } from '../words/duration.js';
import { stateTag, type Tag } from '../words/case-words.js';

export interface StateRow {
  state: Tag;
  from: string;
  duration: string;
  by: string;
  reason: string | null;
  /** Whom it waits for, and until when. */
  waits: string | null;
}

/** Each state that the case stood in, with how long and who brought it there; the oldest first. */
export function stateRows({ states, ownerAgencyId }: CaseFile, names: KnownNames): StateRow[] {
  return states.map(({ state, from, to, seconds, byUserId, reason, until, agencyIds }) => ({
    state: stateTag(state),
    from: shortDate(from),
    duration: to === null ? `${durationWords(seconds)} so far` : durationWords(seconds),
    // Only the owner's people move a case on; who nominated it is not told to everybody.
    by: byUserId !== null ? names.user(byUserId) : state === 'nominated' ? 'Not shown' : names.agency(ownerAgencyId),
    reason: reason === null ? null : datesInWords(reason),
    waits: waitWords(state, until, agencyIds.map((id) => names.agency(id))),
  }));
}

function waitWords(state: CaseFile['state'], until: string | null, agencies: readonly string[]): string | null {
  if (until === null) return null;
  if (agencies.length === 0) return `Until ${date(until)}`;
  return state === 'information-requested' ? `Asked: ${list(agencies)}. To answer by ${date(until)}` : `By ${list(agencies)}, until ${date(until)}`;
}

/** Reasons of before hold their dates as `2027-03-01`. */
function datesInWords(reason: string): string {
  return reason.replaceAll(/\b\d{4}-\d\d-\d\d\b/g, (found) => date(found) || found);
}

const VICTIM_TOLD = { yes: 'Yes', no: 'No', 'no-victim': 'There is no victim' } as const;

/** How the case ended, for its owner; null while it has not, and for others. */
export function outcomeRows({ outcome }: CaseFile, outcomes: OutputOf<typeof listOutcomes>['items']): { key: string; text: string }[] | null {
  if (outcome === null) return null;
  const name = outcomes.find(({ code }) => code === outcome.code)?.name ?? codeWords(outcome.code);
  return [
    { key: 'Outcome', text: name },
    { key: 'Positive', text: outcome.positive ? 'Yes' : 'No' },
    { key: 'Why it was closed', text: outcome.reason },
    { key: 'The person’s own view', text: outcome.ownView },
    { key: 'Victim told', text: VICTIM_TOLD[outcome.victimTold] },
    { key: 'What was learned', text: outcome.learned },
  ];
}
