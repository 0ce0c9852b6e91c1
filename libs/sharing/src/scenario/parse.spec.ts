import { describe, expect, it } from '@jest/globals';
import { acceptanceCases } from '../../test/acceptance.js';
import { parseScenario, parseScenarioBytes, ScenarioError } from './parse.js';
import type { Scenario } from './schema.js';

const youthJag = (): Scenario => structuredClone(acceptanceCases().find(({ name }) => name === 'youth-jag.json')!.scenario);

/** What is said of the example after `spoil` changed it. */
function faultsAfter(spoil: (scenario: Scenario) => void): string[] {
  const scenario = youthJag();
  spoil(scenario);
  return said(() => parseScenario('file.json', JSON.stringify(scenario)));
}

function said(read: () => unknown): string[] {
  try {
    read();
  } catch (error) {
    if (error instanceof ScenarioError) return error.message.split('\n');
    throw error;
  }
  return [];
}

describe('a scenario file', () => {
  it('is taken as it is when nothing is wrong', () => {
    expect(faultsAfter(() => undefined)).toEqual([]);
  });

  it.each<[string, (scenario: Scenario) => void, string]>([
    ['an id twice', (s) => s.users.push(s.users[0]!), 'users[11].id: must be unique, and "jag-coordinator" is not'],
    ['a term twice in one agreement', (s) => s.agreements[0]!.terms.push(s.agreements[0]!.terms[0]!), 'agreements[0].terms[4].id: must be unique, and "identity" is not'],
    ['an unknown parent', (s) => (s.agencies[0]!.parent = 'x'), 'agencies[0].parent: there is no agency "x"'],
    ['a term to an unknown agency', (s) => (s.agreements[0]!.terms[0]!.to = ['x']), 'agreements[0].terms[0].to[0]: there is no agency "x"'],
    ['an unknown named reader', (s) => s.items[0]!.namedReaders.push('x'), 'items[0].namedReaders[0]: there is no user "x"'],
    ['an item about somebody else', (s) => (s.items[0]!.subject = 'survivor'), "items[0].subject: must be among its case's subjects"],
    ['an agreement that ends before it starts', (s) => (s.agreements[0]!.validTo = '2025-12-31'), 'agreements[0].validTo: must not be before validFrom'],
    ['a signature withdrawn before it was given', (s) => (s.agreements[0]!.signatures[0]!.withdrawnOn = '2025-12-09'), 'agreements[0].signatures[0].withdrawnOn: must not be before on'],
    ['a circle entry that ends before it starts', (s) => (s.cases[0]!.circle[0]!.to = '2026-02-02T09:00:00+00:01'), 'cases[0].circle[0].to: must not be before from'],
    ['a consent withdrawn before it was recorded', (s) => (s.consents[0]!.withdrawnAt = '2026-02-02T09:59:59.999Z'), 'consents[0].withdrawnAt: must not be before recordedAt'],
    ['a disclosure that expires before it was authorised', (s) => (s.disclosures[0]!.expiresAt = '2026-03-07T23:29:59Z'), 'disclosures[0].expiresAt: must not be before authorisedAt'],
    ['a register entry that ends before it starts', (s) => (s.mustNotReceive[0]!.to = '2026-02-03T09:00:00Z'), 'mustNotReceive[0].to: must not be before from'],
    ["a subject's own record invalidated", (s) => (s.consents[1]!.invalidatedAt = '2027-01-01T00:00:00Z'), "consents[1].invalidatedAt: must be null on a subject's own record"],
    ['an emergency that names nobody', (s) => (s.disclosures[0]!.user = null), 'disclosures[0].user: must be a user of the recipient agency, as the disclosure is an emergency'],
    ['an emergency that names a user of another agency', (s) => (s.disclosures[0]!.user = 'teacher'), 'disclosures[0].user: must be a user of the recipient agency, as the disclosure is an emergency'],
    ['a date that does not exist', (s) => (s.subjects[0]!.dateOfBirth = '2026-02-29'), 'subjects[0].dateOfBirth: must be a date that exists, not 2026-02-29'],
    ['a year out of range', (s) => (s.users[0]!.trainingValidTo = '2200-01-01'), 'users[0].trainingValidTo: must be a date in the years 1900 to 2199, not 2200-01-01'],
    ['a second that does not exist', (s) => (s.questions[0]!.at = '2026-01-01T00:00:60Z'), 'questions[0].at: must be a time that exists, not 2026-01-01T00:00:60Z'],
    ['an offset beyond 14:00', (s) => (s.questions[0]!.at = '2026-01-01T00:00:00+14:01'), 'questions[0].at: must have an offset of at most 14:00, not 2026-01-01T00:00:00+14:01'],
    ['fractions of a millisecond', (s) => (s.questions[0]!.at = '2026-01-01T00:00:00.0001Z'), 'questions[0].at: must be a date and time with an offset, of at most milliseconds, not "2026-01-01T00:00:00.0001Z"'],
    ['both a user and an agency in the register', (s) => (s.mustNotReceive[0]!.agency = 'police'), 'mustNotReceive[0]: must name either a user or an agency'],
    ['an id too long', (s) => (s.agencies[0]!.id = '😀'.repeat(101)), 'agencies[0].id: must be at most 100 characters'],
  ])('is refused for %s', (_what, spoil, fault) => {
    expect(faultsAfter(spoil)).toContain(`file.json: ${fault}`);
  });

  it('may have periods that end as they start, an id of 100 characters, and an offset of 14:00', () => {
    const faults = faultsAfter((s) => {
      s.agreements[0]!.validTo = s.agreements[0]!.validFrom;
      s.disclosures[0]!.expiresAt = '2026-03-08T13:30:00+14:00';
      s.consents[0]!.invalidatedAt = '1999-01-01T00:00:00Z';
      s.agencies.push({ id: '😀'.repeat(100) });
    });
    expect(faults).toEqual([]);
  });

  it('is refused when it is not JSON, not UTF-8 or hides a property', () => {
    expect(said(() => parseScenario('a.json', '{'))).toEqual([expect.stringMatching(/^a\.json: \(whole file\): is not JSON: /)]);
    expect(said(() => parseScenarioBytes('a.json', Uint8Array.of(0x22, 0xff, 0x22)))).toEqual(['a.json: (whole file): is not UTF-8 text']);
    expect(said(() => parseScenario('a.json', '{"agencies":[{"id":"a","__proto__":{}}]}'))).toEqual([
      'a.json: agencies[0].__proto__: is not a property that this may have',
    ]);
    expect(said(() => parseScenario('a.json', '['.repeat(200_000) + ']'.repeat(200_000)))).toEqual([expect.stringMatching(/ is nested too deeply$/)]);
  });
});
