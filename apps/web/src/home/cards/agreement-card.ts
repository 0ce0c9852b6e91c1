import type { Agreement } from '@concordat/contracts-partnership-registry';
import { date, dayAfter, today } from '../../layout/times.js';
import { count } from '../../layout/words.js';
import type { Card } from '../home-cards.js';
import { firstOf } from './first-rows.js';

/** How long before its date a review or an end is told of, in days: two months, in which meetings of signatories can be held. */
const AHEAD = 60;

type Due = Pick<Agreement, 'id' | 'name' | 'reviewOn' | 'validTo'>;

/** Agreements in force that are to be looked at again or that end soon, the soonest first. */
export function agreementCard(inForce: readonly Due[], now = today()): Card {
  const soon = dayAfter(now, AHEAD);
  const due = inForce
    .flatMap(({ id, name, reviewOn, validTo }) => [
      ...(reviewOn === null ? [] : [{ id, name, on: reviewOn, hint: reviewOn < now ? `Review was due ${date(reviewOn)}` : `Review due ${date(reviewOn)}` }]),
      { id, name, on: validTo, hint: validTo <= now ? `Ended ${date(validTo)}` : `Ends ${date(validTo)}` },
    ])
    .filter(({ on }) => on <= soon)
    .toSorted((one, other) => one.on.localeCompare(other.on));
  return {
    title: 'Agreements',
    href: '/agreements',
    ...(due.length === 0 ? {} : { number: due.length, text: due.length === 1 ? 'review or end is near' : 'reviews or ends are near' }),
    items: firstOf(due).map(({ id, name, hint }) => ({ text: name, href: `/agreements/${id}`, hint })),
    empty: inForce.length === 0 ? 'No agreement is in force: nothing is shared.' : `${count(inForce.length, 'agreement')} in force. None is to be reviewed or ends in the next ${String(AHEAD)} days.`,
  };
}
