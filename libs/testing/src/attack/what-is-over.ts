import { partOfToday } from '../access/part-of-today.js';
import type { TestDatabase } from '../database.js';
import { operationsOf, type Operation } from '../hostile-input/openapi.js';
import { replaced } from '../hostile-input/replaced.js';
import { validRequest } from '../hostile-input/probes.js';
import { validValues } from '../hostile-input/samples.js';
import type { Member } from '../members.js';
import { Attacker, type Answered, type Sent } from './attacker.js';
import { comparable } from './comparable.js';
import { nobodys } from './nobodys.js';
import { isId } from './shapes.js';

/** A record that is over: removed, ended, suspended, withdrawn, revoked or decided. */
export interface Over {
  /** For a reader of a fault: `a withdrawn consent`. */
  what: string;
  /** What routes call its id: `consentId`. */
  called: string;
  id: string;
  /** Where it is kept; where nothing is left of it there, nothing may be there afterwards. */
  table: string;
  /** Other ids by which it is reached, by the names that routes have for them. */
  reachedBy?: Readonly<Record<string, string>>;
  /** Routes that take it all the same, and change nothing of it. */
  takenBy?: readonly string[];
  /** Routes that are for it too, and are not asked. */
  except?: readonly string[];
  /** Whoever is of the partnership may know of it, and that it is over. */
  ofPartnership?: true;
  /** What it said, where nobody is told that any more. */
  gone?: readonly string[];
  /** Whom it is over for, where it goes on for others: its row may change. */
  onlyFor?: readonly Member[];
  /** Somebody's own, which their sessions asked for: the others of a partnership never could. */
  ofSessions?: true;
}

/** A session, by which somebody asks what is their own. */
export interface AskingSession {
  token: string;
  /** Of whom that is whose own things are over. */
  owner: boolean;
}

export interface AskingWhatIsOver {
  url: string;
  database: Pick<TestDatabase, 'query'>;
  tokenFor: (member: Member) => Promise<string>;
  over: readonly Over[];
  /** Those who might do most with each while it stood. */
  mine: readonly Member[];
  /** Those who never could. */
  others: readonly Member[];
  /** Who asks the routes of sessions, where the service has any, and which these are of those that are public. */
  sessions?: { by: readonly AskingSession[]; routes: (operation: Operation) => boolean };
  /** Ids of records that are not over, by the names that routes have for them, so that nothing but what is over stands in the way. */
  known: Readonly<Record<string, string>>;
}

/** Of what could be asked, a sixtieth each day. */
const PARTS = 60;
/** Some more of them where the schema of a body has alternatives. */
const SAMPLES = 3;
const AT_ONCE = 8;

/** Who asks, with a token of a membership or with a session. */
interface Asker {
  called: string;
  token: () => Promise<string>;
  scheme: 'Bearer' | 'Session';
  /** Whether they may be told that it is over. */
  mayKnow: (over: Over) => boolean;
}

interface Question {
  operation: Operation;
  over: Over;
  asker: Asker;
  /** In its own place, reached as it was; or in every place where an id stands, of whatever kind. */
  place: 'own' | 'every';
  seed: number;
}

/**
 * Uses what is over: puts the id of each record into its own place and into every place of every route of the OpenAPI document.
 * Who may not know of it must be answered, to the byte, as about what never was. Nobody is told what is gone, no write takes
 * it, none is answered with a 5xx, and its row is afterwards what it was: nothing comes back to life.
 *
 * @returns what was answered and should not have been; how many requests were sent
 */
export async function useOfWhatIsOver(asking: AskingWhatIsOver): Promise<{ faults: string[]; requests: number }> {
  const { over } = asking;
  const { now, of } = partOfToday(PARTS);
  const operations = operationsOf(await (await fetch(`${asking.url}/openapi.json`)).json());
  const waiting = operations.flatMap((operation) => over.flatMap((one) => questionsOf(asking, operation, one))).filter((_, index) => index % of === now);
  const rows = async (): Promise<string[]> => Promise.all(over.map((one) => rowOf(asking.database, one)));
  const before = await rows();
  const faults: string[] = [];
  let requests = 0;
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const { asked, fault } = await new Use(asking, next).outcome();
      requests += asked;
      if (fault !== null) faults.push(fault);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  const after = await rows();
  over.forEach((one, index) => {
    if (one.onlyFor === undefined && before[index] !== after[index]) faults.push(`${one.what} is not what it was: ${String(before[index])} / ${String(after[index])}`);
  });
  return { faults: faults.sort(), requests };
}

function questionsOf(asking: AskingWhatIsOver, operation: Operation, over: Over): Question[] {
  const askers = operation.rule === 'public' ? sessionsOf(asking, operation) : membersOf(asking, over);
  const own = isOwnPlace(operation, over) ? askers.flatMap((asker) => Array.from({ length: operation.body === null ? 1 : SAMPLES }, (_, seed): Question => ({ operation, over, asker, place: 'own', seed: seed + 1 }))) : [];
  // Enough of everybody is asked over all routes.
  const turn = (operation.path.length + over.what.length) % Math.max(1, askers.length);
  const every = askers.slice(turn, turn + 1).map((asker): Question => ({ operation, over, asker, place: 'every', seed: 1 }));
  return [...own, ...every];
}

function membersOf({ mine, others, tokenFor }: AskingWhatIsOver, { onlyFor }: Over): Asker[] {
  return (onlyFor ?? [...mine, ...others]).map((member) => ({
    called: member.roles.join(' and '),
    token: () => tokenFor(member),
    scheme: 'Bearer',
    mayKnow: (over) => over.onlyFor === undefined && over.ofSessions === undefined && (mine.includes(member) || (over.ofPartnership === true && mine.some(({ partnershipId }) => partnershipId === member.partnershipId))),
  }));
}

