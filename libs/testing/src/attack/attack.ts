import { operationsOf, type JsonSchema, type Operation } from '../hostile-input/openapi.js';
import { validValues } from '../hostile-input/samples.js';
import { Attacker } from './attacker.js';
import { comparable } from './comparable.js';
import { idsIn, wordsIn } from './harvest.js';
import { nobodys } from './nobodys.js';

/** A service as an attacker sees it. */
export interface Target {
  name: string;
  url: string;
  /** Its OpenAPI document. */
  openapi: unknown;
}

/** Somebody who can sign in: gives a token for a service, asked often, so that it never runs out. */
export interface Person {
  name: string;
  tokenFor: (service: string) => Promise<string>;
}

export interface Attack {
  targets: readonly Target[];
  /** Those who attack, of one partnership. */
  attackers: readonly Person[];
  /** Those of another partnership, whose data must stay theirs. */
  victims: readonly Person[];
  /** How many requests at least; the same seed makes the same ones of the same data. */
  requests: number;
  seed: number;
}

export interface AttackReport {
  requests: number;
  routes: number;
  /** Ids and words of the other partnership that were looked for in every answer. */
  lookedFor: number;
  /** What was answered and should not have been. */
  faults: string[];
}

const AT_ONCE = 4;
const MOST_FAULTS = 50;
/** Ids of each list that are followed: what is theirs is to be known well, what is ours enough to tell it apart. */
const THEIRS = 12;
const OURS = 2;

/** What an attacker puts where an id stands. */
type Source = 'foreign' | 'of another kind';

interface Step {
  target: Target;
  operation: Operation;
  attacker: Person;
  source: Source;
  seed: number;
}

/**
 * Attacks every route of every OpenAPI document: ids of another partnership in each place of path, query and body; ids of
 * one's own where another kind is wanted; what a partnership or an owner is in a body that has no such property. Each request goes
 * twice, the second time with ids that nobody has: both must be answered alike, to the byte. No answer may be a 5xx or
 * hold an id or a word that the other partnership alone has, and what that partnership sees must be afterwards what it was.
 */
