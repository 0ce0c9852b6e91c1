import { SERVICE_NAMES } from '@concordat/contracts-protocol';
import {
  databaseEnvironment,
  databaseUrl,
  keyStoreDatabase,
  queuePrefix,
  redisUsers,
  serviceEnvironment,
  webEnvironment,
  type Environment,
  type Places,
  type Secrets,
} from '@concordat/tool-stack';

/** What an operator says of an installation in containers. */
export interface Installation {
  /** The address that people use: `https:` and the host's name. */
  url: URL;
  /** Where e-mails are handed over: `smtp:` or `smtps:`, with user and password if it asks for them. */
  smtpUrl: string;
  /** The sender of e-mails, as `Name <address>`. */
  mailFrom: string;
  /** Where processes find the servers and each other; unless given, by the names that docker-compose.yml gives them. */
  at?: { postgres: string; redis: string; services: Places['services'] };
}

const BY_NAME: NonNullable<Installation['at']> = {
  postgres: 'postgres:5432',
  redis: 'redis:6379',
  services: {
    'partnership-registry': 'http://partnership-registry:3000',
    'jag-cases': 'http://jag-cases:3000',
    referrals: 'http://referrals:3000',
    indicators: 'http://indicators:3000',
    notifications: 'http://notifications:3000',
  },
};

/** Contents of files by path below the folder of settings. */
export type SettingsFiles = Record<string, string>;

/** What the image and docker-compose.yml say for every installation alike, and what belongs to the demo alone. */
const SAID_ELSEWHERE = new Set([
  'NODE_ENV',
  'HOST',
  'PORT',
  'CONCORDAT_SERVICES',
  'CONCORDAT_REGISTRY_URL',
  'CONCORDAT_REQUIRE_SECOND_FACTOR',
  'CONCORDAT_COOKIE_NAME',
  'CONCORDAT_DEMO_MAIL_URL',
]);

/**
 * A folder for each process of an installation, with a file for each setting: a process is handed its own folder and no other.
 * `release` alone gets the owners of databases and the server's administrator.
 */
export function settingsFiles(installation: Installation, secrets: Secrets): SettingsFiles {
  const places = placesOf(installation, secrets);
  const files: SettingsFiles = {
    'postgres/password': secrets.postgres,
    'redis/users.acl': redisUsers(queuePrefix(secrets), secrets),
    'release/CONCORDAT_ADMIN_DATABASE_URL': places.postgresUrl,
  };
  for (const service of SERVICE_NAMES) {
    add(files, service, serviceEnvironment(service, places, secrets));
    add(files, `release/${service}`, { ...databaseEnvironment(service, places.postgresUrl, secrets), CONCORDAT_KEYS_OWNER_DATABASE_URL: keyStoreOwner(places, secrets) });
  }
  add(files, 'web', { ...webEnvironment(places, secrets), CONCORDAT_WEB_URL: installation.url.origin });
  return files;
}

function add(files: SettingsFiles, folder: string, settings: Environment): void {
  for (const [name, value] of Object.entries(settings)) {
    if (!SAID_ELSEWHERE.has(name)) files[`${folder}/${name}`] = value;
  }
}

function keyStoreOwner({ postgresUrl }: Places, secrets: Secrets): string {
  const { database, owner } = keyStoreDatabase(secrets);
  return databaseUrl(postgresUrl, database, owner);
}

function placesOf({ url, smtpUrl, mailFrom, at = BY_NAME }: Installation, secrets: Secrets): Places {
  return {
    postgresUrl: `postgres://postgres:${secrets.postgres}@${at.postgres}/postgres`,
    redisUrl: `redis://:${secrets.redis}@${at.redis}`,
    redisUsers: true,
    services: at.services,
    web: url.origin,
    webHost: '0.0.0.0',
    records: '/var/lib/concordat',
    smtpUrl,
    mailFrom,
    caughtMailUrl: '',
    showsMail: false,
  };
}
