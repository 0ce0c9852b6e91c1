import type { createPasswordLink, listPeople, Person } from '@concordat/contracts-partnership-registry';
import type { OutputOf } from '@concordat/contracts-protocol';
import type { Form } from '../../forms/form.js';
import { page, type PageAnswer } from '../../layout/answers.js';
import { rolesHeld, rolesInWords, rolesToGrantAgain } from '../../layout/roles.js';
import { shortDate } from '../../layout/times.js';
import type { AgencyChoices, Option } from '../choices.js';
import { ROLE_ITEMS } from '../memberships/membership.form.js';
import { lasting, MEMBERSHIPS, membershipStatus, trainingWords } from '../memberships/memberships.presenter.js';
import type { Status } from '../tables.js';
import { peopleFilterForm } from './person.form.js';

export const PEOPLE = '/administration/people';

export const PERSON_DONE = {
  added: 'The person has been added',
  changed: 'The person has been changed',
  'membership-added': 'The membership has been added',
  invited: 'The invitation is on its way',
  closed: 'The account has been closed',
  reopened: 'The account is open again',
  'sessions-ended': 'The person has been signed out everywhere',
  'second-factor-reset': 'The second factor has been removed. They set it up anew when they next sign in',
} as const;

const SECOND_FACTOR: Readonly<Record<Person['secondFactor'], string>> = {
  on: 'Set up',
  'not-set-up': 'Not set up yet',
  exempt: 'Not asked: signs in with a password alone',
};

const account = (open: boolean): Status => (open ? { text: 'Open', colour: 'green' } : { text: 'Closed', colour: 'grey' });

/** Agency and roles of what holds now, a line each. */
function placesOf({ memberships }: Person): string {
  const now = memberships.filter(({ active }) => active);
  return now.length === 0 ? 'No membership holds now' : now.map(({ agencyName, roles }) => `${agencyName}: ${rolesInWords(roles)}`).join('\n');
}

export function peoplePage(people: OutputOf<typeof listPeople>, agencies: AgencyChoices, agencyId: string | null, after: string | null): PageAnswer {
  return page('administration/records/list', {
    title: 'People',
    back: '/administration',
    buttons: [{ text: 'Add a person', href: `${PEOPLE}/new` }],
    filter: {
      form: peopleFilterForm.blank({ agency: agencyId }),
      action: PEOPLE,
      name: 'agency',
      label: 'Agency',
      everything: 'All agencies',
      items: agencies.options(agencyId === null ? [] : [agencyId]),
    },
    table: {
      caption: 'People by name',
      columns: ['Name', 'Email address', 'Acts for', 'Account'],
      rows: people.items.map((person) => [
        { text: person.name, href: `${PEOPLE}/${person.id}` },
        { text: person.email },
        { text: placesOf(person) },
        { tag: account(person.open) },
      ]),
    },
    empty: agencyId === null ? 'There is nobody yet. Add the first person.' : 'Nobody has, or had, a membership in this agency.',
    next: people.next,
    base: agencyId === null ? PEOPLE : `${PEOPLE}?agency=${agencyId}`,
    after,
  });
}

export function personPage(person: Person, success: string | null): PageAnswer {
  const here = `${PEOPLE}/${person.id}`;
  return page('administration/records/record', {
    title: 'Person',
    back: PEOPLE,
    success,
    caption: 'Person',
    heading: person.name,
    note: noteOf(person),
    rows: [
      { key: 'Email address', text: person.email },
      { key: 'Account', text: account(person.open).text },
      { key: 'Second factor', text: SECOND_FACTOR[person.secondFactor] },
    ],
    buttons: person.managedHere ? buttonsOf(person, here) : [],
    sections: [
      {
        heading: 'Memberships',
        empty: 'They have no membership in this partnership.',
        table: {
          caption: 'Memberships',
          columns: ['Agency', 'Roles', 'From', 'Until', 'Training', 'State'],
          rows: person.memberships.map((membership) => [
            { text: membership.agencyName, href: `${MEMBERSHIPS}/${membership.id}`, ...(membership.deputyFor === null ? {} : { hint: `As deputy of ${membership.deputyFor.name}` }) },
            { text: rolesHeld(membership) },
            { text: shortDate(membership.startsOn), together: true },
            { text: membership.endsOn === null ? 'No end' : shortDate(membership.endsOn), together: true },
            { text: trainingWords(membership.trainingValidTo) },
            { tag: membershipStatus(membership) },
          ]),
        },
        buttons: [{ text: 'Add a membership', href: `${here}/memberships/new` }],
      },
    ],
    history: `/administration/history/person/${person.id}`,
  });
}

