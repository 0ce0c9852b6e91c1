import { Database, NO_SCOPE } from '@concordat/platform-persistence';
import { Injectable } from '@nestjs/common';
import { symmetricDecrypt } from 'better-auth/crypto';
import { createHmac, timingSafeEqual } from 'node:crypto';
import { SecondFactor } from './account.entity.js';
import { Authenticator } from './authenticator.js';

const STEP_MS = 30_000;
/**
 * Steps whose codes are taken, counted from now: the one before too, for what passes between reading a code and its arrival (RFC
 * 6238, section 5.2). The accounts library would take the next one as well, and one more if time passes until it is asked.
 */
const TAKEN = [-1, 0];
const OF_THE_LIBRARY = [...TAKEN, 1, 2];

/**
 * RFC 6238, section 5.2: a code of an authenticator app is taken once, and none before its time. The newest step that was used is kept beside the
 * app's key, and neither it nor an older one is taken again.
 */
@Injectable()
export class UsedCodes {
  constructor(
    private readonly authenticator: Authenticator,
    private readonly database: Database,
  ) {}

  /**
   * Marks the code as used, in one statement: of two requests with it one is first. False when it was used before or is of a
   * step to come; a wrong code is nobody's, and left to the library.
   */
  async take(userId: string, code: string): Promise<boolean> {
    return this.database.transaction(NO_SCOPE, async () => {
      const factor = await this.database.em.findOne(SecondFactor, { userId }, { refresh: true });
      if (factor === null) return true;
      const { secretConfig } = await this.authenticator.auth.$context;
      const step = stepOf(code, await symmetricDecrypt({ key: secretConfig, data: factor.secret }));
      if (step === null) return true;
      if (!TAKEN.includes(step - present())) return false;
      const taken = await this.database.em.execute<{ id: string }[]>(
        'update auth."twoFactor" set "lastUsedStep" = ? where id = ? and ("lastUsedStep" is null or "lastUsedStep" < ?) returning id',
        [step, factor.id, step],
      );
      return taken.length > 0;
    });
  }
}

const present = (): number => Math.floor(Date.now() / STEP_MS);

/** The step near now whose code it is; the newest, should two be alike. */
function stepOf(code: string, secret: string): number | null {
  const now = present();
  const steps = OF_THE_LIBRARY.map((offset) => now + offset).filter((step) => isSame(codeOf(secret, step), code));
  return steps.at(-1) ?? null;
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
