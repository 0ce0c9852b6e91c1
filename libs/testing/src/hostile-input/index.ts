export { everyRouteRefusesBadInput, HostileInputError, type HostileInput, type HostileReport } from './every-route-refuses-bad-input.js';
export { everyRouteAsked, type AskedRoutes } from './every-route-asked.js';
export type { StatedRule } from './openapi.js';
