import { describe, expect, it } from '@jest/globals';
import { root } from '../folder.js';
import { playwrightTally } from './play-journeys.js';
import { jestTally } from './specs.js';
import { closingLine, failure, nothing, together } from './tally.js';

describe('counting a test run', () => {
  it('counts tests of Jest, and files that could not be run', () => {
    const results = {
      numPassedTests: 3,
      numFailedTests: 1,
      numRuntimeErrorTestSuites: 1,
      testResults: [
        { name: `${root}/a.spec.ts`, status: 'failed', assertionResults: [{ status: 'failed', fullName: 'a does b' }] },
        { name: `${root}/b.spec.ts`, status: 'failed', assertionResults: [] },
        { name: `${root}/c.spec.ts`, status: 'passed', assertionResults: [{ status: 'passed', fullName: 'c' }] },
      ],
    };
    expect(jestTally('web', results)).toEqual({ passed: 3, failed: 2, failures: ['web: a does b', 'web: b.spec.ts could not be run'] });
  });

  it('counts a journey that passed at its second try as failed', () => {
    const spec = (title: string, ok: boolean) => ({ title, ok });
    const results = {
      stats: { expected: 2, unexpected: 1, flaky: 1 },
      errors: [],
      suites: [{ title: 'nomination', specs: [spec('sends', true)], suites: [{ title: 'phone', specs: [spec('keeps', false)] }] }],
    };
    expect(playwrightTally(results)).toEqual({ passed: 2, failed: 2, failures: ['web-e2e: phone: keeps'] });
  });

  it('ends in one line', () => {
    expect(closingLine(together([nothing, failure('x'), { passed: 4, failed: 0, failures: [] }]))).toBe('4 passed, 1 failed');
  });
});
