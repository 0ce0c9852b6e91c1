import { PASSWORD, PEOPLE, type DemoPerson } from './content/people.js';
import type { DemoAccount } from './environment.js';

/** Everyone of the demo, in the order in which a newcomer would meet them. */
export const DEMO_ACCOUNTS: readonly DemoAccount[] = Object.values<DemoPerson>(PEOPLE).map(({ name, email, does, toTry }) => ({ name, email, password: PASSWORD, does, toTry }));
