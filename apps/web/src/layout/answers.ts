import type { Form } from '../forms/form.js';
import type { ChangeRow } from './changes.js';

/** What a page's template gets. Names of people never go into `title`: it is in the browser's history and its window list. */
export interface PageModel {
  /** The page's title without the service's name, and without personal data. */
  title: string;
  /** Where the back link leads; left out on a page that begins a journey. */
  back?: string;
  /** The form of the page; its faults make the title begin with "Error:" and the status 400. */
  form?: Form;
  /** Said at the top in a green alert, e.g. after a redirect: "The note has been added". */
  success?: string | null;
  status?: number;
  /** What someone else changed, on the page that says so. */
  changes?: ChangeRow[];
  [name: string]: unknown;
}

export class PageAnswer {
  constructor(
    readonly template: string,
    readonly model: PageModel,
  ) {}
}

export class RedirectAnswer {
  constructor(readonly to: string) {}
}

/** What a controller's method answers. */
export type Answer = PageAnswer | RedirectAnswer;

/** A page from the template `template`, relative to `src` and without its ending, e.g. `home/home`. */
export function page(template: string, model: PageModel): PageAnswer {
  return new PageAnswer(template, model);
}

/** After a form was accepted: the browser gets the next page with GET, so that reloading it sends nothing twice. */
export function redirect(to: string, query: Readonly<Record<string, string>> = {}): RedirectAnswer {
  const search = new URLSearchParams(query);
  if (search.size === 0) return new RedirectAnswer(to);
  return new RedirectAnswer(`${to}${to.includes('?') ? '&' : '?'}${search.toString()}`);
}

/** Thrown where a page cannot be shown before another one was: leads there. */
export class Elsewhere extends Error {
  constructor(readonly to: string) {
    super(`see ${to}`);
    this.name = 'Elsewhere';
  }
}

/** The words for what was done before a redirect, from the code in the address (`?done=note-added`); a code that is not known says nothing. */
export function done(query: unknown, words: Readonly<Record<string, string>>): string | null {
  const code: unknown = typeof query === 'object' && query !== null && 'done' in query ? query.done : undefined;
  return typeof code === 'string' && Object.hasOwn(words, code) ? (words[code] ?? null) : null;
}
