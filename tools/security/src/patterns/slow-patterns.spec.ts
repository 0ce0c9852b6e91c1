import { describe, expect, it } from '@jest/globals';
import { isProduct, trackedFiles } from '../tracked-files.js';
import { slowPatterns } from './slow-patterns.js';

describe('patterns that texts are compared with', () => {
  it('are found slow where they are', () => {
    expect(slowPatterns('a.ts', String.raw`const a = /^(a+)+$/; const b = /\s*\s*,/; const c = /^\d{4}$/;`)).toMatchObject([
      { pattern: '/^(a+)+$/', grows: 'exponentially' },
      { pattern: String.raw`/\s*\s*,/`, grows: 'polynomially' },
    ]);
  });

  it('take no longer than the text is long', () => {
    const sources = trackedFiles((path) => isProduct(path) && !path.endsWith('.njk'));
    expect(sources.flatMap(({ path, text }) => slowPatterns(path, text)).map(({ file, line, pattern, grows }) => `${file}:${line} ${pattern} ${grows}`)).toEqual([]);
  });
});
