import { instantOf } from '@concordat/sharing';
import { describe, expect, it } from '@jest/globals';
import { answers } from '../../test/answers.js';
import { faultOfConsent, missingSteps } from './missing-steps.js';

const now = instantOf(new Date('2026-11-20T12:00:00Z'));
const whole = answers();
const { person } = whole;
const sought = { givenName: 'Jordan', familyName: 'Kestrel', dateOfBirth: '2012-03-04' };

describe('the steps of a nomination that are missing', () => {
  it('are all of them at first, and none once every one is answered and the person was looked for', () => {
    expect(missingSteps({ answers: {}, lookedFor: null, now })).toHaveLength(9);
    expect(missingSteps({ answers: whole, lookedFor: sought, now })).toEqual([]);
  });

  it('hold the person who was not looked for as they are written now', () => {
    expect(missingSteps({ answers: whole, lookedFor: null, now })).toEqual(['person']);
    for (const other of [{ givenName: 'Jordon' }, { familyName: 'Kestral' }, { dateOfBirth: '2012-04-03' }]) {
      expect(missingSteps({ answers: { ...whole, person: { ...person!, ...other } }, lookedFor: sought, now })).toEqual(['person']);
    }
    expect(missingSteps({ answers: { ...whole, person: { ...person!, school: 'Another' } }, lookedFor: sought, now })).toEqual([]);
  });

  it('hold a view that is neither given nor explained', () => {
    expect(missingSteps({ answers: { ...whole, ownView: { view: '', whyNot: '' } }, lookedFor: sought, now })).toEqual(['ownView']);
  });

  it.each([
    ['a child under 16 who was not assessed', '2012-03-04', 'subject', false, 'competent', '2026-11-18'],
    ['a child under 16 who was', '2012-03-04', 'subject', true, undefined, '2026-11-18'],
    ['a parent of a child under 16', '2012-03-04', 'parental-responsibility', false, undefined, '2026-11-18'],
    ['a parent the day before the birthday', '2010-11-21', 'parental-responsibility', false, undefined, '2026-11-18'],
    ['a parent on the sixteenth birthday', '2010-11-20', 'parental-responsibility', false, 'givenBy', '2026-11-18'],
    ['somebody of 16', '2010-11-20', 'subject', false, undefined, '2026-11-18'],
    ['anybody in days to come', '2010-11-20', 'subject', false, 'givenOn', '2026-11-21'],
    ['anybody before the birth', '2026-11-19', 'subject', true, 'givenOn', '2026-11-18'],
  ] as const)('hold consent by %s only when the policy would pass it over', (_who, dateOfBirth, givenBy, competent, field, givenOn) => {
    const sharing = { basis: 'consent', givenBy, competent, givenByName: 'Test Person', givenOn, explained: 'All of it' } as const;
    const about = { ...person!, dateOfBirth };
    expect(faultOfConsent(sharing, about, now)?.field).toBe(field);
    expect(missingSteps({ answers: { ...whole, person: about, sharing }, lookedFor: about, now })).toEqual(field === undefined ? [] : ['sharing']);
  });
});
