import { fileURLToPath } from 'node:url';

const tool = (name) => fileURLToPath(new URL(`tools/jest/src/${name}.ts`, import.meta.url));

/** One Jest configuration for every project: run with `--rootDir <project>`. */
export default {
  testMatch: ['<rootDir>/{src,test}/**/*.spec.ts'],
  runtime: tool('runtime'),
  testEnvironment: tool('environment'),
  transform: {},
  testTimeout: 60_000,
  // Files of a project follow one another in one process, whose modules they share.
  maxWorkers: 1,
  passWithNoTests: true,
};
