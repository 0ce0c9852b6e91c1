import { setTimeout } from 'node:timers/promises';
import type { ToldIds } from '@concordat/testing';
import { FILLINGS, filledForm, formsIn, typedIntoAddress, unseenForm, type PageForm } from './forms.js';
import { Page, pageAt } from './pages.js';
import type { Answer, Visitor } from './visitor.js';

/** Somewhere that somebody may go. */
interface Way {
  visitor: Visitor;
  address: string;
  /** Null for a page that is only opened, and for a form that no page has shown. */
  form: PageForm | null;
  /** How often the form was refused. */
  filling: number;
}

/** Requests that are under way: more would only wait in the services, until the web gives them up. */
const AT_ONCE = 4;
/** Times that a page is shown, and that one is tried which is not. */
const ENOUGH = 2;
const TRIES = 5;
/** Ways to one page that are kept: one of them will do. */
const WAYS = 40;

/** What takes something away is tried once after the rest, and what may end the visitor's own session last. */
const TAKES_AWAY = /\/(?:check|close|end|leave|remove|withdraw|off|erasures?|merge|:change|access-review|memberships)\b/;
const LEAVES = /^\/(?:sign-out|sign-in|account\/(?!confirm))|\/(?:sessions|end-sessions|second-factor)\b/;
/** `/administration/people` of everything beneath it. */
const partOf = ({ path }: Page): string => path.split('/', 3).join('/');
const rankOf = ({ path }: Page): number => (LEAVES.test(path) ? 2 : TAKES_AWAY.test(path) ? 1 : 0);

/** People of the demo who open every page and send every form, filled with what is planted, wherever the pages lead. */
export class Tour {
  /** Pages that did not take a form for one of the session. */
  readonly disbelieved: string[] = [];
  /** Fields that take what somebody types into an address. */
  readonly typedIntoAddresses = new Set<string>();
  readonly #pages: readonly Page[];
  readonly #ways = new Map<Page, Way[]>();
  readonly #found = new Set<string>();
  readonly #done = new Map<Page, number>();
  readonly #tries = new Map<Page, number>();
  readonly #parameters = new Map<string, string[]>();
  /** Who was let in, by the part of Concordat that a page is of. */
  readonly #welcome = new Map<string, Set<Visitor>>();
  #underWay = 0;

  constructor(
    private readonly visitors: readonly Visitor[],
    pages: readonly string[],
  ) {
    this.#pages = pages.map((name) => new Page(name));
  }

