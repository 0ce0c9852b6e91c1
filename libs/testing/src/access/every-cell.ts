import { READS_AT_ONCE, type Role } from '@concordat/contracts-protocol';
import { z } from 'zod';
import { Attacker, type Answered, type Sent } from '../attack/attacker.js';
import { comparable } from '../attack/comparable.js';
import { nobodys } from '../attack/nobodys.js';
import { operationsOf, type Operation } from '../hostile-input/openapi.js';
import type { Member } from '../members.js';
import { HOLDINGS, STANDINGS, type FoundCell, type Holding, type StatedCells, type Standing, type Verdict } from './cells.js';
import type { Everybody } from './everybody.js';
import { MixUps } from './mix-ups.js';
import { isOfPart, type Part } from './part-of-today.js';
import { isUuid, Requests, routeOf, type Known } from './requests.js';

export interface AskingCells extends Known {
  url: string;
  tokenFor: (member: Member) => Promise<string>;
  /** Somebody of each standing and role. */
  members: Everybody;
  /** Ids of other records of the same partnership that hold others, by the name of a parameter, e.g. another case as `caseId`; the first asks them too. */
  otherParents?: Readonly<Record<string, string>>;
  /** Called before anything is asked that writes: from then on nothing written may stay, so that each cell meets the same records. */
  undoWrites: () => Promise<void>;
  /** The cells of one day. */
  part: Part;
  /** What is stated already: who reaches a record mixes its ids up. */
  stated: StatedCells;
}

interface Cell {
  operation: Operation;
  standing: Standing;
  holding: Holding;
  /** Of the day's part: what is asked of another partnership every day is read once more among others on its own day alone. */
  ofPart: boolean;
}

const AT_ONCE = 8;
/** How long a token is used of the minute for which it holds. */
const TOKEN_MS = 30_000;
/** What changes from one moment to the next: who read what grows as it is asked, and what waits in a queue is done. */
const GOES_ON = /^\/(?:conduct|queues)\b|\/looks$/;
const together = z.object({ answers: z.array(z.object({ status: z.int(), body: z.unknown() })) });

/**
 * Asks a service about every route of its OpenAPI document × role × standing, and says how it answered. What is asked of
 * a record is asked of one that nobody has besides: only what is answered otherwise counts as reached. Where the rule of a
 * route excludes a role, it is asked of one standing: the rule is looked at before any record is. Of a day's part are always
 * somebody of another partnership, in each role, and somebody who is not signed in.
 *
 * What was read is read once more, with whatever else the same member reads, as the reads of a page go: it must be answered
 * alike, to the byte. Whoever reaches a record asks for it by ids that belong elsewhere ({@link MixUps}).
 *
 * @throws Error for a 5xx, for somebody whom the service does not know, and for a read that is answered otherwise among others
 */
export async function everyCell(asking: AskingCells): Promise<{ found: FoundCell[]; mixedUp: string[] }> {
  const operations = operationsOf(await (await fetch(`${asking.url}/openapi.json`)).json());
  const asker = new CellAsker(asking);
  const cells = operations.flatMap((operation, row) => cellsOf(operation, row, asking.part));
  const mixUps = new MixUps({ ...asking, ask: (member, request) => asker.ask(member, request) });
  const found = new Map<Cell, Verdict>();
  const mixedUp: string[] = [];
  for (const writes of [false, true]) {
    if (writes) await asking.undoWrites();
    const isNow = ({ method }: Operation): boolean => (method !== 'GET') === writes;
    await eachOf(cells.filter(({ operation }) => isNow(operation)), async (cell) => void found.set(cell, await asker.verdictOf(cell)));
    await eachOf(mixUps.of(operations.filter(isNow)), async (one) => void mixedUp.push(...(await mixUps.faultsOf(one))));
    if (!writes) await asker.demandAlikeTogether();
  }
  return {
    found: cells.flatMap((cell) => {
      const verdict = found.get(cell);
      return verdict === undefined ? [] : [{ route: routeOf(cell.operation), holding: cell.holding, standing: cell.standing, verdict }];
    }),
    mixedUp,
  };
}

function cellsOf(operation: Operation, row: number, part: Part): Cell[] {
  return HOLDINGS.flatMap((holding) => STANDINGS.map((standing): Cell => ({ operation, holding, standing, ofPart: isOfPart({ holding, standing }, row, part) })))
    .filter(({ holding, standing, ofPart }) => ofPart || holding === 'none' || (standing === 'elsewhere' && operation.rule !== 'public'));
}

async function eachOf<One>(these: readonly One[], work: (one: One) => Promise<void>): Promise<void> {
  const waiting = [...these];
  const go = async (): Promise<void> => {
    for (let one = waiting.pop(); one !== undefined; one = waiting.pop()) await work(one);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, go));
}

/** Whether a route's rule keeps a role out, whatever is asked of it. */
const isExcluded = ({ rule }: Operation, holding: Role): boolean => typeof rule === 'object' && !rule.roles.includes(holding);

class CellAsker {
  /** What is answered to those whom a rule keeps out, and to those who are not signed in. */
  readonly #once = new Map<string, Promise<unknown>>();
  readonly #requests: Requests;
  /** What each member was answered who read, by the address. */
  readonly #read = new Map<Member, Map<string, Answered>>();
  readonly #tokens = new Map<Member, { since: number; token: Promise<string> }>();

  constructor(private readonly asking: AskingCells) {
    this.#requests = new Requests(asking);
  }

