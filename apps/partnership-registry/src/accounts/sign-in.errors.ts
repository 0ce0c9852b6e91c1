import { NotSignedInError, ProblemError } from '@concordat/platform-errors';
import { isAPIError } from 'better-auth/api';

const refused = (code: string, detail: string): ProblemError => new ProblemError({ status: 401, code, title: 'You cannot be signed in', detail });

export const wrongCredentials = (): ProblemError => refused('wrong-credentials', 'The email address or the password is wrong.');

export const wrongCode = (): ProblemError => refused('wrong-code', 'The code is wrong, was used before, or your app has moved on to the next. Enter the code that your app shows now.');

export const wrongPasskey = (): ProblemError => refused('wrong-passkey', 'That passkey does not sign you in here.');

export const providerRefused = (): ProblemError => refused('provider-refused', 'Your agency’s sign-in did not let you in here. Try again, or ask an administrator of your agency.');

export const wrongBackupCode = (): ProblemError => refused('wrong-code', 'The backup code is wrong or was used before.');

export const secondFactorNeeded = (): ProblemError =>
  new ProblemError({ status: 403, code: 'second-factor-needed', title: 'You have not finished signing in', detail: 'Give the code of your second factor first.' });

export const accessEnded = (): ProblemError =>
  new ProblemError({ status: 403, code: 'access-ended', title: 'Your access has ended', detail: 'You have no open membership. Ask an administrator of your partnership.' });

export const membershipNotChosen = (): ProblemError =>
  new ProblemError({ status: 403, code: 'membership-not-chosen', title: 'You have not said for whom you act', detail: 'You have several memberships. Choose the one to act in.' });

/** What the accounts library refuses, as a refusal of ours; anything else passes. */
export function refusedAs(refusal: () => ProblemError): (error: unknown) => never {
  return (error) => {
    throw isAPIError(error) && error.statusCode < 500 ? refusal() : error;
  };
}

/** What the accounts library says to a code, `wrong` where it is one that it does not take; anything else passes. */
export function codeRefusedAs(wrong: () => ProblemError): (error: unknown) => never {
  return (error) => {
    throw codeRefusal(error, wrong);
  };
}

function codeRefusal(error: unknown, wrong: () => ProblemError): unknown {
  if (!isAPIError(error) || error.statusCode >= 500) return error;
  // Two requests brought the same backup code at the same moment.
  if (error.statusCode === 409) return wrong();
  switch (error.body?.code) {
    case 'INVALID_CODE':
    case 'INVALID_BACKUP_CODE':
      return wrong();
    case 'TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE':
    case 'ACCOUNT_TEMPORARILY_LOCKED':
      return new ProblemError({ status: 429, code: 'too-many-attempts', title: 'Too many attempts to sign in', detail: 'Wait 15 minutes and sign in again.' });
    default:
      return new NotSignedInError();
  }
}
