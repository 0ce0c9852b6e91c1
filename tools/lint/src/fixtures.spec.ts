import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import type { FixtureResult } from './lint-fixtures.js';

const workspace = resolve(import.meta.dirname, '../../..');

/** The linters load outside Jest's module registry, as they do for people. */
async function asked<Answer>(question: string): Promise<Answer> {
  const program = `import * as lint from '@concordat/tool-lint'; console.log(JSON.stringify(await lint.${question}()));`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', program], { cwd: workspace, maxBuffer: 1 << 24 });
  return JSON.parse(stdout) as Answer;
}

const expectRefused = (results: readonly FixtureResult[]): void => {
  for (const result of results) expect(result).toEqual({ ...result, refusedBy: expect.arrayContaining([result.rule]) });
};

describe('the rules of the code', () => {
  it('refuse every fixture of the architecture by the rule that it names', async () => {
    const results = await asked<FixtureResult[]>('lintWithEslint');
    expect(results.length).toBeGreaterThanOrEqual(10);
    expectRefused(results);
  });

  it('refuse a fixture for each rule that needs types', async () => {
    const results = await asked<FixtureResult[]>('lintWithOxlint');
    expectRefused(results);
    const rules = await asked<string[]>('oxlintRules');
    expect(rules.length).toBeGreaterThanOrEqual(42);
    expect([...new Set(results.map(({ rule }) => rule))].sort()).toEqual(rules.sort());
  });
});
