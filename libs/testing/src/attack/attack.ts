import { operationsOf, type Operation } from '../hostile-input/openapi.js';
import { Attacker } from './attacker.js';
import { comparable } from './comparable.js';
import { everyRead, type Answer } from './every-read.js';
import { idsIn, wordsIn } from './harvest.js';
import { nobodys, nobodysWords } from './nobodys.js';
import type { Person, Target } from './people.js';
import { shapeOf, takesText, textShapeOf } from './shapes.js';

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
  /** Of these, by what was put where an id or a text stands. */
  by: Readonly<Record<Source, number>>;
  /** Of these, answered that there were too many. */
  turnedAway: number;
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

/** What an attacker puts where an id stands, or a text. */
type Source = 'foreign' | 'of another kind' | 'words';

const NAMES: Readonly<Record<Source, string>> = { foreign: 'ids of another partnership', 'of another kind': 'ids of another kind', words: 'words of another partnership' };

interface Step {
  target: Target;
  operation: Operation;
  attacker: Person;
  source: Source;
  seed: number;
}

/**
 * Attacks every route of every OpenAPI document, and with a session those that ask for one: ids of another partnership in each place of path, query and body; ids of
 * one's own where another kind is wanted; what a partnership or an owner is in a body that has no such property; words that
 * another partnership wrote in each place of text, by which a filter or a search could tell that they are there. Each request goes
 * twice, the second time with ids or words that nobody has: both must be answered alike, to the byte. No answer may be a 5xx or
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

  const steps = stepsOf(targets, attackers, seed);
  const faults = ordersOf(targets);
  const secrets = new Set([...foreign, ...words]);
  const sent: Record<Source, number> = { foreign: 0, 'of another kind': 0, words: 0 };
  let turnedAway = 0;
  const count = (): number => Object.values(sent).reduce((sum, one) => sum + one, 0);
  const work = async (): Promise<void> => {
    for (const step of steps) {
      const outcome = await outcomeOf(step, { foreign, own, words, secrets });
      if (outcome === 'no place') continue;
      sent[step.source] += 2;
      if (outcome === 'turned away') turnedAway += 2;
      else if (outcome !== null) faults.push(outcome.fault);
      if (faults.length >= MOST_FAULTS || count() >= requests) return;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  const after = await harvest(targets, victims, THEIRS);
  const [before, since] = [steadyOf(theirs), steadyOf(after)];
  const changed = [...[...before].filter((word) => !since.has(word)), ...[...since].filter((word) => !before.has(word))];
  if (changed.length > 0) faults.push(`what the other partnership sees is not what it was: ${changed.slice(0, 5).join(', ').slice(0, 300)}`);
  for (const person of [...victims, ...attackers]) if (!(await person.stillSignedIn())) faults.push(`${person.name} is not signed in any more`);
  const routes = targets.reduce((count, { openapi }) => count + operationsOf(openapi).length, 0);
  return { requests: count(), by: sent, turnedAway, routes, lookedFor: secrets.size, faults: faults.sort() };
}

/** Where whoever asks chooses by what a list is put in order: by something that is hidden from them, its order would tell it. */
function ordersOf(targets: readonly Target[]): string[] {
  return targets.flatMap(({ name, openapi }) =>
    operationsOf(openapi).flatMap(({ method, path, query }) => Object.keys(query).filter((one) => /sort|order|direction/i.test(one)).map((one) => `${method} ${path} (${name}): "${one}" lets its caller choose an order`)),
  );
}

/** In an order that is the seed's, every route about as often as every other, without an end. */
function* stepsOf(targets: readonly Target[], attackers: readonly Person[], seed: number): Generator<Step, void> {
  const places = targets.flatMap((target) => operationsOf(target.openapi).flatMap((operation) => (operation.rule === 'public' && target.inSession?.(operation) !== true ? [] : [{ target, operation }])));
  for (let turn = 0; ; turn++) {
    for (const [index, { target, operation }] of places.entries()) {
      const attacker = attackers[(turn + index) % attackers.length];
      if (attacker === undefined) throw new Error('Nobody attacks');
      yield { target, operation, attacker, source: sourceOf(operation, turn), seed: seed + turn * 1_000 + index };
    }
  }
}

