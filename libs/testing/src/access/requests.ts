import type { Operation } from '../hostile-input/openapi.js';
import { replaced } from '../hostile-input/replaced.js';
import { validValues } from '../hostile-input/samples.js';
import type { Sent } from '../attack/attacker.js';

/** What requests are made of. */
export interface Known {
  /** Ids of records that exist, and other values, by the name of a parameter or of a property. */
  known: Readonly<Record<string, string>>;
  /** The same for addresses that hold a text, e.g. `/register/`, where a name means another record than elsewhere. */
  knownAt?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** By route, properties of its body that are to be something else than a made-up value. */
  bodies?: Readonly<Record<string, object>>;
}

const UUID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/;
export const isUuid = (value: unknown): value is string => typeof value === 'string' && UUID.test(value);

export const routeOf = ({ method, path }: Operation): string => `${method} ${path}`;

/** Makes a valid request of each route, about records that exist. */
export class Requests {
  /** Ids of all of them. */
  readonly records: readonly string[];

  constructor(private readonly given: Known) {
    this.records = [given.known, ...Object.values(given.knownAt ?? {})].flatMap((known) => Object.values(known)).filter(isUuid);
  }

  /** Ids that stand in its address, by name. */
  idsOf(operation: Operation): Readonly<Record<string, string>> {
    const known = this.#known(operation);
    return Object.fromEntries(Object.keys(operation.params).flatMap((name): [string, string][] => (isUuid(known[name]) ? [[name, known[name]]] : [])));
  }

  /** `inAddress` is told each value that stands in its path, and `inBody` each that the body gets, with its name. */
  of(operation: Operation, inAddress: (value: string, name: string) => string = same, inBody: (value: string, name: string) => string = same): Sent {
    const known = this.#known(operation);
    const value = (name: string): string => known[name] ?? String(validValues(operation.params[name] ?? operation.query[name] ?? {}, 1, 1)[0]);
    const path = operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(inAddress(value(name), name)));
    const query = operation.needs.filter((name) => name in operation.query).map((name): [string, string] => [name, value(name)]);
    const made = operation.body === null ? undefined : replaced(validValues(operation.body, 1, 1)[0], (leaf, name) => (typeof leaf === 'string' ? inBody(known[name] ?? leaf, name) : leaf));
    const body = typeof made === 'object' && made !== null ? { ...made, ...this.given.bodies?.[routeOf(operation)] } : made;
    return { method: operation.method, address: query.length > 0 ? `${path}?${new URLSearchParams(query).toString()}` : path, body };
  }

  #known({ path }: Operation): Readonly<Record<string, string>> {
    const { known, knownAt = {} } = this.given;
    return Object.entries(knownAt).reduce((all, [part, there]) => (path.includes(part) ? { ...all, ...there } : all), known);
  }
}

const same = (value: string): string => value;
