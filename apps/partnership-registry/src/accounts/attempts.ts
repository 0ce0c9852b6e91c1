import { createHmac } from 'node:crypto';
import { ProblemError } from '@concordat/platform-errors';
import { createLogger } from '@concordat/platform-logging';
import { connectRedis, type RedisConnection } from '@concordat/platform-redis';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import { REGISTRY_SETTINGS, type RegistrySettings } from '../config.js';
import { AttemptNotices } from './attempt-notices.js';
import { guesses } from './password-hash.js';
import { SignInLog, type Factor } from './sign-in-log.js';

const QUARTER_HOUR = 15 * 60;

/** How many attempts at one account from one address, at one account from anywhere, and from one address at any account. */
const LIMITS = {
  pair: { points: 5, duration: QUARTER_HOUR },
  account: { points: 30, duration: QUARTER_HOUR },
  address: { points: 100, duration: QUARTER_HOUR },
} as const;

type Kind = keyof typeof LIMITS;

/** Says which users an attempt is about, for the log. */
export type NameUsers = (users: readonly string[]) => void;

/** At which attempt that failed in a quarter of an hour its owner is told, and how often in a day. */
const TELLING = { at: 5, limit: { points: 1, duration: 24 * 60 * 60 } } as const;

/** How many letters go to one address in an hour, and how many are asked for from one network address. */
const LETTERS = { account: { points: 3, duration: 60 * 60 }, address: { points: 30, duration: 60 * 60 } } as const;

/** How often backup codes are made for one account in an hour: each time costs as much as ten guesses at a password. */
const MAKING_CODES = { points: 10, duration: 60 * 60 } as const;

async function limited<T>(take: () => Promise<T>): Promise<T> {
  try {
    return await take();
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal;
    throw new ProblemError({
      status: 429,
      code: 'too-many-attempts',
      title: 'Too many attempts to sign in',
      detail: 'Wait 15 minutes and try again.',
      extras: { retryAfterSeconds: Math.ceil(refusal.msBeforeNext / 1000) },
    });
  }
}

/**
 * Limits wrong passwords. Counted in Redis for all processes together; while Redis is away, each process counts for
 * itself. A success gives its points back, so that a busy office behind one address is not locked out.
 */
@Injectable()
export class Attempts implements OnApplicationShutdown {
  readonly #log = createLogger('partnership-registry');
  readonly #redis: RedisConnection;
  readonly #limiters: Record<Kind, RateLimiterRedis>;
  readonly #letters: Record<keyof typeof LETTERS, RateLimiterRedis>;

  readonly #told: RateLimiterRedis;
  readonly #makingCodes: RateLimiterRedis;

  constructor(
    @Inject(REGISTRY_SETTINGS) private readonly settings: RegistrySettings,
    private readonly notices: AttemptNotices,
    private readonly signIns: SignInLog,
  ) {
    this.#redis = connectRedis(settings.CONCORDAT_REDIS_URL, { enableOfflineQueue: false, maxRetriesPerRequest: 1, commandTimeout: 2_000 });
    this.#redis.on('error', (err) => this.#log.warn({ err }, 'the connection that limits signing in failed'));
    const limiter = (name: string, points: { points: number; duration: number }): RateLimiterRedis => {
      // The registry's user of Redis may touch no other counters.
      const limit = { ...points, keyPrefix: `${settings.CONCORDAT_QUEUE_PREFIX}:sign-in:${name}` };
      return new RateLimiterRedis({ ...limit, storeClient: this.#redis, rejectIfRedisNotReady: true, insuranceLimiter: new RateLimiterMemory(limit) });
    };
    const attempts = (kind: Kind): RateLimiterRedis => limiter(kind, LIMITS[kind]);
    this.#limiters = { pair: attempts('pair'), account: attempts('account'), address: attempts('address') };
    this.#told = limiter('told', TELLING.limit);
    this.#makingCodes = limiter('making-codes', MAKING_CODES);
    this.#letters = { account: limiter('letter:account', LETTERS.account), address: limiter('letter:address', LETTERS.address) };
  }

  /**
   * Runs one attempt, which says whose account it is about where it knows; one that throws counts. Passwords that it hashes take turns with those of other addresses.
   *
   * @throws ProblemError 429 `too-many-attempts`, whether or not the account exists
   */
  async attempt<T>(email: string, address: string, factor: Factor, work: (of: NameUsers) => Promise<T>): Promise<T> {
    const keys = this.#keys(email, address);
    const tried = { users: [] as readonly string[], account: keys.account, network: keys.address, factor };
    const failed = await this.#take(keys).catch((error: unknown) => {
      if (error instanceof ProblemError) this.signIns.stopped(tried);
      throw error;
    });
    const named = (users: readonly string[]): void => void (tried.users = users);
    const result = await guesses.for(keys.address, () => work(named)).catch(async (error: unknown) => {
      this.signIns.refused(tried);
      if (failed === TELLING.at) await this.tellOwner(email);
      throw error;
    });
    await Promise.all([
      this.#limiters.pair.delete(keys.pair),
      this.#limiters.account.reward(keys.account),
      this.#limiters.address.reward(keys.address),
    ]);
    return result;
  }

  /** That somebody tries to sign in as them, once a day at most; what is no address belongs to nobody who could be told. */
  async tellOwner(email: string): Promise<void> {
    if (!email.includes('@')) return;
    const first = await this.#told.consume(this.#keys(email, '').account).then(
      () => true,
      (refusal: unknown) => {
        if (refusal instanceof RateLimiterRes) return false;
        throw refusal;
      },
    );
    if (first) await this.notices.want(email.toLowerCase());
  }

  /**
   * Counts a letter that somebody asks to be sent.
   *
   * @throws ProblemError 429 `too-many-attempts`, whether or not the account exists
   */
  async countLetter(email: string, address: string): Promise<void> {
    const keys = this.#keys(email, address);
    await limited(async () => {
      await this.#letters.address.consume(keys.address);
      await this.#letters.account.consume(keys.account);
    });
  }

  /** @throws ProblemError 429 `too-many-attempts` */
  async countMakingCodes(userId: string): Promise<void> {
    await limited(() => this.#makingCodes.consume(userId));
  }

  /** Runs `work`, whose hashes take turns with those of other network addresses. */
  inTurn<T>(address: string, work: () => Promise<T>): Promise<T> {
    return guesses.for(this.#keys('', address).address, work);
  }

  onApplicationShutdown(): void {
    this.#redis.disconnect();
  }

  /** @returns how many attempts at the account failed lately, if this one does */
  async #take(keys: Record<Kind, string>): Promise<number> {
    return limited(async () => {
      await this.#limiters.address.consume(keys.address);
      await this.#limiters.pair.consume(keys.pair);
      return (await this.#limiters.account.consume(keys.account)).consumedPoints;
    });
  }

  /** Neither an e-mail address nor a network address stands in Redis or in the log: their digests tell tries apart. */
  #keys(email: string, address: string): Record<Kind, string> {
    const hash = (text: string): string => createHmac('sha256', this.settings.CONCORDAT_AUTH_SECRET).update(text).digest('base64url');
    const account = email.toLowerCase();
    return { pair: hash(`${account} ${address}`), account: hash(account), address: hash(address) };
  }
}
