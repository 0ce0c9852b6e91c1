import { PermanentFailure, ProblemError } from '@concordat/platform-errors';

const TITLES = {
  'mail-not-taken': 'The mail server did not take the message',
  'address-not-known': 'The partnership registry has not told how to write to the person yet',
  'member-not-known': 'The partnership registry has not told of the person yet',
};

export type PassingCode = keyof typeof TITLES;

/** Hours for which such work is tried by itself; after that a person must look. */
export const HOURS_OF_TRYING = 48;

/** Work that cannot be done yet, for a reason that passes by itself. */
export class PassingFault extends ProblemError {
  /** @param details a code of what went wrong; never an address or a name */
  constructor(code: PassingCode, details?: string) {
    super({ status: 503, code, title: details === undefined ? TITLES[code] : `${TITLES[code]}: ${details}` });
  }

  static isCode(code: string): boolean {
    return Object.hasOwn(TITLES, code);
  }
}

/**
 * For work that waits since `since`: its fault counts as passing no longer than {@link HOURS_OF_TRYING}.
 *
 * @throws PermanentFailure after that
 */
export function giveUpInTime(fault: unknown, since: Date, now: Date): void {
  if (!(fault instanceof PassingFault) || now.getTime() - since.getTime() < HOURS_OF_TRYING * 3_600_000) return;
  throw new PermanentFailure(`It was tried for ${HOURS_OF_TRYING} hours. ${fault.title}`);
}
