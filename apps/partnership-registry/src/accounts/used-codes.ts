import { Database, NO_SCOPE } from '@concordat/platform-persistence';
import { Injectable } from '@nestjs/common';
import { symmetricDecrypt } from 'better-auth/crypto';
import { createHmac, timingSafeEqual } from 'node:crypto';
import { SecondFactor } from './account.entity.js';
import { Authenticator } from './authenticator.js';

const STEP_MS = 30_000;
/** Steps, counted from now, whose codes the accounts library takes besides that of now: should time pass until it is asked, one more. */
const OF_THE_LIBRARY_ALONE = [-1, 1, 2];

/**
 * A code of an authenticator app is taken in its own thirty seconds alone (OWASP ASVS 5.0, V6.5.5), and once (RFC 6238, section 5.2):
 * the newest step that was used is kept beside the app's key, and neither it nor an older one is taken again.
 */
@Injectable()
export class UsedCodes {
  constructor(
    private readonly authenticator: Authenticator,
    private readonly database: Database,
  ) {}

  /**
   * Marks the code as used, in one statement: of two requests with it one is first. False when it was used before or is of a step that
   * is over or to come; a wrong code is nobody's, and left to the library.
   */
  async take(userId: string, code: string): Promise<boolean> {
    // As it arrived: what the database takes is not its owner's.
    const step = Math.floor(Date.now() / STEP_MS);
    return this.database.transaction(NO_SCOPE, async () => {
      const factor = await this.database.em.findOne(SecondFactor, { userId }, { refresh: true });
      if (factor === null) return true;
      const { secretConfig } = await this.authenticator.auth.$context;
      const secret = await symmetricDecrypt({ key: secretConfig, data: factor.secret });
      if (!isSame(codeOf(secret, step), code)) return !OF_THE_LIBRARY_ALONE.some((offset) => isSame(codeOf(secret, step + offset), code));
      const taken = await this.database.em.execute<{ id: string }[]>(
        'update auth."twoFactor" set "lastUsedStep" = ? where id = ? and ("lastUsedStep" is null or "lastUsedStep" < ?) returning id',
        [step, factor.id, step],
      );
      return taken.length > 0;
    });
  }
}

/** Compares in the same time however much of it is right. */
function isSame(made: string, given: string): boolean {
  const [left, right] = [Buffer.from(made), Buffer.from(given)];
  return left.length === right.length && timingSafeEqual(left, right);
}

/** RFC 4226, section 5.3, six digits. */
function codeOf(secret: string, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const hash = createHmac('sha1', secret).update(counter).digest();
  const number = hash.readUInt32BE((hash.at(-1) ?? 0) & 0xf) & 0x7fff_ffff;
  return String(number % 1_000_000).padStart(6, '0');
}
