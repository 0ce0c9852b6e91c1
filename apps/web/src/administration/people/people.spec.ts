import { describe, expect, it } from '@jest/globals';
import type { Membership, Person } from '@concordat/contracts-partnership-registry';
import { membershipForm } from '../memberships/membership.form.js';
import { membershipStatus, trainingWords } from '../memberships/memberships.presenter.js';
import { ACCOUNT_CHANGES } from './account-changes.js';
import { askPasswordLinkPage, changePersonPage, passwordLinkPage, personPage } from './people.presenter.js';
import { newPersonForm, personForm } from './person.form.js';

const ID = '01a200d7-988c-7394-8058-000000000001';
const recorded = { version: 1, updatedAt: '2026-01-01T00:00:00.000Z' };
const membership = (known: Partial<Membership> = {}): Membership => ({
  id: ID, userId: ID, agencyId: ID, agencyName: 'Police', roles: ['practitioner'], requested: [], deputyFor: null, mayChange: true, startsOn: '2026-01-01', endsOn: null, trainingValidTo: null, suspendedOn: null, active: true, ...recorded, ...known,
});
const person = (known: Partial<Person> = {}): Person => ({
  id: ID, name: 'Nadia Quell', email: 'nadia@police.example', open: true, managedHere: true, mayManage: true, mayInvite: true, secondFactor: 'on', memberships: [membership()], ...recorded, ...known,
});
const offered = (known: Partial<Person>) => JSON.stringify(personPage(person(known), null).model.buttons);

describe('a person’s page', () => {
  it('names them nowhere but on the page itself', () => {
    expect(personPage(person(), null).model.title).toBe('Person');
    for (const { confirmation } of Object.values(ACCOUNT_CHANGES)) expect(confirmation(person()).title).not.toContain('Nadia');
    expect(passwordLinkPage(person(), { token: 'a b', expiresAt: '2026-02-05T09:00:00.000Z' }, 'https://concordat.example').model).toMatchObject({ title: 'Hand this link over', link: 'https://concordat.example/passwords/a%20b' });
  });

  it('offers what fits the account', () => {
    expect(offered({})).toMatch(/close.*warning/);
    expect(offered({ secondFactor: 'not-set-up' })).not.toContain('second-factor');
    expect(offered({ open: false })).toContain('reopen');
    expect(offered({ open: false })).not.toMatch(/password-link|end-sessions|\/close/);
    expect(offered({ managedHere: false })).toBe('[]');
    expect(offered({ mayManage: false, mayInvite: false })).toBe('[]');
    expect(JSON.parse(offered({ mayManage: false }))).toEqual([{ text: 'Invite them, or give them a new password', href: expect.stringMatching(/password-link$/) }]);
  });
});

describe('what one person does not give back alone', () => {
  const lead = [membership({ roles: ['practitioner', 'victim-safety'] })];
  const said = (what: 'reopen' | 'reset-second-factor' | 'close', known: Partial<Person>) => ACCOUNT_CHANGES[what].confirmation(person(known)).consequences.join('\n');

  it('is said before an account is opened again or its second factor removed', () => {
    for (const change of ['reopen', 'reset-second-factor'] as const) {
      expect(said(change, { memberships: lead })).toContain('these roles wait until a second person grants them again: Victim safety lead');
      for (const none of [membership(), membership({ roles: ['victim-safety'], endsOn: '2026-02-01', active: false })]) expect(said(change, { memberships: [none] })).not.toContain('second person');
    }
    expect(said('close', { memberships: lead })).not.toContain('second person');
  });

  it('is said before a new address or a link, where nothing but a password protects the account', () => {
    const shown = (known: Partial<Person>) => JSON.stringify([askPasswordLinkPage(person(known), null).model.waits, changePersonPage(personForm.blank(person(known)), person(known)).model.hint]);
    expect(shown({ memberships: lead, secondFactor: 'not-set-up' })).toMatch(/again: Victim safety lead.*again: Victim safety lead/);
    expect(shown({ memberships: lead })).not.toContain('Victim');
    expect(shown({ secondFactor: 'not-set-up' })).not.toContain('wait');
  });
});

describe('a membership', () => {
  it('says how it stands', () => {
    const on = '2026-02-02';
    expect([
      membershipStatus(membership(), on).text,
      membershipStatus(membership({ active: false, endsOn: on }), on).text,
      membershipStatus(membership({ active: false, startsOn: '2026-03-01' }), on).text,
      membershipStatus(membership({ active: false, startsOn: '2026-03-01', endsOn: '2026-03-01' }), on).text,
      membershipStatus(membership({ active: false }), on).text,
    ]).toEqual(['Active', 'Ended', 'Not started', 'Ended', 'Account closed']);
    expect([trainingWords(null, on), trainingWords(on, on), trainingWords('2026-02-03', on)]).toEqual(['None', 'Ran out on 2 February 2026', 'Until 3 February 2026']);
  });

  it('asks for roles, and an end that is not before the start', () => {
    const dates = { 'startsOn-day': '2', 'startsOn-month': '2', 'startsOn-year': '2026', 'endsOn-day': '1', 'endsOn-month': '2', 'endsOn-year': '2026' };
    expect(membershipForm.read({ ...dates, version: '1' }).form.faults.map(({ message }) => message)).toEqual(['Select at least one role', 'End date must be the same as or after the start date']);
  });

  it('is asked for with a new person', () => {
    const form = newPersonForm([{ value: ID, text: 'Police' }]);
    expect(form.read({}).form.faults.map(({ field }) => field)).toEqual(['name', 'email', 'agencyId', 'roles', 'startsOn']);
    const sound = { name: ' Nadia Quell ', email: 'nadia@police.example', agencyId: ID, roles: 'practitioner', 'startsOn-day': '2', 'startsOn-month': '2', 'startsOn-year': '2026' };
    expect(form.read(sound).value).toEqual({ name: 'Nadia Quell', email: 'nadia@police.example', agencyId: ID, roles: ['practitioner'], startsOn: '2026-02-02', endsOn: null, trainingValidTo: null });
  });
});
