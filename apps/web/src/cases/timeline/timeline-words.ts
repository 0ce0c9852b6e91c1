import type { readTimeline } from '@concordat/contracts-jag-cases';
import type { OutputOf } from '@concordat/contracts-protocol';
import { date, dateTime } from '../../layout/times.js';
import { codeWords } from '../../layout/words.js';
import type { KnownNames } from '../../services/names.js';
import { actionName, actionStateWords, referralTag, stateWords } from '../words/case-words.js';

export type TimelineEntry = OutputOf<typeof readTimeline>['items'][number];

/** What the codes and ids of entries mean. */
export interface TimelineLookup {
  names: KnownNames;
  /** Names of categories of information, by code. */
  categories: ReadonlyMap<string, string>;
  /** Names of services, by the id of a referral. */
  services: ReadonlyMap<string, string>;
}

interface Told {
  title: string;
  text?: string;
}

type Teller = (fact: (name: string) => string, lookup: TimelineLookup) => Told;

const agency: Teller = (fact, { names }) => ({ title: names.agency(fact('agencyId')) });
const category: Teller = (fact, { categories }) => ({ title: categories.get(fact('category')) ?? codeWords(fact('category')) });
const service = (fact: (name: string) => string, { services }: TimelineLookup) => services.get(fact('referralId'));

const numbered = (fact: (name: string) => string) => actionName({ number: Number(fact('number')) || null });

/** Words for each kind of entry: that it happened, and never what was written. */
const TELLERS: Readonly<Record<string, Teller>> = {
  nominated: () => ({ title: 'Nominated' }),
  'state-changed': (fact) => ({ title: stateWords(fact('to')), text: `Was: ${stateWords(fact('from')).toLowerCase()}` }),
  'item-added': (fact, lookup) => ({ title: 'Information added', text: category(fact, lookup).title }),
  'item-changed': (fact, lookup) => ({ title: 'Information changed', text: category(fact, lookup).title }),
  'circle-joined': (fact, lookup) => ({ title: 'Agency joined the case', text: agency(fact, lookup).title }),
  'circle-left': (fact, lookup) => ({ title: 'Agency left the case', text: agency(fact, lookup).title }),
  'action-given': (fact, lookup) => ({ title: `${numbered(fact)} given`, text: `To ${agency(fact, lookup).title}, due ${date(fact('due'))}` }),
  'action-moved': (fact, lookup) => ({ title: `${numbered(fact)}: ${actionStateWords(fact('state')).toLowerCase()}`, text: agency(fact, lookup).title }),
  'put-on-agenda': (fact) => ({ title: 'Put on a meeting’s agenda', text: `For the meeting on ${dateTime(fact('at'))}` }),
  'decision-recorded': () => ({ title: 'Decision of a meeting recorded' }),
  'referral-sent': (fact, lookup) => told('Referral sent', service(fact, lookup)),
  'referral-turned-back': (fact, lookup) => told('Referral not passed on', service(fact, lookup)),
  'referral-progressed': (fact, lookup) => told(`Referral: ${referralTag(fact('state')).text.toLowerCase()}`, service(fact, lookup)),
};

function told(title: string, text: string | undefined): Told {
  return text === undefined ? { title } : { title, text };
}

/** A kind that came later than these words is told by its code. */
function tellerOf(kind: string): Teller {
  return TELLERS[kind] ?? (() => ({ title: codeWords(kind) }));
}

/** What a service tells of itself. Of everything else that names nobody, the reader is not told who did it. */
const BY_ITSELF: readonly string[] = ['referral-progressed', 'referral-turned-back'];

function byWhom({ kind, byUserId, byAgencyId }: TimelineEntry, names: KnownNames): string | null {
  const user = byUserId !== null || BY_ITSELF.includes(kind) ? names.user(byUserId) : null;
  const said = [user, byAgencyId === null ? null : names.agency(byAgencyId)].filter((name) => name !== null);
  return said.length === 0 ? null : said.join(', ');
}

/** One entry as the timeline shows it. */
export function tellEntry(entry: TimelineEntry, lookup: TimelineLookup): { title: string; at: string; by: string | null; text: string | null; why: string[] } {
  const { title, text } = tellerOf(entry.kind)((name) => entry.facts[name] ?? '', lookup);
  return { title, at: entry.at, by: byWhom(entry, lookup.names), text: text ?? null, why: entry.why };
}

/** Ids of everybody and every agency that entries name. */
export function idsInEntries(entries: readonly TimelineEntry[]): { userIds: (string | null)[]; agencyIds: (string | null)[] } {
  return {
    userIds: entries.map((entry) => entry.byUserId),
    agencyIds: entries.flatMap((entry) => [entry.byAgencyId, entry.facts.agencyId ?? null]),
  };
}
