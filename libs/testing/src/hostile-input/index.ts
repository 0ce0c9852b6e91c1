export { everyRouteRefusesBadInput, HostileInputError, type HostileInput, type HostileReport } from './every-route-refuses-bad-input.js';
export { everyRouteAsked, type AskedRoute, type AskedRoutes, type Asker } from './every-route-asked.js';
export type { StatedRule } from './openapi.js';
export { ToldIds } from './told-ids.js';
