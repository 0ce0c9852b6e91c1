import { PASSWORD_LENGTH, REFERENCE_LISTS } from '@concordat/contracts-partnership-registry';
import { code, line } from '@concordat/contracts-protocol';
import { createLogger, NestLogger } from '@concordat/platform-logging';
import { Database, NO_SCOPE, scopeOf } from '@concordat/platform-persistence';
import type { Environment } from '@concordat/platform-service';
import { NestFactory } from '@nestjs/core';
import { json } from 'node:stream/consumers';
import { v7 } from 'uuid';
import { z } from 'zod';
import { Accounts } from './accounts/accounts.js';
import { isCommonPassword, Passwords } from './accounts/passwords.js';
import { Agencies } from './agencies/agencies.js';
import { AppModule } from './app.module.js';
import { todayInLondon } from './calendar.js';
import { Partnerships } from './partnerships/partnerships.js';
import { People } from './people/people.js';
import { ReferenceLists } from './reference-lists/reference-lists.js';
import { STARTING_LISTS } from './reference-lists/starting-lists.js';

/*
 * What nobody inside a partnership can do: make one with its first administrator, and let accounts of a demonstration
 * sign in without a second factor. Run by whoever operates the installation, with the service's own settings:
 *
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
  /** Token of the link with which the administrator sets their password; null when it was given. */
  passwordToken: string | null;
}

/** Makes a partnership with its reference lists, its first agency and its first administrator, and tells the other services. */
export async function provisionPartnership(env: Environment, given: z.input<typeof newPartnership>): Promise<Provisioned> {
  const { name, districts, firstAdministrator } = newPartnership.parse(given);
  const { password } = firstAdministrator;
  if (password !== undefined && (await isCommonPassword(password, [firstAdministrator.name, firstAdministrator.email]))) {
    throw new Error('The password is too easy to guess: choose three random words');
  }
  return withRegistry(env, async (registry) => {
    const database = registry.get(Database);
    const partnershipId = v7();
    const made = await database.transaction(scopeOf(partnershipId), async () => {
      const today = todayInLondon(database.clock.now());
      await registry.get(Partnerships).create(partnershipId, { name, districts });
      await startLists(registry.get(ReferenceLists), partnershipId, today);
      const agency = await registry
        .get(Agencies)
        .add(partnershipId, { ...firstAdministrator.agency, parentId: null, emergencyAccess: false });
      const person = await registry.get(People).add(partnershipId, {
        name: firstAdministrator.name,
        email: firstAdministrator.email,
        membership: {
          agencyId: agency.agencyId,
          roles: ['administrator'],
          startsOn: today,
          endsOn: null,
          trainingValidTo: firstAdministrator.trainingValidTo,
        },
      });
      const [membership] = await registry.get(People).membershipsOf(person);
      if (firstAdministrator.secondFactorExempt) await registry.get(Accounts).exemptFromSecondFactor(person.userId);
      if (membership === undefined) throw new Error('The first administrator has no membership');
      return { agencyId: agency.agencyId, userId: person.userId, membershipId: membership.id };
    });
    const passwords = registry.get(Passwords);
    const { token } = await passwords.createLink({ id: made.userId, email: firstAdministrator.email });
    if (password === undefined) return { partnershipId, ...made, passwordToken: token };
    await passwords.set({ token, password });
    return { partnershipId, ...made, passwordToken: null };
  });
}

/** Lets these accounts sign in with a password alone: for demonstrations, whose people have no telephone. */
export async function exemptFromSecondFactor(env: Environment, emails: readonly string[]): Promise<void> {
  await withRegistry(env, async (registry) => {
    const accounts = registry.get(Accounts);
    await registry.get(Database).transaction(NO_SCOPE, async () => {
      for (const address of emails) {
        const account = await accounts.findByEmail(address.toLowerCase());
        if (account === null) throw new Error('One of the addresses has no account');
        await accounts.exemptFromSecondFactor(account.id);
      }
    });
  });
}

async function startLists(lists: ReferenceLists, partnershipId: string, today: string): Promise<void> {
  for (const list of REFERENCE_LISTS) {
    for (const [index, choice] of STARTING_LISTS[list].entries()) {
      await lists.add(partnershipId, list, { healthOrSocialCare: false, ...choice, validFrom: today, validTo: null, position: (index + 1) * 10 });
    }
  }
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
  const given = await json(process.stdin);
  if (command === 'partnership') {
    process.stdout.write(`${JSON.stringify(await provisionPartnership(process.env, newPartnership.parse(given)))}\n`);
  } else if (command === 'exempt-from-second-factor') {
    await exemptFromSecondFactor(process.env, z.array(z.email()).parse(given));
  } else {
    process.stderr.write('Say "partnership" or "exempt-from-second-factor", with JSON on standard input\n');
    process.exitCode = 2;
  }
}
