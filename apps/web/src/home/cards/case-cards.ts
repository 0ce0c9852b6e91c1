import { CASE_STATES, type CaseState, type countCases, type listCases } from '@concordat/contracts-jag-cases';
import type { OutputOf } from '@concordat/contracts-protocol';
import { whyNamed } from '../../cases/case-file.js';
import { ENDED_STATES, stateTag } from '../../cases/words/case-words.js';
import { date } from '../../layout/times.js';
import type { Card } from '../home-cards.js';
import { firstOf } from './first-rows.js';

type Cases = OutputOf<typeof listCases>['items'];
type Counts = OutputOf<typeof countCases>['states'];

/** States out of which a case can be closed. */
export const CLOSING_STATES = ['assessing-result', 'monitoring'] as const satisfies readonly CaseState[];

const OPEN_STATES = CASE_STATES.filter((state) => !ENDED_STATES.includes(state));

/** Nominations that nobody has begun to screen: the few that have waited longest, and how many there are. */
export function screeningCard(cases: Cases, counts: Counts): Card {
  const waiting = sumOf(counts, 'own', ['nominated']);
  return {
    title: 'Nominations to screen',
    href: '/cases?show=nominated',
    ...(waiting === 0 ? {} : { number: waiting, text: 'waiting' }),
    items: firstOf(oldestFirst(cases)).map((row) => caseItem(row, `${row.forumName}, nominated ${date(row.nominatedAt)}`)),
    empty: 'No nomination is waiting.',
  };
}

/** Cases whose result is assessed or monitored: what is left is to close them. */
export function closingCard(cases: Cases, counts: Counts): Card {
  const waiting = sumOf(counts, 'own', CLOSING_STATES);
  return {
    title: 'Cases waiting to be closed',
    href: `/cases?show=${CLOSING_STATES.find((state) => sumOf(counts, 'own', [state]) > 0) ?? CLOSING_STATES[0]}`,
    ...(waiting === 0 ? {} : { number: waiting, text: 'waiting' }),
    items: firstOf(oldestFirst(cases)).map((row) => caseItem(row, `${stateTag(row.state).text} since ${date(row.since)}`)),
    empty: 'No case is waiting to be closed.',
  };
}

/** The cases that the reader leads; no card for who leads none. */
export function leadCard(cases: Cases, counts: Counts): Card | null {
  if (cases.length === 0) return null;
  return {
    title: 'Cases that you lead',
    href: '/cases?mine=yes',
    number: sumOf(counts, 'led', OPEN_STATES),
    text: 'open',
    items: firstOf(oldestFirst(cases)).map((row) => caseItem(row, `${stateTag(row.state).text} since ${date(row.since)}`)),
  };
}

/** How many open cases stand in each state, in the order of a case's life. */
export function statesCard(counts: Counts): Card {
  const open = OPEN_STATES.map((state) => ({ state, count: sumOf(counts, 'count', [state]) })).filter(({ count }) => count > 0);
  const total = sumOf(counts, 'count', OPEN_STATES);
  return {
    title: 'Open cases',
    href: '/cases',
    ...(total === 0 ? {} : { number: total }),
    items: open.map(({ state, count }) => ({ text: `${stateTag(state).text} (${count})`, href: `/cases?show=${state}` })),
    empty: 'There is no open case that you may see.',
  };
}

const sumOf = (counts: Counts, of: 'count' | 'own' | 'led', states: readonly CaseState[]): number => counts.reduce((sum, each) => (states.includes(each.state) ? sum + each[of] : sum), 0);

function caseItem({ id, reference, people }: Cases[number], hint: string) {
  const names = people.map(({ name }) => name).filter((name) => name !== null);
  return { text: names.length === 0 ? reference : `${reference}, ${names.join(', ')}`, href: `/cases/${id}`, hint, why: whyNamed(people) };
}

function oldestFirst(cases: Cases): Cases {
  return cases.toSorted((one, other) => one.since.localeCompare(other.since));
}
