import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { quartileOf } from './quartile.js';

const districts = [41, 45, 47, 52, 58, 63, 71];

describe('quartiles of a comparison group', () => {
  it('name the better quarter top and the worse bottom', () => {
    expect(districts.map((value) => quartileOf(value, districts, 'lower'))).toEqual(['top', 'top', 'average', 'average', 'average', 'bottom', 'bottom']);
    expect(quartileOf(71, districts, 'higher')).toBe('top');
  });

  it('are not of small groups, nor of measures without a better side', () => {
    expect(quartileOf(1, [1, 2, 3], 'lower')).toBeNull();
    expect(quartileOf(41, districts, 'context')).toBeNull();
  });

  it('never put a worse value above a better one, and turn about with the polarity', () => {
    const places = ['top', 'average', 'bottom'];
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 4, maxLength: 40 }), (group) => {
        const found = group.toSorted((a, b) => a - b).map((value) => places.indexOf(quartileOf(value, group, 'lower') ?? ''));
        expect(found).toEqual(found.toSorted());
        expect(found).not.toContain(-1);
        const turned = group.toSorted((a, b) => a - b).map((value) => 2 - places.indexOf(quartileOf(value, group, 'higher') ?? ''));
        expect(turned).toEqual(found);
      }),
    );
  });
});
