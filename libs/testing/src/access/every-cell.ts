import { READS_AT_ONCE, type Role } from '@concordat/contracts-protocol';
import { z } from 'zod';
import { Attacker, type Answered, type Sent } from '../attack/attacker.js';
import { comparable } from '../attack/comparable.js';
import { nobodys } from '../attack/nobodys.js';
import { operationsOf, type Operation } from '../hostile-input/openapi.js';
import { replaced } from '../hostile-input/replaced.js';
import { validValues } from '../hostile-input/samples.js';
import type { Member } from '../members.js';
import type { Everybody } from './everybody.js';
import type { Part } from './part-of-today.js';
import { HOLDINGS, STANDINGS, type FoundCell, type Holding, type Standing, type Verdict } from './cells.js';

export interface AskingCells {
  url: string;
  tokenFor: (member: Member) => Promise<string>;
  /** Somebody of each standing and role. */
  members: Everybody;
  /** Ids of records that exist, and other values, by the name of a parameter or of a property. */
  known: Readonly<Record<string, string>>;
  /** The same for addresses that hold a text, e.g. `/register/`, where a name means another record than elsewhere. */
  knownAt?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** By route, properties of its body that are to be something else than a made-up value. */
  bodies?: Readonly<Record<string, object>>;
  /** Called before anything is asked that writes: from then on nothing written may stay, so that each cell meets the same records. */
  undoWrites: () => Promise<void>;
  /** Only every so-many-th cell is asked, from this one on; every one where it is left out. */
  part?: Part;
}

interface Cell {
  operation: Operation;
  standing: Standing;
  holding: Holding;
}

const AT_ONCE = 8;
/** Lists of who read what, which grow as they are asked. */
const OF_READS = /^\/conduct|\/looks$/;
const together = z.object({ answers: z.array(z.object({ status: z.int(), body: z.unknown() })) });
const UUID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/;

/**
 * Asks a service about every route of its OpenAPI document × role × standing, and says how it answered. What is asked of
 * a record is asked of one that nobody has besides: only what is answered otherwise counts as reached. Where the rule of a
 * route excludes a role, it is asked of one standing: the rule is looked at before any record is.
 *
 * What was read is read once more, with whatever else the same member reads, as the reads of a page go: it must be answered
 * alike, to the byte.
 *
 * @throws Error for a 5xx, for somebody whom the service does not know, and for a read that is answered otherwise among others
 */
