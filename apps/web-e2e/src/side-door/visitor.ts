import type { Account } from '../stack/accounts.js';
import { dateIn, valueOf } from '../steps/colleague.js';
import { filledForm, formsIn, type FilledForm, type PageForm } from './forms.js';

/** What a page answered. */
export interface Answer {
  status: number;
  title: string;
  html: string;
  /** Where it leads within Concordat, or null. */
  location: string | null;
}

/**
 * What somebody chooses in a form where the first choice, or what is planted, would not do: a value, a date as `2026-11-30`, the
 * label of a choice, or null to leave the field out.
 */
export type Choices = Readonly<Record<string, string | readonly string[] | RegExp | null>>;

/** What a browser would show or keep of a page besides the page itself. */
export interface Shown {
  address: string;
  status: number;
  title: string;
}

/** Pages of one form that is asked a question a page. */
const QUESTIONS = 30;
/** Names in such a form which page of it was sent. */
const AT = '_at';

/** Name of the hidden field by which a form is known to be of the session. */
const KEY = '_token';

/** Somebody of the demo, signed in, without a browser. */
export class Visitor {
  /** What every form of the session carries. */
  #key = '';

  #cookie = '';

  private constructor(
    readonly base: string,
    readonly account: Pick<Account, 'name' | 'email' | 'password'>,
    private readonly shown: Shown[],
  ) {}

  /** Somebody who is not signed in. @param shown where all that a browser would keep of their pages is added */
  static stranger(base: string, account: Pick<Account, 'name' | 'email' | 'password'>, shown: Shown[]): Visitor {
    return new Visitor(base, account, shown);
  }

  static async signedIn(base: string, account: Account, shown: Shown[]): Promise<Visitor> {
    const { email, password } = account;
    const visitor = new Visitor(base, account, shown);
    const { html, location } = await visitor.opens(await visitor.does('/sign-in', { email, password }));
    // Whoever acts for two agencies chooses first: that page has a form too.
    if (html === '' && location !== null) await visitor.opens(location);
    return visitor;
  }

  async opens(address: string): Promise<Answer> {
    return this.#ask(address, {});
  }

  /** Sends a form, also one that no page has shown: it carries what a form of the session does. */
  async sends(address: string, { fields, file }: FilledForm): Promise<Answer> {
    const sent = Object.entries({ ...fields, [KEY]: this.#key }).flatMap(([name, value]) => [value].flat().map((one) => [name, one] as [string, string]));
    if (file === null) return this.#ask(address, { method: 'POST', body: new URLSearchParams(sent) });
    const body = new FormData();
    for (const [name, value] of sent) body.append(name, value);
    body.set(file.field, new Blob([file.content], { type: 'text/plain' }), file.name);
    return this.#ask(address, { method: 'POST', body });
  }

  /** The markup of a page that is there. */
  async reads(address: string): Promise<string> {
    const { status, html, location } = await this.opens(address);
    if (status !== 200) throw new Error(`${this.account.name} is not shown ${address}: ${status} ${location ?? ''}`);
    return html;
  }

  /**
   * Fills the form of a page with what is planted, but for what is chosen, and sends it; page after page where it asks a question
   * a page. @param to where the form is sent, if not to its page. @returns where it leads
   */
  async does(address: string, chosen: Choices = {}, to: string | RegExp = address.replace(/\?.*/, '')): Promise<string> {
    return this.fills(await this.reads(address), address, chosen, to);
  }

  /** The same with a page that is before them: what was sent may be answered with one. */
  async fills(page: string, address: string, chosen: Choices, to: string | RegExp): Promise<string> {
    let html = page;
    for (let question = 0; question < QUESTIONS; question += 1) {
      const form = formsIn(html, address).find(({ method, action }) => method === 'post' && (typeof to === 'string' ? action.replace(/\?.*/, '') === to : to.test(action)));
      if (form === undefined) throw new Error(`${address} has no form that is sent to ${String(to)}: ${formsIn(html, address).map(({ action }) => action).join(', ')}`);
      const filled = filledForm(form, this.account.password, 0);
      const answer = await this.sends(form.action, { ...filled, fields: withChosen(html, form, filled.fields, chosen) });
      if (answer.status === 303 || (answer.status === 200 && !(AT in filled.fields))) return answer.location ?? answer.html;
      if (answer.status >= 400) throw new Error(`${this.account.name} at ${address}: ${answer.status} ${saidOf(answer.html)} ${JSON.stringify(withChosen(html, form, filled.fields, chosen))}`);
      html = answer.html;
    }
    throw new Error(`${address} asks on and on`);
  }

  async #ask(address: string, request: RequestInit): Promise<Answer> {
    const answer = await fetch(new URL(address, this.base), { ...request, redirect: 'manual', headers: { cookie: this.#cookie, origin: this.base } });
    this.#cookie = answer.headers.getSetCookie().map((one) => one.split(';', 1)[0] ?? '').find((one) => one.includes('concordat')) ?? this.#cookie;
    const isPage = (answer.headers.get('content-type') ?? '').startsWith('text/html');
    const text = await answer.text();
    const html = isPage ? text : '';
    this.#key = new RegExp(`name="${KEY}" value="([^"]+)"`).exec(html)?.[1] ?? this.#key;
    const given = answer.headers.get('location');
    const location = given?.startsWith('/') === true ? given : null;
    const title = /<title>\s*(.*?)\s*<\/title>/s.exec(html)?.[1] ?? '';
    this.shown.push({ address, status: answer.status, title }, ...(location === null ? [] : [{ address: location, status: answer.status, title: '' }]));
    return { status: answer.status, title, html, location };
  }
}

/** What was typed, with what was chosen in its place; where a form asks a question a page, of what the page asks alone. */
function withChosen(html: string, form: PageForm, fields: FilledForm['fields'], chosen: Choices): FilledForm['fields'] {
  const isAsked = (name: string): boolean => !(AT in fields) || form.fields.some((field) => field.type !== 'hidden' && [name, `${name}-day`].includes(field.name));
  const asked = Object.entries(chosen).filter(([name]) => isAsked(name));
  const kept = Object.entries(fields).filter(([field]) => !asked.some(([name]) => field.replace(/-(?:day|month|year)$/, '') === name));
  const values = asked.flatMap(([name, value]) => {
    if (value === null) return [];
    if (`${name}-day` in fields && typeof value === 'string') return Object.entries(dateIn(name, value));
    return [[name, value instanceof RegExp ? labelled(html, value) : value] as const];
  });
  return Object.fromEntries([...kept, ...values]);
}

/** The value of a choice: a button, a box, or an option of a list. */
function labelled(html: string, words: RegExp): string {
  const option = Array.from(html.matchAll(/<option value="([^"]+)"[^>]*>\s*(.*?)\s*<\/option>/gs)).find(([, , text = '']) => words.test(text.replaceAll('&amp;', '&')));
  return option?.[1] ?? valueOf(html, words);
}

/** What a page says is wrong with a form. */
const saidOf = (html: string): string => (/<div class="govuk-error-summary.*?<\/ul>/s.exec(html)?.[0] ?? /<h1.*?<\/p>/s.exec(html)?.[0] ?? '').replaceAll(/<[^>]+>|\s+/g, ' ');
