import { randomUUID } from 'node:crypto';
import { operationsOf, type Operation } from '../hostile-input/openapi.js';
import { validValues } from '../hostile-input/samples.js';

/** Values of parameters by name: ids of records that exist, or that do not. */
export type Known = Readonly<Record<string, string>>;

export interface Asking {
  url: string;
  tokenFor: () => Promise<string>;
  /** Each is asked of every route. A parameter without a value here gets an invented one, which names nothing. */
  known: Readonly<Record<string, Known>>;
  /** How many entries of the audit carry a trace; a success that left none, and does not say why, is an error. */
  entries?: (trace: string) => Promise<number>;
}

/** What goes on by itself from one moment to the next: how long a case has stood in its state. */
const GOES_ON = /"seconds":\d+/g;

/**
 * Everything that a reader is answered by the GET routes of a service, to the byte, by route and set of values: the same
 * before and after something that is hidden from the reader (law 3 of the sharing policy). The routes are those of the
 * OpenAPI document, so that a new one is asked too.
 *
 * @throws Error for a parameter of which `known` has no value, for bad input, and for a success without an entry in the audit
 */
export async function everyAnswer(asking: Asking): Promise<Record<string, string>> {
  const openapi: unknown = await (await fetch(`${asking.url}/openapi.json`)).json();
  const answers: Record<string, string> = {};
  for (const operation of operationsOf(openapi)) {
    if (operation.method !== 'GET' || operation.rule === 'public') continue;
    const sets = Object.entries(asking.known);
    const given = await Promise.all(sets.map(([, known]) => answerOf(asking, operation, addressOf(operation, known))));
    sets.forEach(([set], place) => (answers[`${operation.path} (${set})`] = given[place] ?? ''));
  }
  return answers;
}

/** The same invented values each time: two readings are compared. */
const INVENTED = 7;

function addressOf({ path, params, query, needs }: Operation, known: Known): string {
  const value = (name: string): string => encodeURIComponent(known[name] ?? String(validValues(params[name] ?? query[name] ?? {}, 1, INVENTED)[0]));
  const asked = needs.filter((name) => !(name in params)).map((name) => `${name}=${value(name)}`);
  return `${path.replaceAll(/\{(\w+)\}/g, (_, name: string) => value(name))}${asked.length > 0 ? `?${asked.join('&')}` : ''}`;
}

async function answerOf({ url, tokenFor, entries }: Asking, { path, unaudited }: Operation, address: string): Promise<string> {
  const trace = randomUUID();
  const answer = await fetch(`${url}${address}`, { headers: { authorization: `Bearer ${await tokenFor()}`, 'x-correlation-id': trace } });
  const body = await answer.text();
  if (answer.status >= 500) throw new Error(`GET ${address} answered ${answer.status}: ${body}`);
  if (entries && answer.ok && unaudited === null && (await entries(trace)) === 0) throw new Error(`GET ${path} left no entry in the audit`);
  return `${answer.status} ${body.replaceAll(trace, 'trace').replaceAll(GOES_ON, '"seconds":0')}`;
}
