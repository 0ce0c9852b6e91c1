import type { Agreement } from '@concordat/contracts-partnership-registry';
import { date, dayAfter, today } from '../../layout/times.js';
import { count } from '../../layout/words.js';
import type { Card } from '../home-cards.js';
import { firstOf } from './first-rows.js';

/** How long before its date a review or an end is told of, in days: when its keepers are first reminded. */
const AHEAD = 90;

type Kept = Pick<Agreement, 'id' | 'name' | 'status' | 'reviewOn' | 'validTo' | 'supersedes' | 'parties' | 'signatures'>;

interface Due {
  id: string;
  name: string;
  on: string;
  hint: string;
}

/** Agreements that wait for the agency's signature, and those in force that are to be looked at again or that end soon, the soonest first. */
export function agreementCard(agreements: readonly Kept[], agencyId: string | null, now = today()): Card {
  const living = agreements.filter(({ status }) => status === 'active' || status === 'suspended');
  const succeeded = new Set(living.flatMap(({ status, supersedes }) => (status === 'active' ? [supersedes] : [])));
  const soon = dayAfter(now, AHEAD);
  const due = [
    ...agreements.filter((agreement) => waitsFor(agreement, agencyId)).map(({ id, name }): Due => ({ id, name, on: '', hint: 'Waiting for your agency’s signature' })),
    ...living.filter(({ id }) => !succeeded.has(id)).flatMap((agreement) => datesOf(agreement, now)).filter(({ on }) => on <= soon),
  ].toSorted((one, other) => one.on.localeCompare(other.on));
  const inForce = agreements.filter(({ status }) => status === 'active').length;
  return {
    title: 'Agreements',
    href: '/agreements',
    ...(due.length === 0 ? {} : { number: due.length, text: due.length === 1 ? 'signature, review or end is near' : 'signatures, reviews or ends are near' }),
    items: firstOf(due).map(({ id, name, hint }) => ({ text: name, href: `/agreements/${id}`, hint })),
    empty: inForce === 0 ? 'No agreement is in force: nothing is shared.' : `${count(inForce, 'agreement')} in force. None is to be signed, reviewed or ends in the next ${String(AHEAD)} days.`,
  };
}

const waitsFor = ({ status, parties, signatures }: Kept, agencyId: string | null): boolean =>
  status === 'in-review' && parties.some((party) => party.agencyId === agencyId) && !signatures.some((signature) => signature.agencyId === agencyId && signature.withdrawnOn === null);

function datesOf({ id, name, reviewOn, validTo }: Kept, now: string): Due[] {
  return [
    ...(reviewOn === null || validTo <= now ? [] : [{ id, name, on: reviewOn, hint: reviewOn < now ? `Review was due ${date(reviewOn)}` : `Review due ${date(reviewOn)}` }]),
    { id, name, on: validTo, hint: validTo <= now ? `Ended ${date(validTo)}` : `Ends ${date(validTo)}` },
  ];
}
