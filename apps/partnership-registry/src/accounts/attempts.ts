import { createHmac } from 'node:crypto';
import { ProblemError } from '@concordat/platform-errors';
import { createLogger } from '@concordat/platform-logging';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Redis } from 'ioredis';
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import { REGISTRY_SETTINGS, type RegistrySettings } from '../config.js';

const QUARTER_HOUR = 15 * 60;

/** How many attempts at one account from one address, at one account from anywhere, and from one address at any account. */
const LIMITS = {
  pair: { points: 5, duration: QUARTER_HOUR },
  account: { points: 30, duration: QUARTER_HOUR },
  address: { points: 100, duration: QUARTER_HOUR },
} as const;

type Kind = keyof typeof LIMITS;

/**
 * Limits wrong passwords. Counted in Redis for all processes together; while Redis is away, each process counts for
 * itself. A success gives its points back, so that a busy office behind one address is not locked out.
 */
@Injectable()
export class Attempts implements OnApplicationShutdown {
  readonly #redis: Redis;
  readonly #limiters: Record<Kind, RateLimiterRedis>;

  constructor(@Inject(REGISTRY_SETTINGS) private readonly settings: RegistrySettings) {
    const log = createLogger('partnership-registry');
    this.#redis = new Redis(settings.CONCORDAT_REDIS_URL, { enableOfflineQueue: false, maxRetriesPerRequest: 1, commandTimeout: 2_000 });
    this.#redis.on('error', (err) => log.warn({ err }, 'the connection that limits signing in failed'));
    const limiter = (kind: Kind): RateLimiterRedis => {
      const limit = { ...LIMITS[kind], keyPrefix: `${settings.CONCORDAT_QUEUE_PREFIX}:sign-in:${kind}` };
      return new RateLimiterRedis({ ...limit, storeClient: this.#redis, rejectIfRedisNotReady: true, insuranceLimiter: new RateLimiterMemory(limit) });
    };
    this.#limiters = { pair: limiter('pair'), account: limiter('account'), address: limiter('address') };
  }

  /**
   * Runs one attempt; one that throws counts.
   *
   * @throws ProblemError 429 `too-many-attempts`, whether or not the account exists
   */
  async attempt<T>(email: string, address: string, work: () => Promise<T>): Promise<T> {
    const keys = this.#keys(email, address);
    await this.#take(keys);
    const result = await work();
    await Promise.all([
      this.#limiters.pair.delete(keys.pair),
      this.#limiters.account.reward(keys.account),
      this.#limiters.address.reward(keys.address),
    ]);
    return result;
  }

  onApplicationShutdown(): void {
    this.#redis.disconnect();
  }

  async #take(keys: Record<Kind, string>): Promise<void> {
    try {
      await this.#limiters.address.consume(keys.address);
      await this.#limiters.pair.consume(keys.pair);
      await this.#limiters.account.consume(keys.account);
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

  /** Neither an e-mail address nor a network address stands in Redis. */
  #keys(email: string, address: string): Record<Kind, string> {
    const hash = (text: string): string => createHmac('sha256', this.settings.CONCORDAT_AUTH_SECRET).update(text).digest('base64url');
    const account = email.toLowerCase();
    return { pair: hash(`${account} ${address}`), account: hash(account), address: hash(address) };
  }
}
