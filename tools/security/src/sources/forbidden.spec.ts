import { describe, expect, it } from '@jest/globals';
import { isProduct, trackedFiles } from '../tracked-files.js';
import { findForbidden, forbidden } from './forbidden.js';

const sources = trackedFiles(isProduct);
const found = sources.flatMap(({ path, text }) => findForbidden(path, text));

describe('sources of the product', () => {
  it('are looked at, all of them', () => {
    expect(sources.length).toBeGreaterThan(500);
    expect(sources.map(({ path }) => path)).toContain('apps/web/src/boot.ts');
  });

  it.each(forbidden)('hold no $what', ({ what, example }) => {
    expect(findForbidden('apps/web/src/example.js', example)).toContain(`apps/web/src/example.js:1: ${what}`);
    expect(found.filter((place) => place.endsWith(`: ${what}`))).toEqual([]);
  });
});
