import { describe, expect, it } from '@jest/globals';
import { codeOf, criteriaOf } from './criteria.js';

const known = [
  { code: 'age', text: 'Is aged 10 to 17' },
  { code: 'area', text: 'Lives in Blaby' },
  { code: 'risk', text: 'Is at risk' },
];

describe('criteria of a forum, one a line', () => {
  it('makes codes of words', () => {
    expect(criteriaOf(['Lives in Hinckley & Bosworth', 'Doesn’t go to school'])).toEqual([
      { code: 'lives-in-hinckley-bosworth', text: 'Lives in Hinckley & Bosworth' },
      { code: 'doesnt-go-to-school', text: 'Doesn’t go to school' },
    ]);
    expect(codeOf('Élève', 'forum')).toBe('eleve');
    expect(codeOf('…', 'forum')).toBe('forum');
    expect(codeOf('x'.repeat(80), 'forum')).toHaveLength(60);
  });

  it('keeps the code of a criterion wherever it moves', () => {
    expect(criteriaOf(['Is at risk', 'Is aged 10 to 17', 'Lives in Blaby'], known).map(({ code }) => code)).toEqual(['risk', 'age', 'area']);
  });

  it('keeps the code of a criterion that is worded anew in its place', () => {
    expect(criteriaOf(['Is aged 10 to 17', 'Lives in the district of Blaby', 'Is at risk'], known)[1]).toEqual({ code: 'area', text: 'Lives in the district of Blaby' });
  });

  it('never gives a code of an old criterion to a new one after it', () => {
    expect(criteriaOf(['Is aged 10 to 17', 'Lives in Blaby', 'Is at risk', 'Age'], known).at(-1)).toEqual({ code: 'age-2', text: 'Age' });
    expect(criteriaOf(['Lives in Blaby', 'Is aged 10 to 17', 'Is at risk', 'Risk'], known).map(({ code }) => code)).toEqual(['area', 'age', 'risk', 'risk-2']);
  });

  it('gives every criterion a code of its own', () => {
    const codes = criteriaOf(['A!', 'A?', 'A.'], []).map(({ code }) => code);
    expect(new Set(codes).size).toBe(3);
  });
});