/** What one's own ids could change is one's own business: they are tried where nothing is written. */
function sourceOf(operation: Operation, turn: number): Source {
  if (operation.method === 'GET' && turn % 3 === 1) return 'of another kind';
  return turn % 3 === 0 && takesText(operation) ? 'words' : 'foreign';
}

interface Loot {
  foreign: readonly string[];
  own: readonly string[];
  words: readonly string[];
  /** Ids and words that no answer to an attacker may hold. */
  secrets: ReadonlySet<string>;
}

/** Null where all was well. */
type Outcome = null | 'no place' | 'turned away' | { fault: string };

async function outcomeOf({ target, operation, attacker, source, seed }: Step, { foreign, own, words, secrets }: Loot): Promise<Outcome> {
  const pool = { foreign, 'of another kind': own, words }[source];
  const taken: string[] = [];
  const take = (): string => {
    const id = pool[(seed + taken.length * 7) % pool.length] ?? '';
    taken.push(id);
    return id;
  };
  const shape = source === 'words' ? textShapeOf(operation, seed, take) : shapeOf(operation, seed, take);
  if (shape === null) return 'no place';
  const as = operation.rule === 'public' ? new Attacker(target.url, attacker.session, 'Session') : new Attacker(target.url, await attacker.tokenFor(target.name));
  const strangers = taken.map(source === 'words' ? nobodysWords : nobodys);
  const first = await as.send(shape.fill(taken));
  const second = await as.send(shape.fill(strangers));
  const what = `${attacker.name}: ${operation.method} ${operation.path} (${target.name}) with ${NAMES[source]}, seed ${seed}`;
  const fault = (said: string): { fault: string } => ({ fault: `${what}: ${said}` });
  if (first.status >= 500 || second.status >= 500) return fault(`answered ${first.status} and ${second.status}: ${first.text.slice(0, 300)}`);
  if (first.status === 429 || second.status === 429) return 'turned away';
  if (shape.claims && [first, second].some(({ status }) => status < 300)) return fault('takes what it has no property for');
  const sent = new Set(taken);
  const leaked = [...secrets].find((secret) => first.text.includes(secret) && !sent.has(secret));
  if (leaked !== undefined) return fault(`tells what is the other partnership’s: ${leaked.slice(0, 60)}`);
  // One's own ids may lead somewhere; what they lead to is not compared with nothing, and neither is what is missing below it.
  if (source === 'of another kind' && (first.status !== 404 || taken.length > 1)) return null;
  const [left, right] = [comparable(first, taken), comparable(second, strangers)];
  return left === right ? null : fault(`tells what there is elsewhere from what there is nowhere: ${left.slice(0, 200)} / ${right.slice(0, 200)}`);
}

const textsOf = (answers: readonly Answer[]): string[] => answers.map(({ text }) => text);

/** What these people can read: the lists of each service, and of `ids` that stand there what they lead to. */
async function harvest(targets: readonly Target[], people: readonly Person[], ids: number): Promise<Answer[]> {
  const answers = await Promise.all(people.flatMap((person) => targets.map((target) => everyRead(target, person, ids))));
  return answers.flat().filter(({ status }) => status === 200);
}

/** Somebody signs in and out while the attack goes on: with which browser, and when, is told to them alone. */
const COMES_AND_GOES = /^\/sessions\b|\/sessions$/;

/** What is the same however often it is read: notices and times come and go. */
function steadyOf(answers: readonly Answer[]): Set<string> {
  return wordsIn(textsOf(answers.filter(({ address }) => !COMES_AND_GOES.test(address))));
}
