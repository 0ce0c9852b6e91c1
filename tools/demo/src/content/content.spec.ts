import { readdirSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { NOMINATION_STEPS, nominationAnswers } from '@concordat/contracts-jag-cases';
import { newTerm, PASSWORD_LENGTH } from '@concordat/contracts-partnership-registry';
import { CATEGORIES } from '@concordat/contracts-protocol';
import { ageAt, instantOf, unknownFields } from '@concordat/sharing';
import { describe, expect, it } from '@jest/globals';
import { DateTime } from 'luxon';
import { DEMO_ACCOUNTS } from '../accounts.js';
import { AGENCY_ADMINISTRATORS } from './agency-administrators.js';
import { AGENCIES, agenciesOf, type DemoAgency } from './agencies.js';
import { AGREEMENTS } from './agreements.js';
import { inDays, nextMonthsMeeting, shortly, startOfFinancialYear } from './dates.js';
import { SERVICES } from './directory.js';
import { FORUMS } from './forums.js';
import { DRAFT, NOMINATIONS, type DemoNomination } from './nominations.js';
import { PARTNERSHIPS, type PartnershipKey } from './partnerships.js';
import { PASSWORD, PEOPLE, type DemoPerson } from './people.js';

const partnerships = Object.keys(PARTNERSHIPS) as PartnershipKey[];
const people = [...Object.values<DemoPerson>(PEOPLE), ...AGENCY_ADMINISTRATORS];
const isIn = (agency: DemoAgency, partnership: PartnershipKey): boolean => agency.in.includes(partnership);
const repeated = (values: readonly string[]): string[] => values.filter((value, index) => values.indexOf(value) !== index);

describe('people of the demo', () => {
  it('have an address each, made of their name, at an organisation that cannot exist', () => {
    expect(repeated(people.map(({ email }) => email))).toEqual([]);
    for (const { name, email } of people) expect(email).toMatch(new RegExp(`^${name.toLowerCase().replace(' ', '\\.')}@[a-z-]+\\.example$`));
  });

  it('work for agencies of their partnership', () => {
    for (const { partnership, places } of people) for (const { agency } of places) expect(isIn(AGENCIES[agency], partnership)).toBe(true);
  });

  it('share a password that the registry accepts, and say what to try', () => {
    expect(PASSWORD.length).toBeGreaterThanOrEqual(PASSWORD_LENGTH);
    expect(PASSWORD).toMatch(/^[a-z]+-[a-z]+-[a-z]+$/);
    expect(DEMO_ACCOUNTS.map(({ email }) => email)).toEqual(Object.values<DemoPerson>(PEOPLE).map(({ email }) => email));
    for (const { password, toTry, does } of DEMO_ACCOUNTS) expect([password, toTry === '', does === '']).toEqual([PASSWORD, false, false]);
  });
});

describe('agencies, forums and services of the demo', () => {
  it('are where their parents, owners and providers are', () => {
    for (const partnership of partnerships) {
      const here = agenciesOf(partnership);
      expect(repeated(here.map(({ name }) => name))).toEqual([]);
      for (const { parent } of here) if (parent !== undefined) expect(here.map(({ key }) => key)).toContain(parent);
      const forums = FORUMS.filter((forum) => forum.partnership === partnership);
      expect(repeated(forums.flatMap(({ code, referencePrefix }) => [code, referencePrefix]))).toEqual([]);
      for (const { owner, core } of forums) for (const key of [owner, ...core]) expect(isIn(AGENCIES[key], partnership)).toBe(true);
    }
    for (const { provider } of SERVICES) expect(isIn(AGENCIES[provider], 'here')).toBe(true);
  });
});

describe.each(AGREEMENTS)('$name', ({ partnership, signatories, terms }) => {
  it('names fields that items have, and agencies that have signed it', () => {
    for (const term of terms) {
      for (const category of CATEGORIES) {
        const fields = term.categories[category];
        if (fields !== undefined && fields !== '*') expect(unknownFields(category, fields)).toEqual([]);
      }
      for (const side of [term.from, term.to]) if (side !== '*') expect(signatories).toEqual(expect.arrayContaining([...side]));
      expect(term.gateway === null).toBe(term.basis === 'consent');
      expect(newTerm.safeParse({ ...term, from: '*', to: '*' }).success).toBe(true);
    }
    for (const key of signatories) expect(isIn(AGENCIES[key], partnership)).toBe(true);
  });

  it('is for the purpose of a forum, whose agencies have signed it', () => {
    const forum = FORUMS.find((one) => one.partnership === partnership && one.purpose === terms[0]?.purpose);
    expect(terms.map(({ purpose }) => purpose)).toEqual(terms.map(() => forum?.purpose));
    expect(signatories).toEqual(expect.arrayContaining(forum === undefined ? ['a forum'] : [forum.owner, ...forum.core]));
  });
});

describe.each(Object.entries<DemoNomination>(NOMINATIONS))('the nomination "%s"', (_key, { forum: code, by, answers }) => {
  it('is complete, and of an age that the forum takes', () => {
    expect(nominationAnswers.parse(answers)).toEqual(answers);
    expect(Object.keys(answers).sort()).toEqual([...NOMINATION_STEPS].sort());
    const forum = FORUMS.find((one) => one.code === code && one.partnership === PEOPLE[by].partnership);
    const age = ageAt(answers.person?.dateOfBirth ?? '', instantOf(new Date()));
    expect(age).toBeGreaterThanOrEqual(forum?.minimumAge ?? 0);
    expect(age).toBeLessThanOrEqual(forum?.maximumAge ?? 120);
  });

  it('is of a person of its own', () => {
    const names = [...Object.values(NOMINATIONS), DRAFT].map((nomination) => `${nomination.answers.person.givenName} ${nomination.answers.person.familyName}`);
    expect(repeated(names)).toEqual([]);
  });
});

describe('dates of the demo', () => {
  it('are in their place, whatever today is', () => {
    expect(new Date(shortly()).getTime()).toBeGreaterThan(Date.now() + 5 * 60_000);
    const meeting = DateTime.fromISO(nextMonthsMeeting(), { zone: 'Europe/London' });
    expect([meeting.weekday, meeting.hour, meeting.minute]).toEqual([2, 10, 0]);
    expect(meeting.toISODate()! > inDays(7)).toBe(true);
    expect([startOfFinancialYear().month, startOfFinancialYear().day, startOfFinancialYear() <= DateTime.now()]).toEqual([4, 1, true]);
  });
});

describe('published figures', () => {
  const folder = new URL('../../data/', import.meta.url);
  const streetFiles = readdirSync(folder).filter((name) => name.endsWith('-street.csv.gz'));

  it('are three months, of the districts and of no exact place', () => {
    expect(streetFiles).toHaveLength(3);
    for (const name of streetFiles) {
      const [header = '', ...rows] = gunzipSync(readFileSync(new URL(name, folder))).toString().trim().split('\n');
      const columns = header.split(',');
      expect(columns).toEqual(['Month', 'Reported by', 'Falls within', 'LSOA code', 'LSOA name', 'Crime type', 'Last outcome category']);
      const districts = new Set(rows.map((row) => row.split(',')[4]?.replace(/ \S+$/, '')));
      expect([...districts].sort()).toEqual(['', 'Blaby', 'Charnwood', 'Hinckley and Bosworth']);
    }
  });
});
