import { createLogger } from '@concordat/platform-logging';
import type { Pool } from 'pg';
import { costOf, hashPassword, isPasswordOf } from './password-hash.js';

/** Makes and compares what the accounts library keeps of passwords. */
export class KeptPasswords {
  readonly #log = createLogger('partnership-registry');

  /**
   * @param pool connections whose search path is the schema `auth`
   * @param cost exponent of scrypt's N
   */
  constructor(
    private readonly pool: Pick<Pool, 'query'>,
    private readonly cost: number,
  ) {}

  hash(password: string): Promise<string> {
    return hashPassword(password, this.cost);
  }

  /** Whether `hash` is of `password`, which is then kept at the cost of today: whoever gives it is the only one who could tell it. */
  async verify(hash: string, password: string): Promise<boolean> {
    if (!(await isPasswordOf(hash, password, this.cost))) return false;
    if (costOf(hash) < this.cost) await this.#raise(hash, password).catch((err: unknown) => this.#log.warn({ err }, 'a password is still kept at a lower cost'));
    return true;
  }

  /** By its hash, which has a salt of its own: a password that was changed meanwhile stays as it was changed. */
  async #raise(hash: string, password: string): Promise<void> {
    await this.pool.query('update account set password = $1 where password = $2', [await this.hash(password), hash]);
  }
}
