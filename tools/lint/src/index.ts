export { lintFixtures, type FixtureResult } from './lint-fixtures.js';
