import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { isProduct, root, trackedFiles } from '../tracked-files.js';

const page = readFileSync(join(root, 'docs/operations/settings.md'), 'utf8');
/** The release step runs of the same image. */
const RELEASE = 'tools/deploy/src/release.ts';
const text = trackedFiles((path) => (isProduct(path) && path.endsWith('.ts')) || path === RELEASE)
  .map((file) => file.text)
  .join('\n');

const rows = new Map(
  page
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .flatMap((line) => {
      const [, names = '', , , unlessGiven = ''] = line.split('|');
      return [...names.matchAll(/`(\w+)`/g)].map(([, name = '']) => [name, unlessGiven.trim()] as const);
    }),
);

/** Settings that a schema of the product reads. */
const read = [...new Set([...text.matchAll(/\b((?:CONCORDAT|OTEL)_[A-Z_]+)(?=\??:|')/g)].map(([, name = '']) => name))].sort();

const defaults = [...text.matchAll(/\b((?:CONCORDAT|OTEL)_[A-Z_]+):.*\.(?:default|prefault)\((\d[\d_]*|'[^']*'|true|false)\)/g)].map(([, name = '', value = '']) => ({
  name,
  value: /^\d/.test(value) ? Number(value.replaceAll('_', '')).toLocaleString('en-GB') : `\`${value.replaceAll("'", '')}\``,
}));

describe('the page of settings', () => {
  it('has every setting that a process reads, and no other', () => {
    expect(read.length).toBeGreaterThan(40);
    expect([...rows.keys()].filter((name) => /^(CONCORDAT|OTEL)_/.test(name)).sort()).toEqual(read);
  });

  it.each(defaults)('says what holds unless $name is given', ({ name, value }) => {
    expect(rows.get(name)).toBe(value);
  });
});
