import { CannotRun } from './failure.js';

/** Servers and addresses of their own that whoever starts a stack may name. */
export interface Chosen {
  /** `DATABASE_URL` */
  postgresUrl: string | undefined;
  /** `REDIS_URL` */
  redisUrl: string | undefined;
  /** `SMTP_URL` */
  smtpUrl: string | undefined;
  /** `MAIL_FROM` */
  mailFrom: string | undefined;
  /** `HOST` */
  host: string | undefined;
}

interface Address {
  setting: string;
  protocols: readonly string[];
  example: string;
}

const POSTGRES: Address = { setting: 'DATABASE_URL', protocols: ['postgres:', 'postgresql:'], example: 'postgres://USER:PASSWORD@HOST:5432/postgres' };
const REDIS: Address = { setting: 'REDIS_URL', protocols: ['redis:', 'rediss:'], example: 'redis://HOST:6379' };
const SMTP: Address = { setting: 'SMTP_URL', protocols: ['smtp:', 'smtps:'], example: 'smtps://USER:PASSWORD@HOST:465' };

/**
 * What `env` names; an empty value counts as none.
 *
 * @throws CannotRun for what is no address of such a server. Its value is not said: it may hold a password.
 */
export function chosenIn(env: Readonly<Record<string, string | undefined>>): Chosen {
  const given = (name: string): string | undefined => (env[name] === '' ? undefined : env[name]);
  const address = ({ setting, protocols, example }: Address): string | undefined => {
    const value = given(setting);
    if (value === undefined || protocols.includes(URL.parse(value)?.protocol ?? '')) return value;
    throw new CannotRun(`${setting} is not an address that begins with ${protocols.map((each) => `${each}//`).join(' or ')}.`, `Write it as ${example}, or leave it out.`);
  };
  return { postgresUrl: address(POSTGRES), redisUrl: address(REDIS), smtpUrl: address(SMTP), mailFrom: given('MAIL_FROM'), host: given('HOST') };
}
