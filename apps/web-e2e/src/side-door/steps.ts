import type { Cast } from './cast.js';
import { accounts } from './steps/accounts.js';
import { administration, agreements } from './steps/administration.js';
import { cases, protections } from './steps/cases.js';
import { endings } from './steps/endings.js';
import { looking } from './steps/looking.js';
import { nominating } from './steps/nominating.js';
import { referrals } from './steps/referrals.js';
import { sharing } from './steps/sharing.js';
import { systems } from './steps/systems.js';

type Steps = (cast: Cast) => Promise<void>;

/** Two at a time: what makes people, whose roles somebody grants, stands in one of them. */
const LANES: readonly (readonly Steps[])[] = [
  [nominating, cases, protections, sharing, agreements, looking],
  [administration, systems, accounts, referrals, endings],
];

/** People of the demo do what pages and routes are for, on records that are in the state for it, with what is planted in every field. */
export async function everythingDone(cast: Cast): Promise<void> {
  await Promise.all(LANES.map(async (lane) => {
    for (const steps of lane) await steps(cast);
  }));
}