export async function everyCell(asking: AskingCells): Promise<FoundCell[]> {
  const operations = operationsOf(await (await fetch(`${asking.url}/openapi.json`)).json());
  const asker = new CellAsker(asking);
  const every = operations.flatMap((operation) => HOLDINGS.flatMap((holding) => STANDINGS.map((standing): Cell => ({ operation, holding, standing }))));
  const { part: { now, of } = { now: 0, of: 1 } } = asking;
  const cells = every.filter((_, index) => index % of === now);
  const found = new Map<Cell, Verdict>();
  for (const writes of [false, true]) {
    if (writes) await asking.undoWrites();
    const waiting = cells.filter(({ operation }) => (operation.method !== 'GET') === writes);
    const work = async (): Promise<void> => {
      for (let cell = waiting.pop(); cell; cell = waiting.pop()) found.set(cell, await asker.verdictOf(cell));
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    if (!writes) await asker.demandAlikeTogether();
  }
  return cells.flatMap((cell) => {
    const verdict = found.get(cell);
    return verdict === undefined ? [] : [{ route: routeOf(cell.operation), holding: cell.holding, standing: cell.standing, verdict }];
  });
}

const routeOf = ({ method, path }: Operation): string => `${method} ${path}`;

/** Whether a route's rule keeps a role out, whatever is asked of it. */
const isExcluded = ({ rule }: Operation, holding: Role): boolean => typeof rule === 'object' && !rule.roles.includes(holding);

class CellAsker {
  /** What is answered to those whom a rule keeps out. */
  readonly #ofRule = new Map<string, Promise<Answered>>();
  readonly #records: readonly string[];
  /** What each member was answered who read, by the address. */
  readonly #read = new Map<Member, Map<string, Answered>>();

  constructor(private readonly asking: AskingCells) {
    this.#records = [asking.known, ...Object.values(asking.knownAt ?? {})].flatMap((known) => Object.values(known)).filter((value) => UUID.test(value));
  }

  async verdictOf({ operation, standing, holding }: Cell): Promise<Verdict> {
    if (operation.rule === 'public') return 'public';
    if (holding === 'none') return this.#ofNobody(operation);
    const member = this.asking.members[standing][holding];
    if (isExcluded(operation, holding)) return this.#ofExcluded(operation, { member, holding });
    const answer = await this.#ask(member, this.#request(operation, (id) => id));
    if (answer.status === 403) return 'forbidden';
    const known = this.#known(operation);
    if (Object.keys(operation.params).some((name) => UUID.test(known[name] ?? ''))) return this.#ofRecord(operation, answer, member);
    if (operation.method !== 'GET') return answer.status < 400 || answer.status === 503 ? 'done' : 'refused';
    const own = [member.userId, member.agencyId, member.partnershipId, member.membershipId];
    return this.#records.some((id) => !own.includes(id) && answer.text.includes(id)) ? 'told' : 'nothing';
  }

  async #ofNobody(operation: Operation): Promise<Verdict> {
    const answer = await new Attacker(this.asking.url, null).send(this.#request(operation, (id) => id));
    return answer.status === 401 ? 'unauthenticated' : 'reached';
  }

  async #ofExcluded(operation: Operation, { member, holding }: { member: Member; holding: Role }): Promise<Verdict> {
    const key = `${routeOf(operation)} ${holding}`;
    const asked = this.#ofRule.get(key) ?? this.#ask(member, this.#request(operation, (id) => id));
    this.#ofRule.set(key, asked);
    return (await asked).status === 403 ? 'forbidden' : 'reached';
  }

  async #ofRecord(operation: Operation, answer: Answered, member: Member): Promise<Verdict> {
    const ofNobodys = await this.#ask(member, this.#request(operation, nobodys));
    const ids = [...this.#records, ...this.#records.map(nobodys)];
    return comparable(answer, ids) === comparable(ofNobodys, ids) ? 'absent' : 'reached';
  }

  async #ask(member: Member, request: Sent): Promise<Answered> {
    const answer = await new Attacker(this.asking.url, await this.asking.tokenFor(member)).send(request);
    // 503 is what undoing a write is answered with.
    if (answer.status === 401 || (answer.status >= 500 && answer.status !== 503)) throw new Error(`${request.method} ${request.address} answered ${answer.status}: ${answer.text}`);
    if (request.method === 'GET') this.#read.set(member, (this.#read.get(member) ?? new Map<string, Answered>()).set(request.address, answer));
    return answer;
  }

  /** @throws Error */
  async demandAlikeTogether(): Promise<void> {
    const faults: string[] = [];
    for (const [member, read] of this.#read) {
      const paths = [...read.keys()].filter((path) => !OF_READS.test(path));
      for (let at = 0; at < paths.length; at += READS_AT_ONCE) {
        const some = paths.slice(at, at + READS_AT_ONCE);
        const { status, text } = await this.#ask(member, { method: 'POST', address: '/reads', body: { paths: some } });
        if (status !== 200) throw new Error(`POST /reads answered ${status}: ${text}`);
        const { answers } = together.parse(JSON.parse(text));
        for (const [index, path] of some.entries()) {
          const alone = read.get(path);
          const answer = answers[index];
          const [one, other] = [comparable(alone ?? NOTHING, []), answer === undefined ? '' : comparable({ status: answer.status, text: JSON.stringify(answer.body) }, [])];
          if (one !== other) faults.push(`${path}, ${member.roles.join(' and ')}: ${whereApart(one, other)}`);
        }
      }
    }
    if (faults.length > 0) throw new Error(`Reads are answered otherwise among others:\n${faults.slice(0, 20).join('\n')}`);
  }

  #known({ path }: Operation): Readonly<Record<string, string>> {
    const { known, knownAt = {} } = this.asking;
    return Object.entries(knownAt).reduce((all, [part, there]) => (path.includes(part) ? { ...all, ...there } : all), known);
  }

  #request(operation: Operation, idOf: (id: string) => string): Sent {
    const known = this.#known(operation);
    const value = (name: string): string => known[name] ?? String(validValues(operation.params[name] ?? operation.query[name] ?? {}, 1, 1)[0]);
    const path = operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(UUID.test(value(name)) ? idOf(value(name)) : value(name)));
    const query = operation.needs.filter((name) => name in operation.query).map((name): [string, string] => [name, value(name)]);
    const made = operation.body === null ? undefined : replaced(validValues(operation.body, 1, 1)[0], (leaf, name) => (typeof leaf === 'string' ? (known[name] ?? leaf) : leaf));
    const body = typeof made === 'object' && made !== null ? { ...made, ...this.asking.bodies?.[routeOf(operation)] } : made;
    return { method: operation.method, address: query.length > 0 ? `${path}?${new URLSearchParams(query).toString()}` : path, body };
  }
}

const NOTHING: Answered = { status: 0, text: '' };

/** Two texts from where they are no longer the same. */
function whereApart(one: string, other: string): string {
  let alike = 0;
  while (alike < one.length && one[alike] === other[alike]) alike += 1;
  const from = Math.max(0, alike - 40);
  return `“${one.slice(from, from + 160)}” alone, “${other.slice(from, from + 160)}” among others`;
}
