import type { IdentityProvider, readIdentityProvider } from '@concordat/contracts-partnership-registry';
import type { OutputOf } from '@concordat/contracts-protocol';
import type { Form } from '../../forms/form.js';
import { page, type PageAnswer } from '../../layout/answers.js';
import { count, list } from '../../layout/words.js';
import type { Confirmation } from '../records/confirmation.js';
import { signInSettingsForm } from './sign-in-settings.form.js';

export const SIGN_IN_SETTINGS = '/administration/sign-in';

type Read = OutputOf<typeof readIdentityProvider>;

export function signInSettingsPage({ redirectUri, provider }: Read, agencyName: string, mayChange: boolean, success: string | null): PageAnswer {
  return page('administration/sign-in/sign-in-settings', {
    title: 'Your agency’s own sign-in', back: mayChange ? '/administration' : '/', success, agencyName, redirectUri, mayChange,
    entered: provider !== null,
    on: provider?.on ?? false,
    rows: provider === null ? [] : rowsOf(provider),
  });
}

const rowsOf = ({ on, issuer, clientId, domains, secondFactorCounts, strongAcr, linked }: IdentityProvider) => [
  { key: 'State', text: on ? 'On' : 'Off' },
  { key: 'Issuer', text: issuer },
  { key: 'Client ID', text: clientId },
  { key: 'Client secret', text: 'Kept encrypted, and shown to nobody' },
  { key: 'Domains', text: list(domains) },
  { key: 'Second factor', text: secondFactorCounts ? 'Your agency’s counts here' : 'Everybody gives the one of Concordat' },
  ...(secondFactorCounts ? [{ key: 'It says so by', text: list(['mfa', ...strongAcr]) }] : []),
  { key: 'Linked', text: count(linked, 'person', 'people') },
];

export function changePage({ redirectUri, provider }: Read, form: Form = formOfProvider(provider)): PageAnswer {
  return page('administration/sign-in/change', {
    title: 'Enter your agency’s own sign-in', back: SIGN_IN_SETTINGS, form, redirectUri, entered: provider !== null,
  });
}

function formOfProvider(provider: IdentityProvider | null): Form {
  if (provider === null) return signInSettingsForm.blank();
  const { issuer, clientId, domains, secondFactorCounts, strongAcr, version } = provider;
  return signInSettingsForm.blank({ issuer, clientId, domains: domains.join('\n'), secondFactorCounts: secondFactorCounts ? 'yes' : 'no', strongAcr: strongAcr.join('\n'), version });
}

export function turning(agencyName: string, on: boolean): Confirmation {
  return {
    title: on ? 'Turn on your agency’s own sign-in' : 'Turn off your agency’s own sign-in',
    caption: agencyName,
    heading: on ? 'Turn on your agency’s own sign-in?' : 'Turn off your agency’s own sign-in?',
    consequences: on
      ? ['people of your agency can choose it on the sign-in page', 'each signs in once with their Concordat password or a passkey, to link the account that they have at work', 'your information governance lead is told']
      : ['whoever signed in with it is signed out at once', 'people sign in with their Concordat password or a passkey', 'the accounts that they linked are kept, for when you turn it on again', 'your information governance lead is told'],
    button: on ? 'Turn on' : 'Turn off',
    warning: !on,
    back: SIGN_IN_SETTINGS,
  };
}
