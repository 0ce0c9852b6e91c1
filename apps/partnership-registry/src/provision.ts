import { PASSWORD_LENGTH } from '@concordat/contracts-partnership-registry';
import { code, line } from '@concordat/contracts-protocol';
import { createLogger, NestLogger } from '@concordat/platform-logging';
import { Database, NO_SCOPE } from '@concordat/platform-persistence';
import type { Environment } from '@concordat/platform-service';
import { NestFactory } from '@nestjs/core';
import { json } from 'node:stream/consumers';
import { z } from 'zod';
import { Accounts } from './accounts/accounts.js';
import { AccountLinks } from './accounts/account-links.js';
import { AppModule } from './app.module.js';
import { REGISTRY_SETTINGS, type RegistrySettings } from './config.js';
import { Installations } from './installation/installations.js';

/*
 * What nobody inside a partnership can do: make one with its first administrator, or a code with which that is done in
 * a browser, and let accounts of a demonstration sign in without a second factor. Run by whoever operates the
 * installation, with the service's own settings:
 *
 *   node dist/provision.js set-up-code
 *   node dist/provision.js partnership < partnership.json
 *   node dist/provision.js exempt-from-second-factor < emails.json
 */

const email = z.email().transform((given) => given.toLowerCase());

export const newPartnership = z.strictObject({
  name: line,
  districts: z.array(line).min(1),
  firstAdministrator: z.strictObject({
    name: line,
    email,
    /** Set at once if given; otherwise with the link that the answer holds. */
    password: z.string().min(PASSWORD_LENGTH).max(500).optional(),
    agency: z.strictObject({ name: line, kind: code }),
    /** Signs in with a password alone: for demonstrations. */
    secondFactorExempt: z.boolean().default(false),
    trainingValidTo: z.iso.date().nullable().default(null),
  }),
});

/** The partnership that was made. */
export interface Provisioned {
  partnershipId: string;
  agencyId: string;
  userId: string;
  membershipId: string;
  /**
   * The link with which the administrator sets their password, null when it was given. Without `CONCORDAT_WEB_URL` it
   * begins with the path on the pages' address.
   */
  passwordLink: string | null;
}

/**
 * Makes a partnership with its reference lists, its first agency and its first administrator, and tells the other
 * services. Unless its administrator is exempt from the second factor, no account of a demonstration can exist beside it.
 */
export async function provisionPartnership(env: Environment, given: z.input<typeof newPartnership>): Promise<Provisioned> {
  const { name, districts, firstAdministrator } = newPartnership.parse(given);
  const { agency, password = null, ...administrator } = firstAdministrator;
  return withRegistry(env, async (registry) => {
    const made = await registry.get(Installations).provide({ name, districts, agency, administrator: { ...administrator, password } });
    if (password !== null) return { ...made, passwordLink: null };
    const account = await registry.get(Database).transaction(NO_SCOPE, () => registry.get(Accounts).find(made.userId));
    if (account === null) throw new Error('The administrator got no account');
    const { token } = await registry.get(AccountLinks).create(account);
    const { CONCORDAT_WEB_URL: pages = '' } = registry.get<RegistrySettings>(REGISTRY_SETTINGS);
    return { ...made, passwordLink: `${pages.replace(/\/+$/, '')}/passwords/${encodeURIComponent(token)}` };
  });
}

/**
 * Begins an installation without the demonstration. @returns the code with which its first partnership is made, in
 * place of any before it; null when it was made
 */
export async function newSetUpCode(env: Environment): Promise<string | null> {
  return withRegistry(env, (registry) => registry.get(Installations).newCode());
}

/** Lets these accounts sign in with a password alone: for demonstrations, whose people have no telephone. */
export async function exemptFromSecondFactor(env: Environment, emails: readonly string[]): Promise<void> {
  await withRegistry(env, async (registry) => {
    const accounts = registry.get(Accounts);
    await registry.get(Database).transaction(NO_SCOPE, async () => {
      for (const address of emails) {
        const those = await accounts.withEmail(address.toLowerCase());
        if (those.length === 0) throw new Error('One of the addresses has no account');
        for (const { id } of those) await accounts.exemptFromSecondFactor(id);
      }
    });
  });
}

type Registry = Awaited<ReturnType<typeof NestFactory.createApplicationContext>>;

async function withRegistry<T>(env: Environment, work: (registry: Registry) => Promise<T>): Promise<T> {
  const logger = new NestLogger(createLogger('partnership-registry'));
  const registry = await NestFactory.createApplicationContext(AppModule.forRoot(env), { logger, abortOnError: false });
  try {
    return await work(registry);
  } finally {
    await registry.close();
  }
}

if (import.meta.main) {
  const [, , command] = process.argv;
  const answer = (given: unknown): void => void process.stdout.write(`${JSON.stringify(given)}\n`);
  switch (command) {
    case 'set-up-code':
      answer({ code: await newSetUpCode(process.env) });
      break;
    case 'partnership':
      answer(await provisionPartnership(process.env, newPartnership.parse(await json(process.stdin))));
      break;
    case 'exempt-from-second-factor':
      await exemptFromSecondFactor(process.env, z.array(z.email()).parse(await json(process.stdin)));
      break;
    default:
      process.stderr.write('Say "set-up-code", or "partnership" or "exempt-from-second-factor" with JSON on standard input\n');
      process.exitCode = 2;
  }
}
