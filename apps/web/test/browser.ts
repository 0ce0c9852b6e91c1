import { SERVICE_TOKEN } from './small-registry.js';

/** An answer as a browser has it. */
export interface Shown {
  status: number;
  headers: Headers;
  text: string;
  title: string;
  /** Where its form goes, unless the form says otherwise. */
  url: string;
}

/** As much of a browser as forms and one cookie need; it follows no redirect. */
export class Browser {
  cookie = '';

  constructor(private readonly base: string) {}

  get(path: string): Promise<Shown> {
    return this.ask(path, {});
  }

  post(path: string, fields: Record<string, string>, headers: Record<string, string | undefined> = {}): Promise<Shown> {
    const all: Record<string, string | undefined> = { origin: this.base, 'content-type': 'application/x-www-form-urlencoded', ...headers };
    const kept = Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined);
    return this.ask(path, { method: 'POST', headers: Object.fromEntries(kept), body: new URLSearchParams(fields).toString() });
  }

  raw(path: string, type: string, body: string): Promise<Shown> {
    return this.ask(path, { method: 'POST', headers: { origin: this.base, 'content-type': type }, body });
  }

  /** Sends the form in the main part of a page, with its hidden fields. */
  send(page: Shown, fields: Record<string, string>): Promise<Shown> {
    const main = page.text.slice(page.text.indexOf('<main'));
    const form = /<form method="post"(?: action="([^"]*)")?[^>]*>(.*?)<\/form>/s.exec(main);
    const hidden: Record<string, string> = {};
    for (const [, name = '', value = ''] of (form?.[2] ?? '').matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g)) hidden[name] = value;
    return this.post(form?.[1] ?? page.url, { ...hidden, ...fields });
  }

  async signIn(person: { email: string; password: string }, to = '/'): Promise<Shown> {
    return this.post('/sign-in', { email: person.email, password: person.password, return: to });
  }

  tokenIn(text: string): string {
    return /name="_token" value="([^"]*)"/.exec(text)?.[1] ?? '';
  }

  private async ask(path: string, request: { method?: string; body?: string; headers?: Record<string, string> }): Promise<Shown> {
    const response = await fetch(this.base + path, {
      ...request,
      redirect: 'manual',
      headers: { ...request.headers, ...(this.cookie === '' ? {} : { cookie: this.cookie }) },
    });
    for (const set of response.headers.getSetCookie()) {
      const pair = set.split(';', 1)[0] ?? '';
      this.cookie = /^[^=]+=$/.test(pair) ? '' : pair;
    }
    const text = await response.text();
    // Tokens with which services are called stay between servers, whatever is shown.
    if ([text, ...response.headers.values()].some((sent) => sent.includes(SERVICE_TOKEN))) throw new Error(`${path} gave a browser a token of a service`);
    return { status: response.status, headers: response.headers, text, title: /<title>(.*?)<\/title>/.exec(text)?.[1] ?? '', url: path };
  }
}
