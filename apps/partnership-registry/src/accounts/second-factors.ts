import type { readSecondFactor } from '@concordat/contracts-partnership-registry';
import type { OutputOf } from '@concordat/contracts-protocol';
import { NotSignedInError, ProblemError, RuleError } from '@concordat/platform-errors';
import { Database, NO_SCOPE } from '@concordat/platform-persistence';
import { Injectable } from '@nestjs/common';
import { AccountLetters } from './account-letters.js';
import { Accounts } from './accounts.js';
import { Attempts } from './attempts.js';
import { Authenticator } from './authenticator.js';
import { BackupCodes } from './backup-codes.js';
import { Confirmations } from './confirmations.js';
import { OpenSessions, type Found, type Session } from './open-sessions.js';
import { SessionTokens } from './session-tokens.js';
import { codeRefusedAs, refusedAs, secondFactorNeeded, wrongBackupCode, wrongCode, wrongCredentials } from './sign-in.errors.js';
import { SignInLog, type Factor } from './sign-in-log.js';
import { UsedCodes } from './used-codes.js';

/** Authenticator apps and their backup codes, which the accounts library keeps. */
@Injectable()
export class SecondFactors {
  constructor(
    private readonly authenticator: Authenticator,
    private readonly tokens: SessionTokens,
    private readonly sessions: OpenSessions,
    private readonly attempts: Attempts,
    private readonly used: UsedCodes,
    private readonly codes: BackupCodes,
    private readonly accounts: Accounts,
    private readonly confirmations: Confirmations,
    private readonly letters: AccountLetters,
    private readonly database: Database,
    private readonly signIns: SignInLog,
  ) {}

