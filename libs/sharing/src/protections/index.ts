export { Barring, type Barred } from './barring.js';
export { NearMatches } from './near-matches.js';
export { OwnedCases, type OwnedCase } from './owned-cases.js';
export { protectionEntities } from './protections.entity.js';
export { Protections } from './protections.migration.js';
export { ReaderRequestsOfAgency } from './reader-requests.migration.js';
export { ProtectionsModule, type ProtectionsOptions } from './protections.module.js';