function noteOf({ managedHere, mayManage }: Person): string | null {
  if (!managedHere) return 'Another partnership made this account and manages it. Here you manage the memberships of this partnership alone.';
  return mayManage ? null : 'The administrators of their own agency look after this person.';
}

interface Button {
  text: string;
  href: string;
  warning?: boolean;
}

function buttonsOf(person: Person, here: string): Button[] {
  if (person.mayManage) return accountButtons(person, here);
  return person.mayInvite && person.open ? [inviting(here)] : [];
}

const inviting = (here: string): Button => ({ text: 'Invite them, or give them a new password', href: `${here}/password-link` });

function accountButtons({ open, secondFactor }: Person, here: string): Button[] {
  const change = { text: 'Change name or email address', href: `${here}/change` };
  if (!open) return [change, { text: 'Open the account again', href: `${here}/reopen` }];
  return [
    change,
    inviting(here),
    { text: 'See where they are signed in', href: `${here}/sessions` },
    ...(secondFactor === 'on' ? [{ text: 'Remove second factor', href: `${here}/reset-second-factor` }] : []),
    { text: 'Close the account', href: `${here}/close`, warning: true },
  ];
}

export function newPersonPage(form: Form, agencies: readonly Option[]): PageAnswer {
  return page('administration/people/person-form', {
    title: 'Add a person',
    back: PEOPLE,
    caption: 'People',
    form,
    agencies,
    roles: ROLE_ITEMS,
    hint: 'They sign in with it. Someone who has an account in another partnership keeps that account.',
  });
}

export function changePersonPage(form: Form, person: Person): PageAnswer {
  return page('administration/people/person-form', {
    title: 'Change name or email address',
    back: `${PEOPLE}/${person.id}`,
    caption: person.name,
    form,
    hint: ['They sign in with it. A new address signs them out everywhere.', waitsUnprotected(person, 'Without a second factor, these roles then wait until a second person grants them again')].join(' ').trim(),
  });
}

/** Whoever comes in by the administrator's hand, where nothing but a password protects the account, could be somebody else. */
function waitsUnprotected({ secondFactor, memberships }: Person, what: string): string {
  const roles = secondFactor === 'on' ? null : rolesToGrantAgain(lasting(memberships));
  return roles === null ? '' : `${what}: ${roles}.`;
}

export function askPasswordLinkPage(person: Person, success: string | null, refused?: Form): PageAnswer {
  const back = `${PEOPLE}/${person.id}`;
  return page('administration/people/password-link', { title: 'How do they get their link?', back, caption: person.name, invite: `${back}/invitation`, here: `${back}/password-link`, success, waits: waitsUnprotected(person, 'If they have signed in before, these roles wait until a second person grants them again'), ...(refused ? { form: refused } : {}) });
}

export function passwordLinkPage(person: Person, link: OutputOf<typeof createPasswordLink>, origin: string): PageAnswer {
  return page('administration/people/password-link', {
    title: 'Hand this link over',
    back: `${PEOPLE}/${person.id}`,
    caption: person.name,
    link: `${origin}/passwords/${encodeURIComponent(link.token)}`,
    expiresAt: link.expiresAt,
  });
}
