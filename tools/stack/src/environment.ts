import { hkdfSync } from 'node:crypto';
import { join } from 'node:path';
import { SERVICE_NAMES, type ServiceName } from '@concordat/contracts-protocol';
import { databaseUrl, keyStoreDatabase, serviceDatabase } from './databases.js';
import { auditHeads } from './folder.js';
import { redisUrlOf, type RedisUser } from './redis-users.js';
import type { Secrets } from './secrets.js';

export type Environment = Readonly<Record<string, string>>;

/** Where everything of a stack is, once its ports are chosen. */
export interface Places {
  /** PostgreSQL, as a role that may make databases and roles. */
  postgresUrl: string;
  redisUrl: string;
  /** Whether Redis has a user for each process; one of somebody else's has the user that its address names. */
  redisUsers: boolean;
  services: Readonly<Record<ServiceName, string>>;
  web: string;
  /** The address that the web listens on; `0.0.0.0` for every network. */
  webHost: string;
  /** Folder of what is kept beside the databases to hold them to. */
  records: string;
  smtpUrl: string;
  /** Whom messages come from. */
  mailFrom: string;
  caughtMailUrl: string;
  /** Whether the pages show messages that were caught: of the demo alone, since links that set passwords are among them. */
  showsMail: boolean;
}

/** What a child process gets of this one's environment: where programs, certificates and time zones are, and no secret. */
const PASSED_ON = ['PATH', 'HOME', 'LANG', 'LC_ALL', 'TZ', 'TMPDIR', 'NODE_EXTRA_CA_CERTS', 'LOG_LEVEL'];

export function passedOn(env: NodeJS.ProcessEnv): Environment {
  return Object.fromEntries(PASSED_ON.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]])));
}

const TRACES = ['OTEL_EXPORTER_OTLP_ENDPOINT', 'OTEL_EXPORTER_OTLP_HEADERS', 'OTEL_TRACES_SAMPLER_ARG'];
/** How the policy is kept to: what an installation may choose of it. */
const SHARING = ['CONCORDAT_REGISTRY_SILENCE_SECONDS', 'CONCORDAT_EMERGENCY_ACCESS_A_DAY', 'CONCORDAT_KNOWN_TO_A_DAY'];
/** Settings that whoever starts a stack may choose, beside those that a stack finds out for itself. */
const CHOSEN: Readonly<Partial<Record<ServiceName, readonly string[]>>> = {
  'partnership-registry': ['CONCORDAT_PRIVATE_PROVIDERS', 'CONCORDAT_PROVIDER_CERTIFICATES', 'CONCORDAT_PROVIDER_CERTIFICATES_FILE', 'CONCORDAT_PASSWORD_COST', 'CONCORDAT_FOR_TESTS'],
  'jag-cases': SHARING,
  referrals: SHARING,
};

/** What somebody chose for a process, where they said so: where traces go, and the service's own settings. */
export function chosenEnvironment(process: ServiceName | 'web', env: Readonly<Record<string, string | undefined>>): Environment {
  const names = [...TRACES, ...(process === 'web' ? [] : (CHOSEN[process] ?? []))];
  return Object.fromEntries(names.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]])));
}

/** Databases of one service, without which nothing of it runs. */
export function databaseEnvironment(service: ServiceName, postgresUrl: string, secrets: Secrets): Environment {
  const { database, owner, app, relay, keys } = serviceDatabase(service, secrets);
  return {
    CONCORDAT_DATABASE_URL: databaseUrl(postgresUrl, database, app),
    CONCORDAT_RELAY_DATABASE_URL: databaseUrl(postgresUrl, database, relay),
    CONCORDAT_OWNER_DATABASE_URL: databaseUrl(postgresUrl, database, owner),
    CONCORDAT_KEYS_DATABASE_URL: databaseUrl(postgresUrl, keyStoreDatabase(secrets).database, keys),
    CONCORDAT_ROOT_KEY: secrets.rootKey,
    CONCORDAT_SEARCH_KEY: secrets.searchKey,
    CONCORDAT_RECEIVING_KEY: JSON.stringify(secrets.receiving[service].privateJwk),
    CONCORDAT_PUBLIC_KEYS: JSON.stringify(Object.fromEntries(SERVICE_NAMES.map((name) => [name, secrets.receiving[name].publicJwk]))),
    CONCORDAT_QUEUE_PREFIX: queuePrefix(secrets),
  };
}