  async verdictOf({ operation, standing, holding, ofPart }: Cell): Promise<Verdict> {
    if (operation.rule === 'public') {
      if (holding === 'none') return (await this.#ofNobody(operation)).status === 403 ? 'forbidden' : 'public';
      return this.#askOnce(`${routeOf(operation)} ${holding}`, () => this.#ofPublic(operation, this.asking.members[standing][holding]));
    }
    if (holding === 'none') return (await this.#ofNobody(operation)).status === 401 ? 'unauthenticated' : 'reached';
    const member = this.asking.members[standing][holding];
    if (isExcluded(operation, holding)) {
      return (await this.#askOnce(`${routeOf(operation)} ${holding}`, () => this.ask(member, this.#requests.of(operation)))).status === 403 ? 'forbidden' : 'reached';
    }
    const answer = await this.ask(member, this.#requests.of(operation), ofPart);
    if (answer.status === 403) return 'forbidden';
    if (Object.keys(this.#requests.idsOf(operation)).length > 0) return this.#ofRecord(operation, answer, { member, standing });
    if (operation.method !== 'GET') return answer.status < 400 || answer.status === 503 ? 'done' : 'refused';
    const own = [member.userId, member.agencyId, member.partnershipId, member.membershipId];
    return this.#requests.records.some((id) => !own.includes(id) && answer.text.includes(id)) ? 'told' : 'nothing';
  }

  /** A token of a membership opens nothing here: whoever has one is answered as whoever has none. */
  async #ofPublic(operation: Operation, member: Member): Promise<Verdict> {
    const ofNobody = await this.#ofNobody(operation);
    const answer = await this.#send(await this.#tokenOf(member), this.#requests.of(operation));
    const counted = [ofNobody, answer].some(({ status }) => status === 429);
    const [one, other] = [answer, ofNobody].map((given) => comparable(given, []));
    if (counted || one === other) return 'public';
    // A challenge is another one each time that it is asked for.
    const again = await this.#send(null, this.#requests.of(operation));
    return again.status === answer.status && comparable(again, []) !== other ? 'public' : 'reached';
  }

  #ofNobody(operation: Operation): Promise<Answered> {
    return this.#askOnce(routeOf(operation), () => this.#send(null, this.#requests.of(operation)));
  }

  #askOnce<Told>(key: string, ask: () => Promise<Told>): Promise<Told> {
    const asked = (this.#once.get(key) as Promise<Told> | undefined) ?? ask();
    this.#once.set(key, asked);
    return asked;
  }

  async #ofRecord(operation: Operation, answer: Answered, { member, standing }: { member: Member; standing: Standing }): Promise<Verdict> {
    const { records } = this.#requests;
    const ids = [...records, ...records.map(nobodys)];
    const isAlike = async (ofNobodys: Promise<Answered>): Promise<boolean> => comparable(answer, ids) === comparable(await ofNobodys, ids);
    const ask = (): Promise<Answered> => this.ask(member, this.#requests.of(operation, (value) => (isUuid(value) ? nobodys(value) : value)));
    // Of what nobody has, one of another partnership is answered for all of them; where that differs, each for themselves.
    if (standing === 'elsewhere' && (await isAlike(this.#askOnce(`${routeOf(operation)} nobody’s`, ask)))) return 'absent';
    return (await isAlike(ask())) ? 'absent' : 'reached';
  }

  async ask(member: Member, request: Sent, kept = false): Promise<Answered> {
    const answer = await this.#send(await this.#tokenOf(member), request);
    if (answer.status === 401) throw new Error(`${request.method} ${request.address} answered ${answer.status}: ${answer.text}`);
    if (kept && request.method === 'GET') this.#read.set(member, (this.#read.get(member) ?? new Map<string, Answered>()).set(request.address, answer));
    return answer;
  }

  async #send(token: string | null, request: Sent): Promise<Answered> {
    const answer = await new Attacker(this.asking.url, token).send(request);
    // 503 is what undoing a write is answered with.
    if (answer.status >= 500 && answer.status !== 503) throw new Error(`${request.method} ${request.address} answered ${answer.status}: ${answer.text}`);
    return answer;
  }

  #tokenOf(member: Member): Promise<string> {
    const kept = this.#tokens.get(member);
    if (kept !== undefined && Date.now() - kept.since < TOKEN_MS) return kept.token;
    const token = this.asking.tokenFor(member);
    this.#tokens.set(member, { since: Date.now(), token });
    return token;
  }

  /** @throws Error */
  async demandAlikeTogether(): Promise<void> {
    const faults: string[] = [];
    const parcels = [...this.#read].flatMap(([member, read]) => {
      const paths = [...read.keys()].filter((path) => !GOES_ON.test(path));
      return Array.from({ length: Math.ceil(paths.length / READS_AT_ONCE) }, (_, at) => ({ member, read, some: paths.slice(at * READS_AT_ONCE, (at + 1) * READS_AT_ONCE) }));
    });
    await eachOf(parcels, async ({ member, read, some }) => {
      const { status, text } = await this.ask(member, { method: 'POST', address: '/reads', body: { paths: some } });
      if (status !== 200) throw new Error(`POST /reads answered ${status}: ${text}`);
      const { answers } = together.parse(JSON.parse(text));
      for (const [index, path] of some.entries()) {
        const alone = read.get(path);
        const answer = answers[index];
        const [one, other] = [comparable(alone ?? NOTHING, []), answer === undefined ? '' : comparable({ status: answer.status, text: JSON.stringify(answer.body) }, [])];
        if (one !== other) faults.push(`${path}, ${member.roles.join(' and ')}: ${whereApart(one, other)}`);
      }
    });
    if (faults.length > 0) throw new Error(`Reads are answered otherwise among others:\n${faults.slice(0, 20).join('\n')}`);
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
