import { closeAccount, endSessions, reopenAccount, resetSecondFactor, type Person } from '@concordat/contracts-partnership-registry';
import { rolesToGrantAgain } from '../../layout/roles.js';
import type { Services } from '../../services/services.js';
import { lasting } from '../memberships/memberships.presenter.js';
import type { Confirmation } from '../records/confirmation.js';
import { PEOPLE, type PERSON_DONE } from './people.presenter.js';

type Given = { version: number; why: string };

/** What an administrator does to an account, each after being asked whether they mean it. */
export interface AccountChange {
  done: keyof typeof PERSON_DONE;
  confirmation: (person: Person) => Confirmation;
  perform: (services: Services, userId: string, given: Given, idempotencyKey: string) => Promise<unknown>;
}

/** What one person does not give back alone. */
function grantedAgain({ memberships }: Person): string[] {
  const roles = rolesToGrantAgain(lasting(memberships));
  return roles === null ? [] : [`these roles wait until a second person grants them again: ${roles}`];
}

const about = (person: Person) => ({ caption: person.name, back: `${PEOPLE}/${person.id}` });

export const ACCOUNT_CHANGES: Readonly<Record<'close' | 'reopen' | 'reset-second-factor', AccountChange>> = {
  close: {
    done: 'closed',
    confirmation: (person) => ({
      ...about(person),
      title: 'Close an account',
      heading: `Close the account of ${person.name}?`,
      consequences: [
        'they are signed out at once and cannot sign in',
        'all of their memberships stop',
        'what they wrote stays, with their name',
        'managers and coordinators of their agencies are told, with a list of what is to be handed over',
        'you can open the account again',
      ],
      button: 'Close account',
      warning: true,
    }),
    perform: (services, userId, body, idempotencyKey) => services.call(closeAccount, { params: { userId }, body, idempotencyKey }),
  },
  reopen: {
    done: 'reopened',
    confirmation: (person) => ({
      ...about(person),
      title: 'Open an account again',
      heading: `Open the account of ${person.name} again?`,
      consequences: ['they can sign in with the password that they had', 'memberships that have no end, or whose end is still to come, hold again', 'they see again what these memberships let them see', ...grantedAgain(person)],
      button: 'Open account',
      warning: false,
    }),
    perform: (services, userId, body, idempotencyKey) => services.call(reopenAccount, { params: { userId }, body, idempotencyKey }),
  },
  'reset-second-factor': {
    done: 'second-factor-reset',
    confirmation: (person) => ({
      ...about(person),
      title: 'Remove a second factor',
      heading: `Remove the second factor of ${person.name}?`,
      consequences: [
        'the app on their old device no longer gives codes that work',
        'they set it up anew when they next sign in with their password',
        'until then their password alone protects the account: make sure that it is they who ask',
        ...grantedAgain(person),
      ],
      button: 'Remove second factor',
      warning: true,
    }),
    perform: (services, userId, body, idempotencyKey) => services.call(resetSecondFactor, { params: { userId }, body, idempotencyKey }),
  },
};

export const endingSessions = (person: Person): Confirmation => ({
  ...about(person),
  title: 'Sign a person out everywhere',
  heading: `Sign ${person.name} out everywhere?`,
  consequences: ['every device on which they are signed in asks for their password again', 'a form that they have not sent is kept for them until they sign in again', 'their account and their memberships stay as they are'],
  button: 'Sign them out',
  warning: false,
});

export const signOutEverywhere = (services: Services, userId: string, idempotencyKey: string): Promise<unknown> =>
  services.call(endSessions, { params: { userId }, idempotencyKey });
