import { describe, expect, it } from '@jest/globals';
import type { FormDefinition } from '../forms/form.js';
import { consentForm, counts } from './consent/consent.form.js';
import { dangerForm } from './danger/danger.form.js';
import { gatewayForm } from './gateway/gateway.form.js';
import { incidentForm } from './incidents/incidents.form.js';
import { matchesForm } from './matches/matches.form.js';
import { ownViewForm } from './own-view/own-view.form.js';
import { personForm } from './person/person.form.js';
import { toldForm } from './told/told.form.js';
import { whoForm } from './who/who.form.js';
import { personNamed } from './who/person-named.js';
import { writtenForm } from './written/written.form.js';
import { answered } from './nomination.fixture.js';

const version = '4';
const faults = (form: FormDefinition<unknown>, body: object) => form.read({ version, ...body }).form.faults.map(({ field, message }) => `${field ?? ''}: ${message}`);
const value = <Value>(form: FormDefinition<Value>, body: object) => form.read({ version, ...body }).value;
const dateOf = (name: string, iso: string) => {
  const [year = '', month = '', day = ''] = iso.split('-');
  return { [`${name}-day`]: day, [`${name}-month`]: month, [`${name}-year`]: year };
};

describe('every form of the journey', () => {
  it('carries the version, and whether to come back later', () => {
    expect(value(writtenForm('tried'), { text: 'A letter' })).toEqual({ text: 'A letter', version: 4, then: 'next' });
    expect(value(writtenForm('tried'), { text: 'A letter', then: 'later' })?.then).toBe('later');
    expect(faults(writtenForm('tried'), { text: ' ' })).toEqual(['text: Enter what has been tried']);
  });
});

describe('danger', () => {
  it('asks what was done as soon as one answer is yes', () => {
    expect(faults(dangerForm, {})).toEqual(['immediateDanger: Select yes if someone is in immediate danger', 'harmToChild: Select yes if a child is at risk of significant harm']);
    expect(faults(dangerForm, { immediateDanger: 'no', harmToChild: 'yes', done: '  ' })).toEqual(['done: Enter what has been done: who was told, and when']);
    expect(value(dangerForm, { immediateDanger: 'no', harmToChild: 'no' })).toMatchObject({ immediateDanger: false, harmToChild: false, done: '' });
  });
});

describe('who it is', () => {
  const youth = whoForm('Youth JAG', { minimumAge: 10, maximumAge: 17 });
  const year = new Date().getFullYear();

  it('takes the ages of the forum alone', () => {
    const born = (years: number) => ({ givenName: 'A', familyName: 'B', ...dateOf('dateOfBirth', `${year - years}-01-01`) });
    expect(faults(youth, born(30))).toEqual(['dateOfBirth: Youth JAG takes people aged 10 to 17. Check the date of birth, or nominate to another forum']);
    expect(faults(youth, born(14))).toEqual([]);
    expect(faults(whoForm('JAG/PPF', { minimumAge: null, maximumAge: null }), born(80))).toEqual([]);
    expect(faults(youth, { ...born(14), ...dateOf('dateOfBirth', `${year + 1}-01-01`) })).toEqual(['dateOfBirth: Date of birth must be in the past']);
  });

  it('forgets who was chosen when the name or the date of birth changes, and keeps the rest', () => {
    const chosen = { ...answered.person, subjectId: '019a0000-0000-7000-8000-0000000000ff' };
    expect(personNamed(chosen, chosen)).toEqual(chosen);
    expect(personNamed({ ...chosen, familyName: 'Kestral' }, chosen)).toEqual({ ...chosen, familyName: 'Kestral', subjectId: null });
    expect(personNamed(chosen, undefined)).toMatchObject({ subjectId: null, otherNames: '', school: '', address: '' });
  });

  it('takes one of the people found, or none of them', () => {
    const empty = 'match: Select the person, or select none of these people';
    expect([faults(matchesForm, {}), faults(matchesForm, { match: 'somebody' })]).toEqual([[empty], [empty]]);
    expect(faults(matchesForm, { match: 'none' })).toEqual([]);
  });

  it('leaves the rest open', () => {
    expect(value(personForm, {})).toMatchObject({ otherNames: '', school: '', address: '' });
    expect(faults(personForm, { address: 'x'.repeat(501) })).toEqual(['address: Must be 500 characters or fewer']);
  });
});