/** What holds the databases to what they said: destroyed keys, and the signed ends of the audit's chains. */
export const recordsEnvironment = (records: string, secrets: Secrets): Environment => ({
  CONCORDAT_ERASURES: join(records, 'erasures'),
  CONCORDAT_AUDIT_HEADS: auditHeads(records),
  CONCORDAT_AUDIT_KEY: Buffer.from(hkdfSync('sha256', secrets.rootKey, '', 'audit heads', 32)).toString('base64'),
});

const redisAddress = (user: RedisUser, { redisUrl, redisUsers }: Places, secrets: Secrets): string => (redisUsers ? redisUrlOf(user, redisUrl, secrets) : redisUrl);

export const queuePrefix = (secrets: Secrets): string => `concordat-${secrets.instance}`;

/** The whole environment of a service's process. */
export function serviceEnvironment(service: ServiceName, places: Places, secrets: Secrets): Environment {
  const { CONCORDAT_OWNER_DATABASE_URL: _owner, ...database } = databaseEnvironment(service, places.postgresUrl, secrets);
  return {
    NODE_ENV: 'production',
    HOST: '127.0.0.1',
    PORT: new URL(places.services[service]).port,
    ...recordsEnvironment(places.records, secrets),
    CONCORDAT_REDIS_URL: redisAddress(service, places, secrets),
    CONCORDAT_REGISTRY_URL: places.services['partnership-registry'],
    ...database,
    ...(service === 'partnership-registry' && {
      CONCORDAT_TOKEN_KEY: JSON.stringify(secrets.tokenKey),
      CONCORDAT_AUTH_SECRET: secrets.authSecret,
      CONCORDAT_WEB_URL: places.web,
    }),
    ...(service === 'notifications' && {
      CONCORDAT_SMTP_URL: places.smtpUrl,
      CONCORDAT_MAIL_FROM: places.mailFrom,
      CONCORDAT_WEB_URL: places.web,
    }),
  };
}

const EVERY_NETWORK_OR_THIS_MACHINE = ['127.0.0.1', 'localhost', '0.0.0.0', '::', '::1'];

/** What people type to reach a web that listens on `host`. */
export const webAddress = (host: string, port: number): string => `http://${EVERY_NETWORK_OR_THIS_MACHINE.includes(host) ? 'localhost' : host}:${port}`;

/** The whole environment of the web's process. */
export function webEnvironment(places: Places, secrets: Secrets): Environment {
  return {
    NODE_ENV: 'production',
    HOST: places.webHost,
    PORT: new URL(places.web).port || '80', // `URL` leaves out the port that is usual
    CONCORDAT_SERVICES: JSON.stringify(places.services),
    CONCORDAT_WEB_SECRET: secrets.webSecret,
    CONCORDAT_REDIS_URL: redisAddress('web', places, secrets),
    CONCORDAT_QUEUE_PREFIX: queuePrefix(secrets),
    // Browsers do not tell ports apart when they send cookies.
    CONCORDAT_COOKIE_NAME: `concordat-${secrets.instance}`,
    ...(places.showsMail && { CONCORDAT_DEMO_MAIL_URL: places.caughtMailUrl }),
  };
}

/** The order of the task `load-demo`, which acts as the services and as the owners of their databases, and keeps the demo's people in `file`. */
export function demoOrder(file: string, places: Places, secrets: Secrets): { file: string; services: Places['services']; settings: Record<ServiceName, Environment> } {
  const settings = Object.fromEntries(
    SERVICE_NAMES.map((service) => [service, { ...serviceEnvironment(service, places, secrets), ...databaseEnvironment(service, places.postgresUrl, secrets) }]),
  ) as Record<ServiceName, Environment>;
  return { file, services: places.services, settings };
}
