import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import type { FixtureResult } from './lint-fixtures.js';

const workspace = resolve(import.meta.dirname, '../../..');

/** ESLint and its plugins load outside Jest's module registry, as they do for people. */
async function lint(): Promise<FixtureResult[]> {
  const program = `import { lintFixtures } from '@concordat/tool-lint'; console.log(JSON.stringify(await lintFixtures()));`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', program], { cwd: workspace, maxBuffer: 1 << 24 });
  return JSON.parse(stdout) as FixtureResult[];
}

describe('the architecture’s rules', () => {
  it('refuse every fixture by the rule that it names', async () => {
    const results = await lint();
    expect(results.length).toBeGreaterThanOrEqual(12);
    for (const result of results) expect(result).toEqual({ ...result, refusedBy: expect.arrayContaining([result.rule]) });
  });
});
