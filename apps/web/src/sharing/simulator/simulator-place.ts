import { simulatorRoutes } from '@concordat/contracts-protocol';

/** The simulators of the services that hold items, by the word that addresses and pages have for what they hold. */
export const SIMULATORS = { cases: simulatorRoutes('jag-cases'), referrals: simulatorRoutes('referrals') } as const;
export type SimulatorPlace = keyof typeof SIMULATORS;
export const SIMULATOR_PLACES = ['cases', 'referrals'] as const satisfies readonly SimulatorPlace[];

/** The page of one item, at which it is asked who may see it. */
export const askAddress = (place: SimulatorPlace, itemId: string): string => `/who-can-see/${place}/${itemId}`;
