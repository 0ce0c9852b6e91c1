import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { root } from '../tracked-files.js';
import { ASKED } from './asked-of-documents.js';

const page = readFileSync(join(root, 'docs/security/README.md'), 'utf8');

/** Each "`file`: `text of its source`" of the page. */
const stated = [...page.matchAll(/`([\w./-]+\.ts)`: `([^`]+)`/g)].map(([, file = '', text = '']) => ({ file, text }));

describe('the page on security', () => {
  it('states limits of input, signing in, sessions and connections', () => {
    expect(stated.length).toBeGreaterThanOrEqual(30);
    for (const part of ['Input', 'Signing in', 'Sessions', 'Connections']) expect(page).toContain(`\n## ${part}\n`);
  });

  it.each(stated)('states what holds in $file: $text', ({ file, text }) => {
    expect(readFileSync(join(root, file), 'utf8')).toContain(text);
  });

  it.each(ASKED)('holds what $requirement asks of documents, under $section', ({ section, facts }) => {
    const [, after = ''] = page.split(`\n## ${section}\n`);
    const [text = ''] = after.split('\n## ');
    // Its own words: what an empty part of a table, or another section, says counts for nothing.
    for (const fact of facts) expect(text).toContain(fact);
  });

  it('speaks of what holds, and not of when it was written', () => {
    expect(page).not.toMatch(/what was then there|as of now|at the moment of writing/);
  });
});
