import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { CannotRun } from './failure.js';
import { readIfThere, type StackFolder } from './folder.js';

const accounts = z.array(z.object({ name: z.string(), email: z.string(), password: z.string(), does: z.string() }));

/** People of the demo whom a newcomer may sign in as. */
export type Accounts = z.output<typeof accounts>;

/**
 * The file of the demo's people on one server: the folder's own PostgreSQL, or the one that `DATABASE_URL` names.
 * It is written when the whole demo is loaded: the mark that it is.
 */
export function accountsFile(folder: StackFolder, databaseUrl: string | undefined): string {
  if (!databaseUrl) return join(folder.accounts, 'here.json');
  const { host, pathname } = new URL(databaseUrl);
  return join(folder.accounts, `${createHash('sha256').update(host + pathname).digest('hex').slice(0, 12)}.json`);
}

/** The demo's people; null when the demo has not been loaded. */
export async function readAccounts(file: string): Promise<Accounts | null> {
  const text = await readIfThere(file);
  return text === null ? null : accounts.parse(JSON.parse(text));
}

export async function keepAccounts(file: string, made: Accounts): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  await writeFile(file, JSON.stringify(made, null, 2), { mode: 0o600 });
}

/** The mark of an installation that was begun without the demo, on the same server. */
const emptyMark = (accountsOfDemo: string): string => accountsOfDemo.replace(/\.json$/, '.empty');

/** What says how the folder's own installation was begun: there is one of them, or none before its first start. */
export function marksOfBeginning(folder: StackFolder): string[] {
  const accountsOfDemo = accountsFile(folder, undefined);
  return [accountsOfDemo, emptyMark(accountsOfDemo)];
}

/** Whether an installation was begun on that server, with the demo or without. */
export async function isBegun(accountsOfDemo: string): Promise<boolean> {
  return (await readAccounts(accountsOfDemo)) !== null || (await readIfThere(emptyMark(accountsOfDemo))) !== null;
}

/**
 * Whether an installation goes without the demo: one that was begun so stays so.
 *
 * @param accountsOfDemo the file of the demo's people on its server
 * @param wanted whether it was asked to begin so
 * @throws CannotRun when it was, and the demo is there
 */
export async function goesWithoutDemo(accountsOfDemo: string, wanted: boolean): Promise<boolean> {
  if ((await readIfThere(emptyMark(accountsOfDemo))) !== null) return true;
  if (wanted && (await readAccounts(accountsOfDemo)) !== null) {
    throw new CannotRun('The demo partnership is here, and cannot be taken out of an installation.', 'Begin again without it, which forgets all data here: npm start -- --empty --fresh');
  }
  return wanted;
}

export async function keepEmptyMark(accountsOfDemo: string): Promise<void> {
  await mkdir(dirname(accountsOfDemo), { recursive: true, mode: 0o700 });
  await writeFile(emptyMark(accountsOfDemo), '', { mode: 0o600 });
}

/** What to do first. */
export function describeStart({ web, accounts: people, setUpCode }: { web: string; accounts: Accounts | null; setUpCode: string | null }): string[] {
  if (people !== null) return describeAccounts(people);
  if (setUpCode === null) return [`Sign in: ${web}/sign-in`];
  return [`Make your partnership: ${web}/set-up`, `The set-up code is ${setUpCode}`, 'It works once, and the next start makes another while it has not been used.'];
}

/** Whom to sign in as, a line each; a password that all share is said once. */
export function describeAccounts(people: Accounts): string[] {
  const passwords = new Set(people.map(({ password }) => password));
  const [shared] = passwords;
  const width = Math.max(0, ...people.map(({ email }) => email.length));
  return [
    ...(passwords.size === 1 ? [`Sign in as one of these people, with the password ${shared}`] : ['Sign in as one of these people']),
    ...people.map(({ name, email, password, does }) => `  ${email.padEnd(width)}  ${name}, ${does}${passwords.size === 1 ? '' : ` (password ${password})`}`),
  ];
}
