import { readFileSync } from 'node:fs';
import { z } from 'zod';

const accounts = z.array(z.object({ name: z.string(), email: z.string(), password: z.string(), does: z.string() }));

/** Someone of the demo partnership whom a journey may sign in as. */
export type Account = z.output<typeof accounts>[number];

export function everyAccount(): Account[] {
  const file = process.env.CONCORDAT_E2E_ACCOUNTS;
  if (file === undefined) throw new Error('CONCORDAT_E2E_ACCOUNTS does not say where the accounts of the demo are');
  return accounts.parse(JSON.parse(readFileSync(file, 'utf8')));
}

/** The person whose e-mail address, name or work contains `words`, e.g. `account('safeguarding lead')`. */
export function account(words: string): Account {
  const wanted = words.toLowerCase();
  const found = everyAccount().find(({ email, name, does }) => [email, name, does].some((text) => text.toLowerCase().includes(wanted)));
  if (found === undefined) throw new Error(`Nobody of the demo is "${words}": there are ${everyAccount().map(({ name, does }) => `${name} (${does})`).join(', ')}`);
  return found;
}
