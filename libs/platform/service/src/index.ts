export { FoundationModule, foundationMigrations, type Environment, type FoundationOptions } from './foundation.module.js';
export { bootHttp, bootService, bootWorker, migrate, run, type MigrationTarget, type Program, type Running } from './program.js';
