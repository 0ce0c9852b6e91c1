export type * from './columns.js';
export * from './entities.js';
export { sharingLinks, sharingPolicies } from './links.js';
export { SharingTables, sharingMigrations } from './migrations.js';
