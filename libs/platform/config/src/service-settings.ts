import { z } from 'zod';

/** 32 random bytes in base64, decoded. */
export const secretKey = z.base64('must be base64').transform((value, context) => {
  const bytes = Buffer.from(value, 'base64');
  if (bytes.length !== 32) context.addIssue({ code: 'custom', message: 'must be 32 bytes in base64' });
  return bytes;
});

/** A value given as JSON text. */
export const json = <Schema extends z.ZodType>(schema: Schema) =>
  z
    .string()
    .transform((value, context): unknown => {
      try {
        return JSON.parse(value);
      } catch {
        context.addIssue({ code: 'custom', message: 'must be JSON' });
        return z.NEVER;
      }
    })
    .pipe(schema);

/** A key as JSON Web Key (RFC 7517). */
export const jwk = z.looseObject({ kty: z.string(), crv: z.string().optional(), kid: z.string().optional() });

/** `true` or `false`. */
export const flag = z.enum(['true', 'false'], 'must be true or false').transform((value) => value === 'true');

export const postgresUrl = z.string().regex(/^postgres(ql)?:\/\//, 'must begin with postgres://');
/** One Redis, or one behind sentinels, or a cluster: what platform-redis connects to. */
export const redisUrl = z.string().regex(/^rediss?(\+(sentinel|cluster))?:\/\//, 'must begin with redis://, redis+sentinel:// or redis+cluster:// (rediss… for TLS)');
export const httpUrl = z.url({ protocol: /^https?$/, error: 'must begin with http:// or https://' });
/** `smtps://user:password@host:465`, or `smtp://host:587?requireTLS=true`; options of nodemailer may follow the `?`. */
export const smtpUrl = z.string().regex(/^smtps?:\/\/./, 'must begin with smtp:// or smtps://');
/** Whom e-mails come from: `Concordat <no-reply@concordat.example>`, or an address alone. */
export const mailSender = z.string().regex(/^[^<>\r\n]*<[^<>@\s]+@[^<>@\s]+>$|^[^<>@\s]+@[^<>@\s]+$/, 'must be an email address, or Name <address>');
export const port = z.coerce.number('must be a port number').int().min(0, 'must be a port number').max(65_535, 'must be a port number');

/** Settings that every service process reads; a service extends it with its own in its `config.ts`. */
export const serviceSettings = z.object({
  /** Connection of the role that serves requests, under forced row-level security. */
  CONCORDAT_DATABASE_URL: postgresUrl,
  /** Connection of the relay and the schedulers: rights on their own tables alone. */
  CONCORDAT_RELAY_DATABASE_URL: postgresUrl,
  /** The key store: a database of its own. */
  CONCORDAT_KEYS_DATABASE_URL: postgresUrl,
  CONCORDAT_REDIS_URL: redisUrl,
  CONCORDAT_QUEUE_PREFIX: z.string().regex(/^[a-z0-9-]+$/, 'must be lower-case letters, numbers and hyphens').default('concordat'),
  CONCORDAT_ROOT_KEY: secretKey,
  CONCORDAT_SEARCH_KEY: secretKey,
  /** Base address of partnership-registry, whose `/.well-known/jwks.json` verifies tokens. */
  CONCORDAT_REGISTRY_URL: httpUrl,
  /** This service's private key, to which others encrypt what they send it. */
  CONCORDAT_RECEIVING_KEY: json(jwk),
  /** Public keys of all services, by name. */
  CONCORDAT_PUBLIC_KEYS: json(z.record(z.string(), jwk)),
  PORT: port.default(3000),
  HOST: z.string().default('127.0.0.1'),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
});

/** Settings of the release step that migrates: the owner's connection, which no serving process has. */
export const migrationSettings = z.object({
  CONCORDAT_OWNER_DATABASE_URL: postgresUrl,
});
