import { setTimeout } from 'node:timers/promises';
import { account, everyAccount } from '../stack/accounts.js';
import { Visitor, type Shown } from './visitor.js';

/** People of the demo, each signed in once when they are first asked for. */
export class Cast {
  /** All that a browser would keep of what they saw. */
  readonly shown: Shown[] = [];
  readonly #signedIn = new Map<string, Promise<Visitor>>();

  constructor(readonly base: string) {}

  /** The person whose e-mail address, name or work contains `words`; also one with an address of whom no list tells. */
  async as(words: string): Promise<Visitor> {
    const one = words.includes('@') && !everyAccount().some(({ email }) => email === words) ? { ...account(''), email: words } : account(words);
    const visitor = this.#signedIn.get(one.email) ?? Visitor.signedIn(this.base, one, this.shown);
    this.#signedIn.set(one.email, visitor);
    return visitor;
  }

  /** Somebody who is not of the demo, and not signed in. */
  stranger(account: Parameters<typeof Visitor.stranger>[1]): Visitor {
    return Visitor.stranger(this.base, account, this.shown);
  }
}

/** Does something, and waits until a page of somebody else leads to what came of it. @returns its address */
export async function whatComes(to: Visitor, page: string, shape: RegExp, act: () => Promise<unknown>): Promise<string> {
  const before = await to.reads(page);
  await act();
  return untilThere(`Something new on ${page}`, async () => {
    const addresses = Array.from((await to.reads(page)).matchAll(/href="([^"]+)"/g), ([, address = '']) => address);
    return addresses.find((address) => shape.test(address) && !before.includes(address));
  });
}

const LONGEST_MS = 20_000;

/** Asks again and again until there is an answer: what services tell each other takes a moment. */
export async function untilThere<Answer>(what: string, ask: () => Promise<Answer | undefined>): Promise<Answer> {
  const end = Date.now() + LONGEST_MS;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() > end) throw new Error(`${what} did not come in ${LONGEST_MS / 1000} s`);
    await setTimeout(50);
  }
}
