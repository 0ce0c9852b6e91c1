import { date, shortDate } from '../../layout/times.js';
import type { KnownNames } from '../../services/names.js';
import { isPlaceOpen, type CaseFile } from '../case-file.js';
import { ACTION_KINDS, actionName, actionTag, referralTag, type Tag } from '../words/case-words.js';

export interface ActionRow {
  /** null for others than the case's owner. */
  number: number | null;
  name: string;
  what: string;
  href: string;
  whose: string;
  kind: string;
  due: string;
  state: Tag;
  result: string | null;
  why: readonly string[];
}

export function actionRows(actions: CaseFile['actions'], names: KnownNames): ActionRow[] {
  return actions.map((action) => ({
    number: action.number,
    name: actionName(action),
    what: action.what,
    href: `/actions/${action.id}`,
    whose: action.userId === null ? names.agency(action.agencyId) : `${names.user(action.userId)}, ${names.agency(action.agencyId)}`,
    kind: ACTION_KINDS[action.kind],
    due: shortDate(action.due),
    state: actionTag(action),
    result: action.result,
    why: action.why,
  }));
}

export interface ReferralCard {
  title: string;
  state: Tag;
  steps: { text: string; at: string }[];
}

/** Referrals with the steps that they took: where each stands, and nothing of what is in it. */
export function referralCards({ referrals }: CaseFile): ReferralCard[] {
  return referrals.map(({ serviceName, state, requestedAt, steps }) => ({
    title: serviceName,
    state: referralTag(state),
    steps: [{ state: 'sent', at: requestedAt }, ...steps].map((step) => ({ text: referralTag(step.state).text, at: date(step.at) })),
  }));
}

export interface CircleRow {
  agency: string;
  who: string;
  from: string;
  to: string;
  /** Where its place is ended; null when it has ended, and for those who may not. */
  end: string | null;
}

/** The agencies of the case: its owner throughout, and the others each for a period. */
export function circleRows(file: CaseFile, names: KnownNames, now = new Date()): CircleRow[] {
  const owner = { agency: names.agency(file.ownerAgencyId), who: 'Owns the case', from: shortDate(file.nominatedAt), to: 'No end', end: null };
  const others = file.circle.map((entry) => ({
    agency: names.agency(entry.agencyId),
    who: entry.userIds === null ? 'Whole agency' : entry.userIds.map((id) => names.user(id)).join(', '),
    from: shortDate(entry.from),
    to: entry.to === null ? 'No end' : lastDay(entry.to),
    end: file.may.changeCircle && isPlaceOpen(entry, now) ? `/cases/${file.id}/circle/${entry.id}/end` : null,
  }));
  return [owner, ...others];
}

/** A place that ends at midnight lasts until the day before. */
function lastDay(end: string): string {
  return shortDate(new Date(Date.parse(end) - 1));
}