  /** @throws ProblemError `wrong-code`, `too-many-attempts`; NotSignedInError when the session has ended */
  async give(token: string, code: string, address: string): Promise<Session> {
    const open = this.tokens.isPending(token) ? null : await this.sessions.find(token);
    if (open !== null && this.sessions.stageOf(open) === 'second-factor') return this.#giveAfterProvider(token, open, code, address);
    const settingUp = open === null ? null : await this.#settingUp(token);
    const { id: userId, email } = settingUp?.user ?? (await this.#waiting(token));
    const { headers } = await this.#taken({ id: userId, email }, 'app', async () => {
      if (!(await this.used.take(userId, code))) throw wrongCode();
      return this.authenticator.auth.api.verifyTOTP({ body: { code }, headers: await this.tokens.headersOf(token), returnHeaders: true }).catch(codeRefusedAs(wrongCode));
    });
    // Sessions that began without the second factor do not become whole by somebody else's setting it up.
    if (settingUp !== null) {
      await this.authenticator.endOthers(userId, this.tokens.bareOf(headers), 'replaced');
      await this.#tellOwner(userId);
    }
    const opened = await this.sessions.opened(headers, 'app', () => new NotSignedInError());
    // Whom their agency’s provider let in has given the code with which they set it up.
    return settingUp?.session.providerId ? this.sessions.goOn(opened.token, settingUp.session, 'app') : opened;
  }

  /** Whom their agency’s provider let in, and did not ask for two factors, gives ours. */
  async #giveAfterProvider(token: string, { user, session }: Found, code: string, address: string): Promise<Session> {
    if (!user.twoFactorEnabled) throw new NotSignedInError();
    // The library counts no tries in a session that is open already.
    await this.attempts.attempt(user.email, address, 'app', async (of) => {
      of([user.id]);
      if (!(await this.used.take(user.id, code))) throw wrongCode();
      await this.authenticator.auth.api.verifyTOTP({ body: { code }, headers: await this.tokens.headersOf(token) }).catch(codeRefusedAs(wrongCode));
    });
    return this.sessions.goOn(token, session, 'app');
  }

  /** @throws ProblemError `wrong-code`, `too-many-attempts`; NotSignedInError where none is waited for */
  async giveBackupCode(token: string, code: string, address: string): Promise<Session> {
    if (!this.tokens.isPending(token)) return this.#giveBackupCodeAfterProvider(token, code, address);
    const waiting = await this.#waiting(token);
    const { headers } = await this.#taken(waiting, 'backup-code', async () => {
      const hash = await this.attempts.inTurn(address, () => this.codes.hashOf(waiting.id, code));
      return this.authenticator.auth.api.verifyBackupCode({ body: { code: hash }, headers: await this.tokens.headersOf(token), returnHeaders: true }).catch(codeRefusedAs(wrongBackupCode));
    });
    return this.sessions.opened(headers, 'backup-code', () => new NotSignedInError());
  }

  async #giveBackupCodeAfterProvider(token: string, code: string, address: string): Promise<Session> {
    const { user, session } = await this.#waitingAfterProvider(token);
    if (!user.twoFactorEnabled) throw new NotSignedInError();
    await this.attempts.attempt(user.email, address, 'backup-code', async (of) => {
      of([user.id]);
      const hash = await this.codes.hashOf(user.id, code);
      await this.authenticator.auth.api.verifyBackupCode({ body: { code: hash }, headers: await this.tokens.headersOf(token) }).catch(codeRefusedAs(wrongBackupCode));
    });
    return this.sessions.goOn(token, session, 'backup-code');
  }

  /**
   * @param password null for an account that has none: its owner has said lately who they are, by the link that they joined with
   * @throws ProblemError `wrong-credentials`, `too-many-attempts`, `confirmation-needed`; NotSignedInError
   */
  async begin(token: string, password: string | null, address: string): Promise<{ uri: string }> {
    const found = await this.#mayBegin(token);
    const { user } = found;
    if (!(await this.#hasPassword(user.id))) this.confirmations.require(found);
    else if (password === null) throw wrongCredentials();
    return this.attempts.attempt(user.email, address, 'password', async (of) => {
      of([user.id]);
      const begun = await this.authenticator.auth.api
        .enableTwoFactor({ body: password === null ? {} : { password }, headers: await this.tokens.headersOf(token) })
        .catch(refusedAs(wrongCredentials));
      if (begun.method !== 'totp') throw new Error('The accounts library set up another second factor than an app');
      return { uri: labelled(begun.totpURI, user.email) };
    });
  }

  /** @throws ProblemError `second-factor-needed`; NotSignedInError */
  async read(token: string): Promise<OutputOf<typeof readSecondFactor>> {
    const { user } = await this.#given(token);
    return user.twoFactorEnabled ? { on: true, backupCodesLeft: await this.codes.left(user.id) } : { on: false, backupCodesLeft: 0 };
  }

  /**
   * @param password null where the codes before are not kept yet: whoever makes them has given their factors for that
   * @throws ProblemError `second-factor-needed`, `wrong-credentials`, `too-many-attempts`; RuleError `no-second-factor`, `backup-codes-changed`
   */
  async makeBackupCodes(token: string, password: string | null, address: string): Promise<string[]> {
    const found = await this.#given(token);
    const { user } = found;
    if (!user.twoFactorEnabled) throw new RuleError('no-second-factor', 'This account has no second factor');
    if (this.sessions.stageOf(found) === 'ready') await this.#confirm(token, found, password, address);
    await this.attempts.countMakingCodes(user.id);
    return this.attempts.inTurn(address, () => this.codes.make(user.id));
  }

  /** @throws RuleError `backup-codes-kept`, `no-backup-codes` */
  async keepBackupCodes(token: string): Promise<void> {
    const found = await this.sessions.find(token);
    const { user } = found;
    if (this.sessions.stageOf(found) !== 'keep-backup-codes') throw new RuleError('backup-codes-kept', 'You have said already that you kept your backup codes.');
    if ((await this.codes.left(user.id)) === 0) throw new RuleError('no-backup-codes', 'You have no backup codes yet. Make them first.');
    await this.database.transaction(NO_SCOPE, () => this.accounts.setBackupCodesKept(user.id, true));
  }

  async #confirm(token: string, { user }: Found, password: string | null, address: string): Promise<void> {
    if (password === null) throw wrongCredentials();
    await this.attempts.attempt(user.email, address, 'password', async (of) => {
      of([user.id]);
      await this.authenticator.auth.api.verifyPassword({ body: { password }, headers: await this.tokens.headersOf(token) }).catch(refusedAs(wrongCredentials));
    });
  }

  /** The session of somebody who has given all that is asked of them, and who may have backup codes to keep. */
  async #given(token: string): Promise<Found> {
    const found = await this.sessions.find(token);
    if (!['ready', 'keep-backup-codes'].includes(this.sessions.stageOf(found))) throw secondFactorNeeded();
    return found;
  }

  /** Not whoever has a second factor that they did not give yet. */
  async #mayBegin(token: string): Promise<Found> {
    const found = await this.sessions.find(token);
    const stage = this.sessions.stageOf(found);
    if (stage !== 'set-up-second-factor' && stage !== 'ready') throw secondFactorNeeded();
    return found;
  }

  async #settingUp(token: string): Promise<Found> {
    const found = await this.#mayBegin(token);
    if (found.user.twoFactorEnabled) throw new NotSignedInError();
    return found;
  }

  async #waitingAfterProvider(token: string): Promise<Found> {
    const found = await this.sessions.find(token);
    if (this.sessions.stageOf(found) !== 'second-factor') throw new NotSignedInError();
    return found;
  }

  async #waiting(token: string): Promise<{ id: string; email: string }> {
    const pending = await this.tokens.userOfPending(token);
    if (pending === null) throw new NotSignedInError();
    return pending.user;
  }

  /** Whoever gives wrong codes until they are stopped has the password: its owner is told. */
  async #taken<T>({ id, email }: { id: string; email: string }, factor: Factor, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      const stopped = error instanceof ProblemError && error.code === 'too-many-attempts';
      if (stopped) this.signIns.stopped({ users: [id], factor });
      else this.signIns.refused({ users: [id], factor });
      if (stopped) await this.attempts.tellOwner(email);
      throw error;
    }
  }

  async #tellOwner(userId: string): Promise<void> {
    await this.database.transaction(NO_SCOPE, async () => {
      const account = await this.accounts.find(userId);
      if (account !== null) await this.letters.tell(account, 'second-factor-changed');
    });
  }

  async #hasPassword(userId: string): Promise<boolean> {
    return this.database.transaction(NO_SCOPE, () => this.accounts.hasPassword(userId));
  }
}

/** Apps show the address of the account, and not the key by which the library finds it. */
function labelled(uri: string, email: string): string {
  const shown = new URL(uri);
  shown.pathname = `/Concordat:${encodeURIComponent(email)}`;
  return shown.href;
}
