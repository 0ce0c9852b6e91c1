export { KnownDecisionClients } from './known-clients.migration.js';