export async function attack({ targets, attackers, victims, requests, seed }: Attack): Promise<AttackReport> {
  const theirs = await harvest(targets, victims, THEIRS);
  const ours = await harvest(targets, attackers, OURS);
  const [ourIds, known] = [idsIn(textsOf(ours)), wordsIn(textsOf(ours))];
  const foreign = [...idsIn(textsOf(theirs))].filter((id) => !ourIds.has(id));
  const words = [...wordsIn(textsOf(theirs))].filter((word) => !known.has(word));
  const own = [...ourIds];
  if (foreign.length < 20 || words.length < 20 || own.length < 20) throw new Error('There is too little to attack: load the demo with its two partnerships');

  const steps = stepsOf(targets, attackers, requests / 2, seed);
  const faults: string[] = [];
  const secrets = new Set([...foreign, ...words]);
  let sent = 0;
  const work = async (): Promise<void> => {
    for (let step = steps.pop(); step !== undefined; step = steps.pop()) {
      sent += 2;
      const fault = await faultOf(step, { foreign, own, secrets });
      if (fault !== null) faults.push(fault);
      if (faults.length >= MOST_FAULTS) return;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  const after = await harvest(targets, victims, THEIRS);
  const [before, since] = [steadyOf(theirs), steadyOf(after)];
  const changed = [...[...before].filter((word) => !since.has(word)), ...[...since].filter((word) => !before.has(word))];
  if (changed.length > 0) faults.push(`what the other partnership sees is not what it was: ${changed.slice(0, 5).join(', ').slice(0, 300)}`);
  const routes = targets.reduce((count, { openapi }) => count + operationsOf(openapi).length, 0);
  return { requests: sent, routes, lookedFor: secrets.size, faults: faults.sort() };
}

/** In an order that is the seed's, every route about as often as every other. */
function stepsOf(targets: readonly Target[], attackers: readonly Person[], count: number, seed: number): Step[] {
  const places = targets.flatMap((target) => operationsOf(target.openapi).flatMap((operation) => (operation.rule === 'public' ? [] : [{ target, operation }])));
  const steps: Step[] = [];
  for (let turn = 0; steps.length < count; turn++) {
    for (const [index, { target, operation }] of places.entries()) {
      const attacker = attackers[(turn + index) % attackers.length];
      if (attacker === undefined) throw new Error('Nobody attacks');
      // What one's own ids could change is one's own business: they are tried where nothing is written.
      const source: Source = operation.method === 'GET' && turn % 3 === 1 ? 'of another kind' : 'foreign';
      steps.push({ target, operation, attacker, source, seed: seed + turn * 1_000 + index });
    }
  }
  return steps.slice(0, Math.ceil(count)).reverse();
}

interface Loot {
  foreign: readonly string[];
  own: readonly string[];
  /** Ids and words that no answer to an attacker may hold. */
  secrets: ReadonlySet<string>;
}

async function faultOf({ target, operation, attacker, source, seed }: Step, { foreign, own, secrets }: Loot): Promise<string | null> {
  const pool = source === 'foreign' ? foreign : own;
  const taken: string[] = [];
  const take = (): string => {
    const id = pool[(seed + taken.length * 7) % pool.length] ?? '';
    taken.push(id);
    return id;
  };
  const shape = shapeOf(operation, seed, take);
  if (shape === null) return null;
  const as = new Attacker(target.url, await attacker.tokenFor(target.name));
  const strangers = taken.map(nobodys);
  const first = await as.send(shape.fill(taken));
  const second = await as.send(shape.fill(strangers));
  const what = `${attacker.name}: ${operation.method} ${operation.path} (${target.name}) with ${source === 'foreign' ? 'ids of another partnership' : 'ids of another kind'}, seed ${seed}`;
  if (first.status >= 500 || second.status >= 500) return `${what}: answered ${first.status} and ${second.status}: ${first.text.slice(0, 300)}`;
  if (first.status === 429 || second.status === 429) return null;
  const sent = new Set(taken);
  const leaked = [...secrets].find((secret) => first.text.includes(secret) && !sent.has(secret));
  if (leaked !== undefined) return `${what}: tells what is the other partnership’s: ${leaked.slice(0, 60)}`;
  // One's own ids may lead somewhere; what they lead to is not compared with nothing.
  if (source !== 'foreign') return null;
  const [left, right] = [comparable(first, taken), comparable(second, strangers)];
  return left === right ? null : `${what}: tells what there is elsewhere from what there is nowhere: ${left.slice(0, 200)} / ${right.slice(0, 200)}`;
}

interface Shape {
  fill: (ids: readonly string[]) => { method: string; address: string; body: unknown };
}

const PLACE = /^00000000-0000-7000-8000-(\d{12})$/;
const place = (index: number): string => `00000000-0000-7000-8000-${String(index).padStart(12, '0')}`;

/** A valid request with a place for each id; null where none has a place, and nothing could be taken for somebody's. */
function shapeOf(operation: Operation, seed: number, take: () => string): Shape | null {
  let places = 0;
  const next = (): string => {
    take();
    return place(places++);
  };
  const path = operation.path.replaceAll(/\{(\w+)\}/g, (_whole, name: string) => encodeURIComponent(isId(operation.params[name]) ? next() : sample(operation.params[name], seed)));
  const asked = Object.entries(operation.query).flatMap(([name, schema]): [string, string][] => {
    if (isId(schema)) return [[name, next()]];
    return seed % 4 === 0 && name !== 'after' ? [[name, sample(schema, seed)]] : [];
  });
  const address = asked.length === 0 ? path : `${path}?${new URLSearchParams(asked).toString()}`;
  const body = operation.body === null ? undefined : withPlaces(validValues(operation.body, 1, seed)[0], next);
  // What no property of the body is for is put into it now and then: whose it would be, and what one may.
  const claimed = body !== undefined && seed % 5 === 0 && typeof body === 'object' && body !== null ? { ...body, partnershipId: next(), ownerAgencyId: next(), roles: ['administrator'] } : body;
  if (places === 0) return null;
  return { fill: (ids) => ({ method: operation.method, address: filled(address, ids), body: claimed === undefined ? undefined : (JSON.parse(filled(JSON.stringify(claimed), ids)) as unknown) }) };
}

function filled(text: string, ids: readonly string[]): string {
  return text.replaceAll(/00000000-0000-7000-8000-(\d{12})/g, (whole, index: string) => ids[Number(index)] ?? whole);
}

const isId = (schema: JsonSchema | undefined): boolean => schema?.format === 'uuid' || (schema?.anyOf ?? []).some(isId);
const sample = (schema: JsonSchema | undefined, seed: number): string => String(validValues(schema ?? {}, 1, seed)[0]);

const UUID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/;

/** Every id that was made up for a body gives its place to one that is somebody's. */
function withPlaces(value: unknown, next: () => string): unknown {
  if (typeof value === 'string') return UUID.test(value) && !PLACE.test(value) ? next() : value;
  if (Array.isArray(value)) return value.map((one) => withPlaces(one, next));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, withPlaces(one, next)]));
}

interface Answer {
  address: string;
  text: string;
}

const textsOf = (answers: readonly Answer[]): string[] => answers.map(({ text }) => text);

/** What these people can read: the lists of each service, and of `ids` that stand there what they lead to. */
async function harvest(targets: readonly Target[], people: readonly Person[], ids: number): Promise<Answer[]> {
  const answers = await Promise.all(people.flatMap((person) => targets.map((target) => harvestOne(target, person, ids))));
  return answers.flat();
}

async function harvestOne(target: Target, person: Person, most: number): Promise<Answer[]> {
  const reads = operationsOf(target.openapi).filter(({ method, rule }) => method === 'GET' && rule !== 'public');
  const answers = new Map<string, string>();
  const read = async (address: string): Promise<void> => {
    const answer = await new Attacker(target.url, await person.tokenFor(target.name)).send({ method: 'GET', address, body: undefined });
    if (answer.status === 200) answers.set(address, answer.text);
  };
  for (const { path } of reads) if (!path.includes('{')) await read(path);
  for (const { path, params } of reads) {
    const [list = '', ...more] = path.split(/\/\{\w+\}/);
    if (more.length !== 1 || !Object.values(params).every(isId)) continue;
    for (const id of [...idsIn([answers.get(list) ?? ''])].slice(0, most)) await read(`${list}/${id}${more.join('')}`);
  }
  return [...answers].map(([address, text]) => ({ address, text }));
}

/** Somebody signs in and out while the attack goes on: with which browser is told to them alone. */
const COMES_AND_GOES = /\/sessions$/;

/** What is the same however often it is read: notices and times come and go. */
function steadyOf(answers: readonly Answer[]): Set<string> {
  return wordsIn(textsOf(answers.filter(({ address }) => !COMES_AND_GOES.test(address))));
}