  /** Everybody begins at the home page, and goes to `addresses` where they may. */
  async begins(addresses: readonly string[]): Promise<void> {
    const first = this.visitors.flatMap((visitor) => ['/', ...addresses].map((address): Way => ({ visitor, address, form: null, filling: 0 })));
    const work = async (): Promise<void> => {
      for (let way = first.shift(); way !== undefined; way = first.shift()) await this.#take(way, pageAt(this.#pages, 'GET', way.address));
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
  }

  /** By every link and form that takes nothing away, pages that nobody has seen first, until there is none or `most` requests were sent. */
  async goes(most: number): Promise<void> {
    await this.#goes(most, false);
  }

  /** To every page where nobody has been, at last to what may end the visitors' own sessions. */
  async leaves(): Promise<void> {
    await this.#goes(this.#pages.length, true);
  }

  async #goes(most: number, toLeave: boolean): Promise<void> {
    let sent = 0;
    const work = async (): Promise<void> => {
      while (sent < most) {
        const next = this.#next(toLeave);
        if (next === null && this.#underWay === 0) return;
        // What is under way may find more.
        if (next === null) await setTimeout(5);
        else {
          sent += 1;
          await this.#take(next.way, next.page);
        }
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
  }

  /** Finds ways to pages to which none led: with ids of which services told, and other parameters as addresses had them. */
  guess(told: ToldIds): void {
    for (const page of this.left()) {
      const welcome = this.#welcome.get(partOf(page)) ?? new Set();
      const turns = [...this.visitors.entries()].sort(([, one], [, other]) => Number(welcome.has(other)) - Number(welcome.has(one)));
      for (const [by, visitor] of turns) {
        const path = told.fill(page.path.replaceAll(/:(\w+)/g, '{$1}'), by);
        const address = path.replaceAll(/\{(\w+)\}/g, (_whole, name: string) => this.#parameters.get(name)?.[0] ?? NOBODYS);
        this.#find({ visitor, address, form: null, filling: 0 }, page);
      }
    }
  }

  /** Pages that were not shown, or did not take what was sent. */
  left(): Page[] {
    return this.#pages.filter((page) => !this.#done.has(page));
  }

  #find(way: Way, page = pageAt(this.#pages, way.form?.method.toUpperCase() ?? 'GET', way.address)): void {
    if (page === undefined) return;
    const known = `${page.name} ${way.address} ${this.visitors.indexOf(way.visitor)} ${way.form === null}`;
    const ways = this.#ways.get(page) ?? [];
    if (this.#found.has(known) || ways.length >= WAYS) return;
    this.#found.add(known);
    ways.push(way);
    this.#ways.set(page, ways);
    for (const [name, value] of Object.entries(page.parametersOf(way.address) ?? {})) {
      const values = this.#parameters.get(name) ?? [];
      if (!values.includes(value) && value !== NOBODYS) this.#parameters.set(name, [...values, value].slice(0, this.visitors.length));
    }
  }

  /** The page that is most wanted, with a way to it. */
  #next(toLeave: boolean): { page: Page; way: Way } | null {
    let best: { page: Page; weight: number } | null = null;
    for (const [page, ways] of this.#ways) {
      const [done, tries] = [this.#done.get(page) ?? 0, this.#tries.get(page) ?? 0];
      if (ways.length === 0 || (toLeave ? tries > 0 : rankOf(page) > 0) || done >= (page.method === 'GET' ? ENOUGH : 1) || tries - done >= TRIES) continue;
      const weight = rankOf(page) * 1_000 + done * 100 + tries;
      if (best === null || weight < best.weight) best = { page, weight };
    }
    const way = best === null ? undefined : this.#ways.get(best.page)?.shift();
    if (best === null || way === undefined) return null;
    this.#tries.set(best.page, (this.#tries.get(best.page) ?? 0) + 1);
    return { page: best.page, way };
  }

  async #take(way: Way, page: Page | undefined): Promise<void> {
    if (page === undefined) return;
    this.#underWay += 1;
    try {
      const { visitor, address, form, filling } = way;
      const typed = page.method === 'GET' && form === null ? null : form === null ? unseenForm(address) : filledForm(form, visitor.account.password, filling);
      const query = page.method === 'GET' && typed !== null ? `?${new URLSearchParams(Object.entries(typed.fields).map(([name, value]) => [name, String(value)])).toString()}` : '';
      const answer = page.method === 'GET' ? await visitor.opens(`${address}${query}`) : await visitor.sends(address, typed ?? unseenForm(address));
      this.#saw(page, { ...way, address: `${address}${query}` }, answer);
    } finally {
      this.#underWay -= 1;
    }
  }

  #saw(page: Page, { visitor, address, filling }: Way, { status, html, location }: Answer): void {
    if (status === 403 && html.includes(NOT_OF_THE_SESSION)) this.disbelieved.push(page.name);
    if (location !== null) this.#find({ visitor, address: location, form: null, filling: 0 });
    if (status === 200 || (status === 303 && !TURNED_AWAY.test(location ?? ''))) {
      this.#done.set(page, (this.#done.get(page) ?? 0) + 1);
      this.#welcome.set(partOf(page), (this.#welcome.get(partOf(page)) ?? new Set()).add(visitor));
    }
    for (const [, link = ''] of html.matchAll(/href="(\/[^"#]*)/g)) this.#find({ visitor, address: link.replaceAll('&amp;', '&'), form: null, filling: 0 });
    for (const form of formsIn(html, address)) {
      for (const field of typedIntoAddress(form)) this.typedIntoAddresses.add(`${page.name}: ${field}`);
      const isRefused = status >= 400 && form.action === address;
      if (!isRefused) this.#find({ visitor, address: form.action, form, filling: 0 });
      // Filled otherwise where it said something wrong, and once more where somebody else was faster.
      else if (filling < FILLINGS) this.#ways.get(page)?.unshift({ visitor, address, form, filling: filling + (status === 409 ? 0 : 1) });
    }
  }
}

const NOBODYS = '00000000-0000-7000-8000-000000000000';

/** What a page says to a form that is not of the session. */
const NOT_OF_THE_SESSION = 'reload the page and send it again';

/** Where somebody is sent who has to say first who they are. */
const TURNED_AWAY = /^\/(?:sign-in|account\/(?:confirm|membership))\b/;
