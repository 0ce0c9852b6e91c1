import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { root } from '../tracked-files.js';

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

  it('has a place for everything that is asked of its documents', () => {
    const asked = ['What is protected', 'Who may what', 'Browsers', 'Files', 'Cryptography', 'Logs', 'Packages'];
    for (const part of asked) expect(page).toMatch(new RegExp(`\n## ${part}`));
    const [, sessions = ''] = page.split('\n## Sessions\n');
    expect(sessions.split('\n## ')[0]).toContain('A session that an agency\'s own provider opened lasts');
  });
});
