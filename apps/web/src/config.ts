import { flag, httpUrl, json, port, readSettings, redisUrl } from '@concordat/platform-config';
import { SERVICE_NAMES, type ServiceName } from '@concordat/contracts-protocol';
import { z } from 'zod';

const webSettings = z.object({
  /** Base address of every service, by name. */
  CONCORDAT_SERVICES: json(z.record(z.enum(SERVICE_NAMES), httpUrl)),
  /** Protects forms: their tokens, and what is kept of a form whose session ended. */
  CONCORDAT_WEB_SECRET: z.string().min(32, 'must be at least 32 characters'),
  /** Counts attempts at signing in. */
  CONCORDAT_REDIS_URL: redisUrl,
  CONCORDAT_QUEUE_PREFIX: z.string().default('concordat'),
  /** The address that people use. With https the cookie is Secure and browsers are told to stay on https. */
  CONCORDAT_WEB_URL: httpUrl.optional(),
  /** Host and port where the certificate of the pages' address is looked at, where that address is not reached from here. */
  CONCORDAT_CERTIFICATE_AT: z.string().regex(/^[\w.-]+:\d+$/, 'must be a host and a port, such as proxy:443').optional(),
  /** Name of the cookie on plain http, where browsers send it to every port of a host: several copies need several names. */
  CONCORDAT_COOKIE_NAME: z.string().regex(/^[\w-]+$/, 'must be letters, numbers and hyphens').default('concordat'),
  /** Whether a proxy in front says who calls (X-Forwarded-For, X-Forwarded-Host). */
  CONCORDAT_TRUST_PROXY: flag.default(false),
  /** Demo only: where the messages that the demo caught are read. */
  CONCORDAT_DEMO_MAIL_URL: httpUrl.optional(),
  PORT: port.default(3000),
  HOST: z.string().default('127.0.0.1'),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
});

/** What the web is told at start; the only place that reads the environment. */
export class WebSettings {
  readonly services: Record<ServiceName, string>;
  readonly secret: string;
  readonly redisUrl: string;
  readonly redisPrefix: string;
  /** The address that people use, where it was told. */
  readonly webUrl: string | undefined;
  /** Host and port where the certificate of {@link webUrl} is looked at; that of the address unless given. */
  readonly certificateAt: string | undefined;
  /** Whether people reach the web by https. */
  readonly secure: boolean;
  readonly cookieName: string;
  readonly trustProxy: boolean;
  readonly demoMailUrl: string | null;
  readonly port: number;
  readonly host: string;
  readonly logLevel: string;

  constructor(env: Readonly<Record<string, string | undefined>>) {
    const read = readSettings(webSettings, env);
    this.services = read.CONCORDAT_SERVICES;
    this.secret = read.CONCORDAT_WEB_SECRET;
    this.redisUrl = read.CONCORDAT_REDIS_URL;
    this.redisPrefix = read.CONCORDAT_QUEUE_PREFIX;
    this.webUrl = read.CONCORDAT_WEB_URL;
    this.certificateAt = read.CONCORDAT_CERTIFICATE_AT;
    this.secure = read.CONCORDAT_WEB_URL?.startsWith('https:') ?? false;
    // `__Host-` ties the cookie to this host and to https, which plain http on one's own machine has not.
    this.cookieName = this.secure ? '__Host-concordat' : read.CONCORDAT_COOKIE_NAME;
    this.trustProxy = read.CONCORDAT_TRUST_PROXY;
    this.demoMailUrl = read.CONCORDAT_DEMO_MAIL_URL ?? null;
    this.port = read.PORT;
    this.host = read.HOST;
    this.logLevel = read.LOG_LEVEL;
  }
}
