import type { Logger } from '@concordat/platform-logging';

/** By what somebody shows who they are. */
export type Factor = 'password' | 'app' | 'backup-code' | 'passkey' | 'provider';

/** How a session came to its end: by its owner, by its age, or by somebody or something else. */
export type Ending = 'signed-out' | 'timed-out' | 'ended-by-owner' | 'ended-by-administrator' | 'access-changed' | 'provider-changed' | 'replaced';

/** Who tried: users whose account it is, where there are any, and digests of the address that was given and of the network. */
export interface Tried {
  users: readonly string[];
  account?: string;
  network?: string;
}

/**
 * OWASP ASVS 5.0, V16.3.1: every way of showing who one is, whether it was taken or refused, and every end of a session, as
 * lines of the log. Ids and digests alone, with the factor; never an address, a name, a code or a token.
 */
export class SignInLog {
  constructor(readonly logger: Logger) {}

  opened(session: { user: string; session: string; stage: string; factor: Factor }): void {
    this.logger.info(session, 'a session was opened');
  }

  /** A factor that opened nothing by itself: another is asked for. */
  taken(given: { user: string; factor: Factor }): void {
    this.logger.info(given, 'a first factor was taken');
  }

  /** Who is signed in said again who they are. */
  confirmed(given: { user: string; session: string; factor: Factor }): void {
    this.logger.info(given, 'somebody signed in said again who they are');
  }

  refused(tried: Tried & { factor: Factor }): void {
    this.logger.warn(tried, 'signing in was refused');
  }

  /** Before anything was looked at: too many tries before it were refused. */
  stopped(tried: Tried & { factor: Factor }): void {
    this.logger.warn(tried, 'signing in was stopped after too many tries');
  }

  ended(session: { user: string; session: string; how: Ending }): void {
    this.logger.info(session, 'a session was ended');
  }
}
