import { randomInt } from 'node:crypto';
import { BACKUP_CODE_LETTERS } from '@concordat/contracts-partnership-registry';
import { RuleError } from '@concordat/platform-errors';
import { Database, NO_SCOPE } from '@concordat/platform-persistence';
import { Inject, Injectable } from '@nestjs/common';
import { symmetricDecrypt, symmetricEncrypt } from 'better-auth/crypto';
import { z } from 'zod';
import { REGISTRY_SETTINGS, type RegistrySettings } from '../config.js';
import { SecondFactor } from './account.entity.js';
import { Accounts } from './accounts.js';
import { Authenticator } from './authenticator.js';
import { costOf, hashPassword, newSalt, saltOf } from './password-hash.js';

const HOW_MANY = 10;

/** Of a list that the accounts library keeps: hashes, or codes as versions before kept them. */
const kept = z.array(z.string());

/**
 * Backup codes, of 49 bits each (OWASP ASVS 5.0, V6.5.2): of them the hashes alone are kept, made as those of passwords are. The
 * ten of one list have one salt, so that a try costs one hash and not ten; whoever steals the list saves as much, and is left with
 * 46 bits at that cost. The library keeps the list encrypted, as it did codes: versions before can read it, and count what is left.
 */
@Injectable()
export class BackupCodes {
  constructor(
    private readonly authenticator: Authenticator,
    private readonly accounts: Accounts,
    private readonly database: Database,
    @Inject(REGISTRY_SETTINGS) private readonly settings: RegistrySettings,
  ) {}

  /** How many of the account's codes were not used yet. */
  async left(userId: string): Promise<number> {
    const factor = await this.#factorOf(userId);
    return factor === null ? 0 : (await this.#listOf(factor)).length;
  }

  /**
   * Makes codes in place of all that the account has, which its owner has yet to keep. Nobody can read them afterwards.
   *
   * @throws RuleError `no-second-factor`; `backup-codes-changed` where others were made or used meanwhile: what one answer shows
   * would be ended by another
   */
  async make(userId: string): Promise<string[]> {
    const factor = await this.#factorOf(userId);
    if (factor === null) throw new RuleError('no-second-factor', 'This account has no second factor');
    const codes = Array.from({ length: HOW_MANY }, newCode);
    const list = await this.#encrypted(await this.#hashed(codes));
    await this.database.transaction(NO_SCOPE, async () => {
      if (!(await this.#replace(factor, list))) throw new RuleError('backup-codes-changed', 'Your backup codes were changed at the same moment. Make new ones');
      await this.accounts.setBackupCodesKept(userId, false);
    });
    return codes;
  }

  /** What stands for the code in the account's list; something that is in no list, after the same work, where the code is wrong. */
  async hashOf(userId: string, code: string): Promise<string> {
    const factor = await this.#factorOf(userId);
    const [first] = factor === null ? [] : await this.#hashedList(factor);
    return first === undefined ? hashPassword(code, this.settings.CONCORDAT_PASSWORD_COST) : hashPassword(code, costOf(first), saltOf(first));
  }

  /** Hashes what a version before kept of an account's codes. False where it kept none. */
  async hashOld(factor: SecondFactor): Promise<boolean> {
    if (!(await this.#listOf(factor)).some(isCode)) return false;
    await this.#hashedList(factor);
    return true;
  }

  /** As it is kept afterwards: a list that somebody changed meanwhile is read again. */
  async #hashedList(factor: SecondFactor): Promise<string[]> {
    const list = await this.#listOf(factor);
    if (!list.some(isCode)) return list;
    const hashes = await this.#hashed(list);
    const encrypted = await this.#encrypted(hashes);
    const replaced = await this.database.transaction(NO_SCOPE, () => this.#replace(factor, encrypted));
    if (replaced) return hashes;
    const changed = await this.#factorOf(factor.userId);
    return changed === null ? [] : this.#hashedList(changed);
  }

  #hashed(codes: readonly string[]): Promise<string[]> {
    const salt = newSalt();
    return Promise.all(codes.map((code) => hashPassword(code, this.settings.CONCORDAT_PASSWORD_COST, salt)));
  }

  async #factorOf(userId: string): Promise<SecondFactor | null> {
    return this.database.transaction(NO_SCOPE, () => this.database.em.findOne(SecondFactor, { userId }, { refresh: true }));
  }

  async #listOf({ backupCodes }: SecondFactor): Promise<string[]> {
    const { secretConfig } = await this.authenticator.auth.$context;
    return kept.parse(JSON.parse(await symmetricDecrypt({ key: secretConfig, data: backupCodes })));
  }

  async #encrypted(list: readonly string[]): Promise<string> {
    const { secretConfig } = await this.authenticator.auth.$context;
    return symmetricEncrypt({ key: secretConfig, data: JSON.stringify(list) });
  }

  /** In the open transaction. False where it is no longer the list that was read. */
  async #replace({ id, backupCodes }: SecondFactor, list: string): Promise<boolean> {
    const replaced = await this.database.em.execute<{ id: string }[]>(
      'update auth."twoFactor" set "backupCodes" = ? where id = ? and "backupCodes" = ? returning id',
      [list, id, backupCodes],
    );
    return replaced.length > 0;
  }
}

/** Of a list of the version before, which kept codes themselves. */
const isCode = (entry: string): boolean => !entry.includes(':');

function newCode(): string {
  const letters = (count: number): string => Array.from({ length: count }, () => BACKUP_CODE_LETTERS.charAt(randomInt(BACKUP_CODE_LETTERS.length))).join('');
  return `${letters(5)}-${letters(5)}`;
}
