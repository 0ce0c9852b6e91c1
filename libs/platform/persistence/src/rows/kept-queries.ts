import { isDeepStrictEqual } from 'node:util';
import { raw, RawQueryFragment, type Dictionary } from '@mikro-orm/postgresql';
import type { BoundRead } from '../bound-reads.js';

/** What makes two questions alike but for their values: which table, columns, order and number of rows. */
export interface Asked {
  /** Conditions, as MikroORM takes them. */
  where: object;
  /** All that is not a condition, as text. */
  rest: string;
}

interface Shape {
  text: string;
  values: unknown[];
}

/** A text that is kept, and for each of its places the number of the value that goes there, or what always stands there. */
interface Kept {
  text: string;
  places: ({ value: number } | { always: boolean })[];
}

/** Questions that are kept at most of one table. */
const KEPT_AT_MOST = 200;

/**
 * Texts of questions that were asked before. To put one together takes MikroORM longer than PostgreSQL takes to answer it, and
 * a service asks a few dozen kinds of them. Which value goes where is found out once for each kind, by asking with values that
 * are told apart; a kind of which that cannot be said is put together each time.
 */
export class KeptQueries {
  readonly #kept = new Map<string, Kept | null>();

  /** @param build puts the text together for conditions; null for what is no read whose values can be bound */
  read({ where, rest }: Asked, build: (where: object) => BoundRead | null): BoundRead | null {
    const shape = shapeOf(where);
    if (shape === null) return build(where);
    const key = `${rest} ${shape.text}`;
    const kept = this.#kept.get(key);
    if (kept) return { text: kept.text, values: valuesIn(kept, shape.values) };
    const built = build(where);
    if (kept === undefined && this.#kept.size < KEPT_AT_MOST) this.#kept.set(key, built === null ? null : learnt(where, shape, built, build));
    return built;
  }
}

function shapeOf(where: object): Shape | null {
  const values: unknown[] = [];
  const text = shapeText(where, values);
  return text === null ? null : { text, values };
}

/** The shape of a condition, with its values put to `values`; null for one that is not known here. */
function shapeText(part: unknown, values: unknown[]): string | null {
  if (part === null || typeof part === 'boolean') return String(part);
  if (typeof part === 'string' || typeof part === 'number' || part instanceof Date || isList(part)) {
    values.push(part);
    return part instanceof Date ? 'date' : Array.isArray(part) ? 'list' : typeof part;
  }
  if (Array.isArray(part)) return named('each', joined(part.map((one) => shapeText(one, values))));
  if (!isPlain(part)) return null;
  return joined(
    Reflect.ownKeys(part).map((key) => {
      if (typeof key === 'string') return named(JSON.stringify(key), shapeText(part[key], values));
      const fragment = RawQueryFragment.getKnownFragment(key);
      return fragment === undefined || !isEmpty(Reflect.get(part, key)) ? null : named(`sql ${JSON.stringify(fragment.sql)}`, joined(fragment.params.map((one) => shapeText(one, values))));
    }),
  );
}

const named = (name: string, shape: string | null): string | null => (shape === null ? null : `${name}: ${shape}`);
const joined = (shapes: readonly (string | null)[]): string | null => (shapes.includes(null) ? null : `{${shapes.join(', ')}}`);

/** The same conditions with each value replaced, in the order in which {@link shapeText} meets them. */
function replaced(part: unknown, next: (value: unknown) => unknown): unknown {
  if (part === null || typeof part === 'boolean') return part;
  if (typeof part !== 'object' || part instanceof Date || isList(part)) return next(part);
  if (Array.isArray(part)) return part.map((one) => replaced(one, next));
  const copy: Dictionary = {};
  for (const key of Reflect.ownKeys(part)) {
    const fragment = typeof key === 'symbol' ? RawQueryFragment.getKnownFragment(key) : undefined;
    if (fragment === undefined) Reflect.set(copy, key, replaced(Reflect.get(part, key), next));
    else Reflect.set(copy, raw(fragment.sql, fragment.params.map((one) => replaced(one, next))).key, []);
  }
  return copy;
}

/** Where each value goes; null when that cannot be told, or when MikroORM makes something else of a value than it is. */
function learnt(where: object, shape: Shape, built: BoundRead, build: (where: object) => BoundRead | null): Kept | null {
  const marks = shape.values.map(markFor);
  let at = 0;
  const marked = replaced(where, () => marks[at++]);
  const learning = typeof marked === 'object' && marked !== null ? build(marked) : null;
  if (learning?.text !== built.text) return null;
  const places = learning.values.map((value) => (typeof value === 'boolean' ? { always: value } : { value: marks.findIndex((mark) => isDeepStrictEqual(mark, value)) }));
  if (places.some((place) => 'value' in place && place.value === -1)) return null;
  const kept = { text: built.text, places };
  return isDeepStrictEqual(valuesIn(kept, shape.values), [...built.values]) ? kept : null;
}

const valuesIn = ({ places }: Kept, values: readonly unknown[]): unknown[] => places.map((place) => ('always' in place ? place.always : values[place.value]));

/** A value of the same kind that no other place has. */
function markFor(value: unknown, number: number): unknown {
  if (typeof value === 'number') return 7_000_000_000 + number;
  if (value instanceof Date) return new Date(7_000_000_000 + number);
  return Array.isArray(value) ? [`mark ${String(number)} a`, `mark ${String(number)} b`] : `mark ${String(number)}`;
}

const isList = (part: unknown): part is string[] => Array.isArray(part) && part.length > 0 && part.every((one) => typeof one === 'string');
const isEmpty = (part: unknown): boolean => Array.isArray(part) && part.length === 0;
const isPlain = (part: unknown): part is Dictionary => typeof part === 'object' && part !== null && Object.getPrototypeOf(part) === Object.prototype;
