import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const root = join(import.meta.dirname, '../../..');
const page = readFileSync(join(root, 'docs/sharing-policy.md'), 'utf8');
const specs = execFileSync('git', ['ls-files', '--', '*.spec.ts'], { cwd: root })
  .toString()
  .split('\n')
  .filter((file) => file !== '' && !file.endsWith('documented.spec.ts'))
  .map((file) => readFileSync(join(root, file), 'utf8'))
  .join('\n');

/** What stands in backquotes after each "Tested:", which may go on over lines. */
const named = [...page.matchAll(/Tested: (`[^`]+`(?:,\s+`[^`]+`)*)/g)].flatMap(([, names = '']) => [...names.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name));

describe('the page on the sharing policy', () => {
  it('names tests for what it says', () => {
    expect(named.length).toBeGreaterThanOrEqual(15);
  });

  it.each(named)('names a test that there is: %s', (name) => {
    expect(specs.includes(`'${name}'`)).toBe(true);
  });
});
