import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { FAULTS } from './faults.js';

const source = join(import.meta.dirname, '../../../../libs/sharing/src');

describe('the faults that tests must notice', () => {
  it('are 25 at least, of the policy in memory, in the query and in the tables', () => {
    expect(FAULTS.length).toBeGreaterThanOrEqual(25);
    expect(new Set(FAULTS.map(({ file }) => file.split('/')[0]))).toEqual(new Set(['policy', 'query', 'tables']));
    expect(new Set(FAULTS.map(({ file, before, after }) => `${file} ${before} ${after}`)).size).toBe(FAULTS.length);
  });

  it.each(FAULTS)('still apply: $means', ({ file, before, after }) => {
    const text = readFileSync(join(source, file), 'utf8');
    expect(text.split(before)).toHaveLength(2);
    expect(after).not.toBe(before);
    expect(before).not.toContain('\n');
  });
});
