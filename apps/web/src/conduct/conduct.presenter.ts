import type { listStaff } from '@concordat/contracts-partnership-registry';
import { SERVICE_NAMES, type conductRoutes, type Deed, type OutputOf, type ServiceName } from '@concordat/contracts-protocol';
import { SERVICE_WORDS } from '../administration/dead-letters/dead-letters.presenter.js';
import { page, type PageAnswer } from '../layout/answers.js';
import { rolesInWords } from '../layout/roles.js';
import { dateTime } from '../layout/times.js';
import { count } from '../layout/words.js';
import { ACTION_WORDS, kindWords } from './deed-words.js';

const CONDUCT = '/conduct';

const FORMER = `${CONDUCT}?who=former`;
export const BY_RECORD = `${CONDUCT}/record`;

/** The ways into what was done: by who, and by which record. */
export const conductTabs = (active: string): { text: string; href: string; active: boolean }[] => [
  { text: 'Work here now', href: CONDUCT },
  { text: 'Have no access now', href: FORMER },
  { text: 'By case or referral', href: BY_RECORD },
].map((tab) => ({ ...tab, active: tab.href === active }));

/** Whoever left, or was shut out, may be the one whom the question is about. */
export function peoplePage({ items, next }: OutputOf<typeof listStaff>, who: 'present' | 'former', after: string | null): PageAnswer {
  const former = who === 'former';
  return page('conduct/people', {
    title: 'What people of your agency did',
    tabs: conductTabs(former ? FORMER : CONDUCT),
    caption: former ? 'People of your agency who have no access now' : 'People of your agency',
    people: items.map(({ userId, name, roles }) => ({ name, href: `${CONDUCT}/${userId}`, roles: rolesInWords(roles) })),
    next,
    after,
    base: former ? FORMER : CONDUCT,
  });
}

const deedOf = ({ at, membershipId, action, kind, records, trace }: Deed, deputising: ReadonlyMap<string, string>) => ({
  at: dateTime(at),
  deputyOf: deputising.get(membershipId ?? '') ?? null,
  what: `${ACTION_WORDS[action]}: ${kindWords(kind)}`,
  records: count(records, 'record'),
  trace,
});

export interface ShownConduct {
  userId: string;
  name: string;
  service: ServiceName;
  found: OutputOf<ReturnType<typeof conductRoutes>['list']>;
  after: string | null;
  /** Names of those for whom they act or acted, by the membership. */
  deputising: ReadonlyMap<string, string>;
}

export function conductPage({ userId, name, service, found, after, deputising }: ShownConduct): PageAnswer {
  return page('conduct/conduct', {
    title: 'What somebody did',
    back: CONDUCT,
    name,
    sections: SERVICE_NAMES.map((one) => ({ text: SERVICE_WORDS[one], href: `${CONDUCT}/${userId}/${one}`, active: one === service })),
    part: SERVICE_WORDS[service],
    deeds: found.items.map((deed) => deedOf(deed, deputising)),
    next: found.next,
    after,
    base: `${CONDUCT}/${userId}/${service}`,
  });
}
