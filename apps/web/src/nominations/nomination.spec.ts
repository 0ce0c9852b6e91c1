import { describe, expect, it } from '@jest/globals';
import { ageOn, agesInWords, isWithin } from './ages.js';
import { adults, answered, nominationOf, youthJag } from './nomination.fixture.js';
import { addressOf, forumsForPeople, isFromCheck, personWords } from './nomination.js';
import { PARTS, pageAfter } from './steps.js';
import { NOMINATION_STEPS } from '@concordat/contracts-jag-cases';

const at = '/nominations/019a0000-0000-7000-8000-00000000000a';

describe('the way through a nomination', () => {
  it('goes on to the next question that is not answered', () => {
    const { danger, person, tried } = answered;
    expect(pageAfter('danger', nominationOf({ danger }))).toBe(`${at}/who`);
    expect(pageAfter('incidents', nominationOf({ danger, person, incidents: answered.incidents, tried }))).toBe(`${at}/written/harmed`);
    expect(pageAfter('harmed', nominationOf({ danger, person, incidents: answered.incidents, harmed: 'x', tried }))).toBe(`${at}/written/asked`);
  });

  it('ends at the answers to check, and at the list of tasks while an earlier one is missing', () => {
    expect(pageAfter('sharing', nominationOf())).toBe(`${at}/check`);
    const { harmed: _left, ...others } = answered;
    expect(pageAfter('sharing', nominationOf(others))).toBe(at);
  });

  it('leads back to the answers to check from where a change was asked', () => {
    const nomination = nominationOf({ danger: answered.danger }, { checking: true });
    expect(pageAfter('danger', nomination)).toBe(`${at}/check`);
    expect(addressOf(nomination, 'who')).toBe(`${at}/who?from=check`);
    expect([isFromCheck({ from: 'check' }), isFromCheck({ from: 'elsewhere' }), isFromCheck(null)]).toEqual([true, false, false]);
  });

  it('shows every step once', () => {
    expect(PARTS.flatMap(({ steps }) => steps)).toEqual([...NOMINATION_STEPS]);
  });
});

describe('whom a forum takes', () => {
  it('calls them a young person where nobody of 18 is taken', () => {
    expect([youthJag, adults, null].map(personWords)).toEqual(['young person', 'person', 'person']);
    expect(forumsForPeople([youthJag, { ...adults, subjectKinds: ['place'] }])).toEqual([youthJag]);
  });

  it('says its ages', () => {
    const words = ([minimumAge, maximumAge]: [number | null, number | null]) => agesInWords({ minimumAge, maximumAge });
    expect(([[10, 17], [18, null], [null, 17], [null, null]] as [number | null, number | null][]).map(words)).toEqual(['aged 10 to 17', 'aged 18 or over', 'aged 17 or under', '']);
  });

  it('counts ages by birthdays, of 29 February on 1 March', () => {
    expect([ageOn('2012-03-04', '2026-03-03'), ageOn('2012-03-04', '2026-03-04')]).toEqual([13, 14]);
    expect([ageOn('2008-02-29', '2026-02-28'), ageOn('2008-02-29', '2026-03-01')]).toEqual([17, 18]);
    expect([9, 10, 17, 18].map((age) => isWithin(youthJag, age))).toEqual([false, true, true, false]);
  });
});
