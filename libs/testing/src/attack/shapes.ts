import type { JsonSchema, Operation } from '../hostile-input/openapi.js';
import { replaced } from '../hostile-input/replaced.js';
import { isFreeText, validValues } from '../hostile-input/samples.js';
import type { Sent } from './attacker.js';

/** A request with places, which are filled with somebody's ids or words. */
export interface Shape {
  fill: (taken: readonly string[]) => Sent;
  /** The body says what it has no property for: whose it would be, and what its sender may. */
  claims: boolean;
}

const PLACE = /^00000000-0000-7000-8000-(\d{12})$/;
const place = (index: number): string => `00000000-0000-7000-8000-${String(index).padStart(12, '0')}`;

/** A valid request with a place for each id; null where none has a place, and nothing could be taken for somebody's. */
export function shapeOf(operation: Operation, seed: number, take: () => string): Shape | null {
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
  const claims = seed % 5 === 0 && isObject(body);
  const claimed = claims ? claiming(body, seed, next) : body;
  if (places === 0) return null;
  const { method } = operation;
  return { claims, fill: (ids) => ({ method, address: filled(address, ids), body: claimed === undefined ? undefined : (JSON.parse(filled(JSON.stringify(claimed), ids)) as unknown) }) };
}

const isText = (schema: JsonSchema): boolean => schema.type === 'string' && schema.format === undefined && schema.enum === undefined && schema.pattern === undefined;
/** By which something is looked for and nothing is written: what is written would be the attacker's own, and told to them. */
const LOOKS = /^\/(searches|people\/matches|emergency-accesses)$/;
export const takesText = ({ method, path, query }: Operation): boolean => LOOKS.test(path) || (method === 'GET' && Object.entries(query).some(([name, schema]) => name !== 'after' && isText(schema)));

/** A valid request with a place for each free text; null where none has a place. */
export function textShapeOf(operation: Operation, seed: number, take: () => string): Shape | null {
  let places = 0;
  const next = (): string => {
    take();
    return place(places++);
  };
  const path = operation.path.replaceAll(/\{(\w+)\}/g, (_whole, name: string) => encodeURIComponent(sample(operation.params[name], seed)));
  const asked = Object.entries(operation.query).flatMap(([name, schema]): [string, string][] => (name !== 'after' && isText(schema) ? [[name, next()]] : operation.needs.includes(name) ? [[name, sample(schema, seed)]] : []));
  const address = asked.length === 0 ? path : `${path}?${new URLSearchParams(asked).toString()}`;
  const body = operation.body === null ? undefined : withTexts(validValues(operation.body, 1, seed)[0], next);
  if (places === 0) return null;
  const inBody = (words: readonly string[]): unknown => (body === undefined ? undefined : (JSON.parse(filled(JSON.stringify(body), words.map((word) => JSON.stringify(word).slice(1, -1)))) as unknown));
  return { claims: false, fill: (words) => ({ method: operation.method, address: filled(address, words.map((word) => encodeURIComponent(word))), body: inBody(words) }) };
}

/** Every free text that was made up for a body gives its place to one that is somebody's. */
const withTexts = (value: unknown, next: () => string): unknown => replaced(value, (leaf) => (typeof leaf === 'string' && isFreeText(leaf) ? next() : leaf));

function filled(text: string, ids: readonly string[]): string {
  return text.replaceAll(/00000000-0000-7000-8000-(\d{12})/g, (whole, index: string) => ids[Number(index)] ?? whole);
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** The body, or one of the objects in it, with what no property of it is for: whose it would be, what state it would have, and what its sender may. */
function claiming(body: Record<string, unknown>, seed: number, next: () => string): Record<string, unknown> {
  const inner = Object.entries(body).filter((entry): entry is [string, Record<string, unknown>] => isObject(entry[1]));
  const deeper = seed % 2 === 0 ? inner[seed % Math.max(1, inner.length)] : undefined;
  const [name, value] = deeper ?? [];
  if (name !== undefined && value !== undefined) return { ...body, [name]: claiming(value, Math.floor(seed / 2), next) };
  return { ...body, id: next(), partnershipId: next(), ownerAgencyId: next(), addedBy: next(), roles: ['administrator'], active: true, erasedAt: null };
}

export const isId = (schema: JsonSchema | undefined): boolean => schema?.format === 'uuid' || (schema?.anyOf ?? []).some(isId);
const sample = (schema: JsonSchema | undefined, seed: number): string => String(validValues(schema ?? {}, 1, seed)[0]);

const UUID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/;

/** Every id that was made up for a body gives its place to one that is somebody's. */
const withPlaces = (value: unknown, next: () => string): unknown => replaced(value, (leaf) => (typeof leaf === 'string' && UUID.test(leaf) && !PLACE.test(leaf) ? next() : leaf));
