export type * from './columns.js';
export * from './entities.js';
export { sharingLinks } from './links.js';
export { SharingTables, sharingMigrations } from './migrations.js';
export { CasesCounted, POLICY_TEXT, PolicyByPage, PolicyOfToday, policyText, ReaderOfSnapshot, WithheldFromTrained, WithheldInSilence } from './policy-by-page.js';
export { sharingPolicies, systemWork, type SystemWork } from './row-security.js';
