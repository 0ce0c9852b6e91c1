import type { Membership, Person } from '@concordat/contracts-partnership-registry';
import type { Form } from '../../forms/form.js';
import { page, type PageAnswer } from '../../layout/answers.js';
import { rolesHeld, rolesToGrantAgain } from '../../layout/roles.js';
import { date, today } from '../../layout/times.js';
import type { Option } from '../choices.js';
import type { Confirmation } from '../records/confirmation.js';
import type { Status } from '../tables.js';
import { ROLE_ITEMS } from './membership.form.js';

export const MEMBERSHIPS = '/administration/memberships';

export const MEMBERSHIP_DONE = { changed: 'The membership has been changed', ended: 'The membership has ended', deputy: 'The deputy has been named' } as const;

/** Also one that was called off before it began. */
const hasEnded = ({ startsOn, endsOn }: Membership, now: string): boolean => endsOn !== null && (endsOn <= now || endsOn <= startsOn);

/** Without those that never hold again. */
export const lasting = (memberships: readonly Membership[]): Membership[] => memberships.filter((membership) => !hasEnded(membership, today()));

export function membershipStatus(membership: Membership, now = today()): Status {
  const { active, suspendedOn, startsOn } = membership;
  if (active) return { text: 'Active', colour: 'green' };
  if (hasEnded(membership, now)) return { text: 'Ended', colour: 'grey' };
  if (suspendedOn !== null) return { text: 'Suspended', colour: 'red' };
  return startsOn > now ? { text: 'Not started', colour: 'blue' } : { text: 'Account closed', colour: 'grey' };
}

const SUSPENDED = 'Nobody confirmed in time that this access is still needed. It holds again when somebody confirms it.';

export function trainingWords(validTo: string | null, now = today()): string {
  if (validTo === null) return 'None';
  return validTo <= now ? `Ran out on ${date(validTo)}` : `Until ${date(validTo)}`;
}

export function membershipPage(membership: Membership, person: Person, success: string | null): PageAnswer {
  const here = `${MEMBERSHIPS}/${membership.id}`;
  return page('administration/records/record', {
    title: 'Membership',
    back: `/administration/people/${person.id}`,
    success,
    caption: 'Membership',
    heading: `${person.name}, ${membership.agencyName}`,
    rows: [
      { key: 'State', text: membershipStatus(membership).text },
      ...(membership.deputyFor === null ? [] : [{ key: 'Acts as deputy of', text: membership.deputyFor.name }]),
      { key: 'Roles', text: rolesHeld(membership) },
      { key: 'Starts on', text: date(membership.startsOn) },
      { key: 'Ends on', text: membership.endsOn === null ? 'No end is known' : date(membership.endsOn) },
      { key: 'Training in sharing information', text: trainingWords(membership.trainingValidTo) },
    ],
    note: membership.suspendedOn !== null ? SUSPENDED : membership.mayChange ? null : 'The administrators of this agency look after its people.',
    buttons: membership.mayChange ? buttonsOf(membership, here) : [],
    history: `/administration/history/membership/${membership.id}`,
  });
}

function buttonsOf(membership: Membership, here: string) {
  const { active, deputyFor } = membership;
  const ended = hasEnded(membership, today());
  return [
    ...(deputyFor === null && !ended ? [{ text: 'Change roles and dates', href: `${here}/change` }] : []),
    ...(deputyFor === null && active ? [{ text: 'Name a deputy', href: `${here}/deputies/new` }] : []),
    ...(ended ? [] : [{ text: deputyFor === null ? 'End this membership' : 'End it now', href: `${here}/end`, warning: true }]),
  ];
}

export function membershipFormPage(form: Form, person: Person, membership: Membership): PageAnswer {
  return page('administration/memberships/membership-form', {
    title: 'Change roles and dates',
    back: `${MEMBERSHIPS}/${membership.id}`,
    caption: `${person.name}, ${membership.agencyName}`,
    heading: 'Change roles and dates',
    form,
    roles: ROLE_ITEMS,
    waits: rolesToGrantAgain([membership]),
  });
}

export function newMembershipPage(form: Form, person: Person, agencies: readonly Option[]): PageAnswer {
  return page('administration/memberships/membership-form', {
    title: 'Add a membership',
    back: `/administration/people/${person.id}`,
    caption: person.name,
    heading: 'Add a membership',
    form,
    roles: ROLE_ITEMS,
    agencies,
  });
}

export const ending = (membership: Membership, person: Person): Confirmation => ({
  title: 'End a membership',
  caption: `${person.name}, ${membership.agencyName}`,
  heading: 'End this membership now?',
  consequences: [
    `they can no longer act for ${membership.agencyName}, and are signed out at once`,
    'other memberships that they have go on, and so does their account',
    'what they wrote stays, with their name',
    'managers and coordinators of the agency are told, with a list of what is to be handed over',
  ],
  button: 'End membership',
  warning: true,
  back: `${MEMBERSHIPS}/${membership.id}`,
});
