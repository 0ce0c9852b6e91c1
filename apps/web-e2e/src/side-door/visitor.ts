import type { Account } from '../stack/accounts.js';
import type { FilledForm } from './forms.js';

/** What a page answered. */
export interface Answer {
  status: number;
  title: string;
  html: string;
  /** Where it leads within Concordat, or null. */
  location: string | null;
}

/** Name of the hidden field by which a form is known to be of the session. */
const KEY = '_token';

/** Somebody of the demo, signed in, without a browser. */
export class Visitor {
  /** What every form of the session carries. */
  #key = '';

  private constructor(
    private readonly base: string,
    readonly account: Account,
    private readonly cookie: string,
  ) {}

  static async signedIn(base: string, account: Account): Promise<Visitor> {
    const { email, password } = account;
    const body = new URLSearchParams({ email, password });
    const headers = { origin: base, 'content-type': 'application/x-www-form-urlencoded' };
    const answer = await fetch(new URL('/sign-in', base), { method: 'POST', redirect: 'manual', headers, body });
    const cookie = answer.headers.getSetCookie().map((one) => one.split(';', 1)[0] ?? '').find((one) => one.includes('concordat'));
    if (answer.status !== 303 || cookie === undefined) throw new Error(`${email} cannot sign in: ${answer.status}`);
    const visitor = new Visitor(base, account, cookie);
    // Whoever acts for two agencies chooses first: that page has a form too.
    const { html, location } = await visitor.opens('/');
    if (html === '' && location !== null) await visitor.opens(location);
    if (visitor.#key === '') throw new Error(`No page shows ${email} a form of theirs`);
    return visitor;
  }

  async opens(address: string): Promise<Answer> {
    return this.#ask(address, {});
  }

  /** Sends a form, also one that no page has shown: it carries what a form of the session does. */
  async sends(address: string, { fields, file }: FilledForm): Promise<Answer> {
    const sent: Record<string, string> = { ...fields, [KEY]: this.#key };
    if (file === null) return this.#ask(address, { method: 'POST', body: new URLSearchParams(sent) });
    const body = new FormData();
    for (const [name, value] of Object.entries(sent)) body.set(name, value);
    body.set(file.field, new Blob([file.content], { type: 'text/plain' }), file.name);
    return this.#ask(address, { method: 'POST', body });
  }

  async #ask(address: string, request: RequestInit): Promise<Answer> {
    const answer = await fetch(new URL(address, this.base), { ...request, redirect: 'manual', headers: { cookie: this.cookie, origin: this.base } });
    const isPage = (answer.headers.get('content-type') ?? '').startsWith('text/html');
    const text = await answer.text();
    const html = isPage ? text : '';
    this.#key = new RegExp(`name="${KEY}" value="([^"]+)"`).exec(html)?.[1] ?? this.#key;
    const location = answer.headers.get('location');
    return { status: answer.status, title: /<title>\s*(.*?)\s*<\/title>/s.exec(html)?.[1] ?? '', html, location: location?.startsWith('/') === true ? location : null };
  }
}
