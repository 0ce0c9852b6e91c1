import type { Account } from '../stack/accounts.js';
import { filledForm, formsIn, type PageForm } from './forms.js';
import { PLANTED } from './planted.js';
import { Turns } from './turns.js';

/** What a browser would show or keep of a page besides the page itself. */
export interface Shown {
  address: string;
  status: number;
  title: string;
}

/** Path without ids: pages that look alike. */
const patternOf = (address: string): string => address.split('?', 1)[0]?.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, ':id') ?? '';

/** What would end the visit, or let somebody else's begin. */
const LEAVES = /^\/(sign-out|sign-in|assets|health|metrics|account\/(sessions|password|second-factor|passkeys|membership))|\/(close|sessions|second-factor|end)\b/;

/** What names the partnership, what it has and what its agencies signed, in public: other services are told of it, and nobody's name belongs there. */
const CONFIGURES = /^(?:\/administration\/(?:agencies|decision-clients|directory|forums|partnership|reference-lists)|\/agreements\/(?:new|[^/]+\/(?:change|sign)))\b/;

const NOBODYS = '00000000-0000-7000-8000-000000000000';

/** Pages of one kind that are looked at, by all visitors together. */
const OF_A_KIND = 2;

/** Requests of all visitors together that are under way: more would only wait in the services, until the web gives them up. */
const AT_ONCE = 3;

/** What all visitors have seen: nobody opens what enough others have. */
export class Sights {
  readonly shown: Shown[] = [];
  readonly turns = new Turns(AT_ONCE);
  readonly #seen = new Map<string, number>();
  readonly #sent = new Set<string>();

  wants(address: string): boolean {
    return (this.#seen.get(patternOf(address)) ?? 0) < OF_A_KIND && !LEAVES.test(address);
  }

  saw(shown: Shown): void {
    this.shown.push(shown);
    const pattern = patternOf(shown.address);
    if (shown.status === 200) this.#seen.set(pattern, (this.#seen.get(pattern) ?? 0) + 1);
  }

  /** Whether nobody has sent the form of this kind of page before. */
  isFirst(form: PageForm, page: string): boolean {
    const kind = `${patternOf(page)} ${patternOf(form.action)}`;
    if (this.#sent.has(kind) || LEAVES.test(form.action) || CONFIGURES.test(form.action)) return false;
    this.#sent.add(kind);
    return true;
  }
}

/** Somebody of the demo who opens every page that they find, and sends every form there once, filled with what is planted. */
export class Visitor {
  readonly #tried = new Set<string>();
  readonly #waiting: string[] = [];

  private constructor(
    private readonly base: string,
    private readonly cookie: string,
    private readonly sights: Sights,
  ) {}

  static async signedIn(base: string, { email, password }: Account, sights: Sights): Promise<Visitor> {
    const body = new URLSearchParams({ email, password });
    const headers = { origin: base, 'content-type': 'application/x-www-form-urlencoded' };
    const answer = await sights.turns.take(() => fetch(new URL('/sign-in', base), { method: 'POST', redirect: 'manual', headers, body }));
    const cookie = answer.headers.getSetCookie().map((one) => one.split(';', 1)[0] ?? '').find((one) => one.includes('concordat'));
    if (answer.status !== 303 || cookie === undefined) throw new Error(`${email} cannot sign in: ${answer.status}`);
    return new Visitor(base, cookie, sights);
  }

  /** From the home page and `first`, by every link, until nothing new is found or `until` has come. */
  async looksAround(first: readonly string[], until: number): Promise<void> {
    this.#waiting.push(...first, '/');
    for (let next = this.#waiting.shift(); next !== undefined && Date.now() < until; next = this.#waiting.shift()) await this.#visit(next, until);
  }

  /** Asks for pages to which no link led, with what is known of their parameters, and sends what is planted where they take a form. */
  async asksFor(pages: readonly string[], parameters: ReadonlyMap<string, string>): Promise<void> {
    for (const page of pages) {
      const [method, path = ''] = page.split(' ');
      const address = path.replaceAll(/:(\w+)/g, (_whole, name: string) => parameters.get(name) ?? NOBODYS);
      await this.#ask(address, false, method === 'POST' ? new URLSearchParams(PLANTED) : undefined);
    }
  }

  async #visit(address: string, until: number): Promise<void> {
    if (this.#tried.has(address) || !this.sights.wants(address)) return;
    this.#tried.add(address);
    const html = await this.#ask(address);
    for (const [, link = ''] of html.matchAll(/href="(\/[^"#]*)/g)) this.#waiting.push(link.replaceAll('&amp;', '&'));
    for (const form of formsIn(html, address)) {
      if (Date.now() < until && this.sights.isFirst(form, address)) await this.#send(form);
    }
  }

  async #send(form: PageForm): Promise<void> {
    const typed = filledForm(form);
    if (form.method === 'get') await this.#ask(`${form.action}?${new URLSearchParams(typed).toString()}`, true);
    else await this.#ask(form.action, false, new URLSearchParams(typed));
  }

  /** @param typedIn whether the address holds what was typed by its maker, so that it proves nothing */
  async #ask(address: string, typedIn = false, body?: URLSearchParams): Promise<string> {
    const { answer, html } = await this.sights.turns.take(() => this.#fetch(address, body));
    const title = /<title>\s*(.*?)\s*<\/title>/s.exec(html)?.[1] ?? '';
    this.sights.saw({ address: typedIn ? patternOf(address) : address, status: answer.status, title });
    const location = answer.headers.get('location');
    if (location?.startsWith('/')) {
      this.sights.shown.push({ address: location, status: answer.status, title: '' });
      this.#waiting.unshift(location);
    }
    return html;
  }

  async #fetch(address: string, body?: URLSearchParams): Promise<{ answer: Response; html: string }> {
    const answer = await fetch(new URL(address, this.base), {
      redirect: 'manual',
      headers: { cookie: this.cookie, origin: this.base, ...(body === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }) },
      ...(body === undefined ? {} : { method: 'POST', body }),
    });
    const type = answer.headers.get('content-type') ?? '';
    const html = type.startsWith('text/html') ? await answer.text() : '';
    if (html === '') await answer.arrayBuffer().catch(() => undefined);
    return { answer, html };
  }
}