function sessionsOf({ sessions }: AskingWhatIsOver, operation: Operation): Asker[] {
  if (sessions?.routes(operation) !== true) return [];
  return sessions.by.map(({ token, owner }) => ({
    called: owner ? 'its owner’s session' : 'another’s session',
    token: () => Promise.resolve(token),
    scheme: 'Session',
    mayKnow: (over) => owner && over.ofSessions === true,
  }));
}

function isOwnPlace({ method, path, params, query, body }: Operation, { called, except = [] }: Over): boolean {
  if (except.includes(`${method} ${path}`)) return false;
  if (called in params || called in query) return true;
  return body !== null && !path.includes('/reads') && validValues(body, SAMPLES, 1).some((sample) => namesOf(sample).has(called));
}

function namesOf(body: unknown): Set<string> {
  const names = new Set<string>();
  replaced(body, (leaf, name) => (names.add(name), leaf));
  return names;
}

async function rowOf(database: Pick<TestDatabase, 'query'>, { table, id }: Over): Promise<string> {
  const [found] = await database.query<{ row: string }>(`select to_jsonb(one)::text as row from ${table} one where id = $1`, [id]);
  return found?.row ?? 'nothing';
}

class Use {
  constructor(
    private readonly asking: AskingWhatIsOver,
    private readonly question: Question,
  ) {}

  async outcome(): Promise<{ asked: number; fault: string | null }> {
    const { operation, over, asker, place } = this.question;
    const request = await this.#request(over.id);
    if (request === null) return { asked: 0, fault: null };
    const answer = await this.#ask(request);
    const what = `${operation.method} ${operation.path} with ${over.what} in ${place === 'own' ? 'its' : 'every'} place, ${asker.called}`;
    const fault = (said: string): { asked: number; fault: string } => ({ asked: 1, fault: `${what}: ${said}, ${answer.status} ${answer.text.slice(0, 300)}` });
    if (answer.status >= 500) return fault('failed');
    if (answer.status === 401) return fault('knows nobody');
    if ((over.gone ?? []).some((said) => answer.text.includes(said))) return fault('tells what is gone');
    const route = `${operation.method} ${operation.path}`;
    if (place === 'own' && operation.method !== 'GET' && answer.status < 300 && !(over.takenBy ?? []).includes(route)) return fault('takes what is over');
    if (asker.mayKnow(over)) return { asked: 1, fault: null };
    const stranger = nobodys(over.id);
    const other = await this.#ask((await this.#request(stranger)) ?? request);
    const [left, right] = [comparable(answer, [over.id]), comparable(other, [stranger])];
    return left === right ? { asked: 2, fault: null } : { ...fault(`tells what is over from what never was, ${right.slice(0, 200)}`), asked: 2 };
  }

  async #ask(request: Sent): Promise<Answered> {
    const { token, scheme } = this.question.asker;
    return new Attacker(this.asking.url, await token(), scheme).send(request);
  }

  /** Null where no place has taken it, as where a body may leave it out. */
  async #request(id: string): Promise<Sent | null> {
    const { operation, over, place, seed } = this.question;
    const there: Readonly<Record<string, string>> = { ...this.asking.known, ...over.reachedBy, [over.called]: id };
    const puts = new Set<unknown>();
    const value = (name: string, sample: unknown, takesId: boolean): unknown => {
      const put = takesId && place === 'every' ? id : (there[name] ?? sample);
      puts.add(put);
      return put;
    };
    const version = await this.#version();
    const text = (name: string): string => {
      const schema = operation.params[name] ?? operation.query[name] ?? {};
      return String(value(name, validValues(schema, 1, seed)[0], isId(schema)));
    };
    const path = operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(text(name)));
    const asked = Object.keys(operation.query).filter((name) => operation.needs.includes(name) || (name !== 'after' && isId(operation.query[name]))).map((name): [string, string] => [name, text(name)]);
    const body = operation.body === null ? undefined : replaced(validValues(operation.body, 1, seed)[0], (leaf, name) => (name === 'version' ? version : value(name, leaf, typeof leaf === 'string' && UUID.test(leaf))));
    if (!puts.has(id)) return null;
    return { method: operation.method, address: asked.length === 0 ? path : `${path}?${new URLSearchParams(asked).toString()}`, body };
  }

  /** Of what is over, so that it is not refused for having changed. */
  async #version(): Promise<number> {
    const { over } = this.question;
    const row: unknown = JSON.parse((await rowOf(this.asking.database, over)).replace(/^nothing$/, 'null'));
    return typeof row === 'object' && row !== null && 'version' in row && typeof row.version === 'number' ? row.version : 1;
  }
}

const UUID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/;

/** Somebody whose access is over: a membership that has ended, a session, a client. */
export interface Ended {
  what: string;
  authorization: string;
  /** Of the routes that would have taken it. */
  routes: (operation: Operation) => boolean;
}

/** Asks every route as those whose access is over. @returns the routes that answered otherwise than 401, or 403 */
export async function useByWhoeverLeft(url: string, ended: readonly Ended[]): Promise<string[]> {
  const operations = operationsOf(await (await fetch(`${url}/openapi.json`)).json());
  const faults: string[] = [];
  for (const { what, authorization, routes } of ended) {
    await Promise.all(
      operations.filter(routes).map(async (operation) => {
        const { method, address, headers, body } = validRequest(operation, 1);
        const answer = await fetch(new URL(address, url), { method, headers: { ...headers, authorization }, ...(body === undefined ? {} : { body }) });
        if (answer.status !== 401 && answer.status !== 403) faults.push(`${method} ${operation.path} as ${what}: ${answer.status} ${(await answer.text()).slice(0, 200)}`);
      }),
    );
  }
  return faults.sort();
}
