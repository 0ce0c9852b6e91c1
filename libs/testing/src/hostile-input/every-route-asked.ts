import { operationsOf, type Operation, type StatedRule } from './openapi.js';
import { validRequest } from './probes.js';
import { replaced } from './replaced.js';
import type { Said } from './samples.js';
import { ToldIds } from './told-ids.js';

/** Somebody who asks. */
export interface Asker {
  /** Roles in the membership that they act in. */
  roles: readonly string[];
  /** The header `Authorization` for a route of such a rule. */
  authorization: (rule: StatedRule) => string | Promise<string>;
}

export interface AskedRoutes {
  /** The OpenAPI document of the service. */
  openapi: unknown;
  url: string;
  /** Each route is asked as one after the other of those whom its rule lets in, until it has done what it is for. */
  askers: readonly Asker[];
  /** What is said in every place that takes free text or an e-mail address. */
  said: (route: string) => Said;
  /** A date of birth, wherever one is asked for. */
  dateOfBirth?: string;
  /** Records that are known; those of which answers tell are added. Without, every id is invented. */
  told?: ToldIds;
  /** Routes that are left out, as `POST /sign-out`: what would end the caller's own session. */
  except?: (route: string) => boolean;
}

/** A route that was asked. */
export interface AskedRoute {
  /** `GET /cases/{caseId}`. */
  route: string;
  /** What each asking of it was answered. */
  statuses: readonly number[];
}

const AT_ONCE = 6;
/** Times that a route is asked which refuses. */
const TRIES = 2;
/** What takes something away is asked last. */
const ENDS = /^DELETE|\/(?:end|ends|close|closure|leave|remove|removal|revoke|revocation|suspension|withdraw|withdrawal|erasures?|cancellation)\b/;

/** Asks every route of a service, about records of which its answers told, with bodies that its description lets through. */
export async function everyRouteAsked(asking: AskedRoutes): Promise<AskedRoute[]> {
  const operations = operationsOf(asking.openapi).filter((operation) => asking.except?.(routeOf(operation)) !== true);
  const asked: AskedRoute[] = [];
  // What is told by one turn is asked about in the next.
  for (const [, alike] of [...Map.groupBy(operations, turnOf)].sort(([one], [other]) => one - other)) {
    const work = async (): Promise<void> => {
      for (let next = alike.shift(); next; next = alike.shift()) asked.push({ route: routeOf(next), statuses: await statusesOf(next, asking, asking.told ?? new ToldIds()) });
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
  }
  return asked;
}

const routeOf = ({ method, path }: Operation): string => `${method} ${path}`;
const isList = ({ method, params }: Operation): boolean => method === 'GET' && Object.keys(params).length === 0;

/** Lists tell of records, and records of what belongs to them. */
function turnOf(operation: Operation): number {
  const depth = Object.keys(operation.params).length;
  return operation.method === 'GET' ? depth : ENDS.test(routeOf(operation)) ? 20 - depth : 10 + depth;
}

async function statusesOf(operation: Operation, asking: AskedRoutes, told: ToldIds): Promise<number[]> {
  const { rule, path } = operation;
  const numbered = [...asking.askers.entries()].map(([by, asker]) => ({ by, asker }));
  const allowed = numbered.filter(({ asker }) => typeof rule === 'string' || rule.roles.some((role) => asker.roles.includes(role)));
  const knowing = allowed.filter(({ by }) => told.knows(path, by));
  const turns = knowing.length > 0 ? knowing : allowed.length > 0 ? allowed : numbered;
  const statuses: number[] = [];
  for (let turn = 0; turn < (isList(operation) ? allowed.length : TRIES); turn += 1) {
    const now = turns[turn % turns.length];
    if (now === undefined) throw new Error('Nobody asks');
    const { by, asker } = now;
    const status = await statusOf(operation, { ...asking, told, by, turn: Math.floor(turn / turns.length), authorization: await asker.authorization(rule) });
    statuses.push(status);
    // A list tells each of them of other records.
    if (status < 300 && (!isList(operation) || rule === 'public')) break;
    if (status === 429 || (isList(operation) && status >= 400)) break;
  }
  return statuses;
}

interface Asking extends AskedRoutes {
  told: ToldIds;
  by: number;
  turn: number;
  authorization: string;
}

async function statusOf(operation: Operation, { url, said, dateOfBirth, told, by, turn, authorization }: Asking): Promise<number> {
  const path = told.fill(operation.path, by, turn);
  // The first leaves out what may be left out of the query: a cursor cannot be invented.
  const { method, address: invented, headers, body } = validRequest({ ...operation, path }, turn + by * 10 + 1, said(routeOf(operation)));
  const address = invented.replaceAll(/([?&])(\w+)=([\da-f]{8}-[\da-f-]{27})/g, (_whole, before: string, name: string, id: string) => `${before}${name}=${told.named(name, by) ?? id}`);
  const sent = body === undefined ? undefined : JSON.stringify(replaced(JSON.parse(body), (leaf, name) => {
    if (name === 'version') return told.versionAt(path) ?? leaf;
    if (name === 'dateOfBirth') return dateOfBirth ?? leaf;
    return typeof leaf === 'string' && INVENTED_ID.test(leaf) ? (told.named(name, by) ?? leaf) : leaf;
  }));
  const answer = await fetch(new URL(address, url), { method, headers: { ...headers, authorization }, ...(sent === undefined ? {} : { body: sent }) });
  const text = await answer.text();
  if (answer.ok && (answer.headers.get('content-type') ?? '').includes('json')) told.learn(address, JSON.parse(text), by);
  return answer.status;
}

const INVENTED_ID = /^[\da-f]{8}-[\da-f]{4}-/;
