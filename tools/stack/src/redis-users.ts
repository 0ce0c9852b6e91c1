import { createHash, createHmac } from 'node:crypto';
import * as indicators from '@concordat/contracts-indicators';
import * as jagCases from '@concordat/contracts-jag-cases';
import * as notifications from '@concordat/contracts-notifications';
import * as registry from '@concordat/contracts-partnership-registry';
import { SERVICE_NAMES, type EventDefinition, type ServiceName } from '@concordat/contracts-protocol';
import * as referrals from '@concordat/contracts-referrals';
import type { Secrets } from './secrets.js';

/** A process's user of Redis: a service, or the web, which counts attempts at signing in. */
export type RedisUser = ServiceName | 'web';

const USERS: readonly RedisUser[] = [...SERVICE_NAMES, 'web'];

/** Nothing that administers the server, looks through the keys of others, or listens to them. */
const COMMANDS = '+@all -@dangerous -@admin -@pubsub -scan -randomkey -dbsize -select -move -swapdb -copy +info';

const isEvent = (value: unknown): value is EventDefinition => typeof value === 'object' && value !== null && 'from' in value && 'to' in value && 'payload' in value;

const events = [indicators, jagCases, notifications, registry, referrals].flatMap((contract) => Object.values(contract).filter(isEvent));

/** The queue that tells a producer what its consumers have done, and those of events that somebody hears. */
function queuesWrittenBy(service: ServiceName): string[] {
  const told = events.filter(({ from }) => from === service).flatMap(({ to }) => to.map((other) => `${other}}:events`));
  const answered = events.filter(({ to }) => to.includes(service)).map(({ from }) => `${from}}:acks`);
  return [...new Set([...told, ...answered])].sort();
}

/** What a user may touch: its own queues and counters, and the queues that it writes to by the contracts' routing table. */
function keysOf(user: RedisUser, prefix: string): string[] {
  if (user === 'web') return [`${prefix}:web:*`];
  const own = [`{${prefix}:${user}}:*`, `${prefix}:${user}:*`, ...(user === 'partnership-registry' ? [`${prefix}:sign-in:*`] : [])];
  return [...own, ...queuesWrittenBy(user).map((queue) => `{${prefix}:${queue}:*`)];
}

/** Made from the installation's password of Redis, which no process but its operator's is given. */
export const redisPassword = (user: RedisUser, secrets: Secrets): string => createHmac('sha256', secrets.redis).update(user).digest('hex');

/** `url` as `user`. */
export function redisUrlOf(user: RedisUser, url: string, secrets: Secrets): string {
  const address = new URL(url);
  address.username = user;
  address.password = redisPassword(user, secrets);
  return address.toString();
}

const hashed = (password: string): string => `#${createHash('sha256').update(password).digest('hex')}`;

/** Redis's file of users (`aclfile`): one for each process, and `default` for whoever operates the server, by the installation's password. */
export function redisUsers(prefix: string, secrets: Secrets): string {
  const lines = USERS.map((user) => {
    const keys = keysOf(user, prefix).map((pattern) => `~${pattern}`);
    return `user ${user} on ${hashed(redisPassword(user, secrets))} resetchannels ${keys.join(' ')} ${COMMANDS}`;
  });
  return `${[`user default on ${hashed(secrets.redis)} ~* &* +@all`, ...lines].join('\n')}\n`;
}
