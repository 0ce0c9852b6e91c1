export { lintWithEslint, lintWithOxlint, oxlintRules, type FixtureResult } from './lint-fixtures.js';