describe('what happened', () => {
  it('needs a day that has been, and words', () => {
    expect(faults(incidentForm, dateOf('on', '2999-01-01'))).toEqual(['on: Date must be today or in the past', 'what: Enter what happened']);
    expect(value(incidentForm, { ...dateOf('on', '2026-10-02'), what: 'Fireworks' })).toMatchObject({ on: '2026-10-02', what: 'Fireworks', reportedTo: '' });
  });
});

describe('what they want and know', () => {
  it('asks for the view, or why there is none', () => {
    expect(faults(ownViewForm, {})).toEqual(['asked: Select yes if you asked for their view']);
    expect(faults(ownViewForm, { asked: 'yes', whyNot: 'x' })).toEqual(['view: Enter what they said']);
    expect(faults(ownViewForm, { asked: 'no', view: 'x' })).toEqual(['whyNot: Enter why you have not asked']);
  });

  it('asks why whoever does not know was not told', () => {
    const form = toldForm('young person');
    expect(faults(form, { personKnows: 'no', parentKnows: 'no', parentWhyNot: 'Cannot be reached' })).toEqual(['personWhyNot: Enter why the young person has not been told']);
    expect(faults(form, { personKnows: 'yes' })).toEqual(['parentKnows: Select yes if a parent or carer knows']);
  });
});

describe('what the sharing rests on', () => {
  it('is a gateway of the list', () => {
    const form = gatewayForm(['cda-1998-s115']);
    expect(faults(form, { gateway: 'magna-carta', why: 'x' })).toEqual(['gateway: Select the legal gateway']);
    expect(faults(form, { gateway: 'cda-1998-s115', why: '' })).toEqual(['why: Enter why this information needs to be shared']);
  });

  const given = { givenByName: 'Jo', ...dateOf('givenOn', '2026-11-03'), explained: 'All of it' };

  it('is no consent of a child under 16 who was not assessed', () => {
    expect(faults(consentForm(15), { ...given, givenBy: 'subject' })).toEqual(['competent: Select yes if they were assessed as able to decide this for themself']);
    expect(faults(consentForm(15), { ...given, givenBy: 'subject', competent: 'no' })[0]).toContain('A child under 16 who was not assessed');
    expect(faults(consentForm(15), { ...given, givenBy: 'subject', competent: 'yes' })).toEqual([]);
    expect(faults(consentForm(15), { ...given, givenBy: 'parental-responsibility' })).toEqual([]);
    expect(faults(consentForm(null), { ...given, givenBy: 'subject' })).toHaveLength(1);
  });

  it('is, from 16 on, nobody else’s', () => {
    expect(faults(consentForm(16), { ...given, givenBy: 'subject' })).toEqual([]);
    expect(faults(consentForm(16), { ...given, givenBy: 'parental-responsibility' })[0]).toContain('From the age of 16 people give consent for themselves');
  });

  it.each([
    ['subject', false, 15, false],
    ['subject', true, 15, true],
    ['subject', false, 16, true],
    ['parental-responsibility', false, 15, true],
    ['parental-responsibility', false, 16, false],
    ['subject', false, null, false],
  ] as const)('counts as the form takes it: %s, assessed %s, aged %s', (givenBy, competent, age, holds) => {
    expect(counts({ givenBy, competent }, age)).toBe(holds);
    const answer = { ...given, givenBy, ...(givenBy === 'subject' ? { competent: competent ? 'yes' : 'no' } : {}) };
    expect(faults(consentForm(age), answer).length === 0).toBe(holds);
  });
});
