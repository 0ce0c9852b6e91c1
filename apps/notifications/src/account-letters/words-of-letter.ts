import type { AccountLetter } from '@concordat/contracts-partnership-registry';
import { DateTime } from 'luxon';
import type { Letter } from '../mail/letters.js';

const NOT_YOU = 'If it was not you, tell an administrator of your agency at once.';

/** Words of a letter about an account: neither who it is for nor for whom they work. */
export function wordsOfLetter(webUrl: string, { kind, token }: Pick<AccountLetter, 'kind' | 'token'>, expiresAt: Date): Letter {
  const link = `${webUrl}/passwords/${encodeURIComponent(token ?? '')}`;
  const until = `It works once, until ${DateTime.fromJSDate(expiresAt, { zone: 'Europe/London' }).setLocale('en-GB').toFormat("h:mma 'on' d MMMM yyyy").replace(/[AP]M/, (half) => half.toLowerCase())}.`;
  switch (kind) {
    case 'invitation':
      return letter('You are invited to Concordat', 'An administrator has made an account for you.', `Choose how you sign in, with a password, a passkey or your organisation’s account:\n${link}`, until, 'If you sign in with this address in another partnership already, choose another password than there: it tells the two apart.', 'Concordat is for people who work together in community safety partnerships. If you do not expect this, do nothing.');
    case 'password-reset':
      return letter('Set a new password', 'Somebody asked for a new password for your account.', `If it was you, choose it here:\n${link}`, until, 'If you work in several partnerships, you get a message like this for each.', 'If it was not you, do nothing: your password stays as it is.');
    case 'password-changed':
      return letter('Your password was changed', 'The password of your account was changed, and you were signed out elsewhere.', NOT_YOU);
    case 'second-factor-changed':
      return letter('Your second factor was changed', 'What you give besides your password when you sign in was set up, removed or changed.', NOT_YOU);
    case 'organisation-account-changed':
      return letter('How you sign in was changed', 'The account of your organisation with which you may sign in was linked to yours, or taken away from it.', NOT_YOU);
    case 'sign-in-failed':
      return letter('Somebody tried to sign in as you', 'Somebody gave a wrong password or a wrong code for your account several times. Nothing was opened by it.', `If it was you, do nothing. If it was not you, tell an administrator of your agency, and choose another password:\n${webUrl}/account/password`);
    case 'new-browser':
      return letter('You have signed in with another browser', 'Somebody signed in to your account with a browser or device that you have not used for it before.', `See where you are signed in:\n${webUrl}/account/sessions`, `If it was you, do nothing. ${NOT_YOU}`);
    case 'address-changed':
      return letter('Your email address was changed', 'Your account has another email address now, with which you sign in. This is the last message to this one.', NOT_YOU);
  }
}

const letter = (subject: string, ...parts: string[]): Letter => ({ subject, text: `${parts.join('\n\n')}\n` });
