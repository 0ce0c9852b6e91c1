import { writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { readIfThere, type StackFolder } from './folder.js';

const accounts = z.array(z.object({ name: z.string(), email: z.string(), password: z.string(), does: z.string() }));

/** People of the demo whom a newcomer may sign in as. */
export type Accounts = z.output<typeof accounts>;

/** The demo's people; null when the demo has not been loaded. */
export async function demoAccounts(folder: StackFolder): Promise<Accounts | null> {
  const text = await readIfThere(folder.accounts);
  return text === null ? null : accounts.parse(JSON.parse(text));
}

/** Written when the whole demo is loaded: the mark that it is. */
export async function keepAccounts(folder: StackFolder, made: Accounts): Promise<void> {
  await writeFile(folder.accounts, JSON.stringify(made, null, 2), { mode: 0o600 });
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
