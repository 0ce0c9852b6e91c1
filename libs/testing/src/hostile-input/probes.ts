import { faultyValues } from './faults.js';
import type { JsonSchema, Operation } from './openapi.js';
import { validValues, type Said } from './samples.js';

/** One request that a route must stand. */
export interface Probe {
  what: string;
  method: string;
  /** With query. */
  address: string;
  headers: Record<string, string>;
  body: string | undefined;
  /** `refused`: 4xx. `survived`: anything but 5xx, since what is sent is valid and may be done. */
  expected: 'refused' | 'survived';
  /** Without: the token is left out, and the answer must be 401. */
  signedIn: boolean;
}

const JSON_TYPE = { 'content-type': 'application/json' };
const TEN_MEGABYTES = 10 * 1024 * 1024;
const BAD_SEGMENTS = ['x', '0', '%00', '%27%20or%20%271%27=%271', '..%2f..%2fetc%2fpasswd', '%F0%9F%92%A5', 'a'.repeat(3000)];
/** Valid requests with invented ids and values at the edges, a route. */
const VALID_TIMES = 4;

/** Everything bad that can be sent to a route, as its description tells. */
export function probesOf(operation: Operation, seed: number): Probe[] {
  const probes: Probe[] = [];
  const add = (what: string, change: Partial<Probe>): void => {
    probes.push({ what, ...validRequest(operation, seed), expected: 'refused', signedIn: true, ...change });
  };
  const { headers } = validRequest(operation, seed);
  if (operation.rule !== 'public') {
    add('no token', { signedIn: false });
    add('a token that is none', { signedIn: false, headers: { ...headers, authorization: 'Bearer a.b.c' } });
    if (operation.method !== 'GET') add('an idempotency key that could be guessed', { headers: { ...headers, 'idempotency-key': 'a' } });
  }
  addPathFaults(operation, seed, add);
  addQueryFaults(operation, seed, add);
  if (operation.body) addBodyFaults(operation.body, seed, add);
  else if (operation.method !== 'GET') add('a body where none is taken', { headers: JSON_TYPE, body: '{"surprise":true}' });
  for (let time = 1; time <= VALID_TIMES; time += 1) add(`a valid request (${time})`, { ...validRequest(operation, seed + time), expected: 'survived' });
  return probes;
}

type Add = (what: string, change: Partial<Probe>) => void;

function addPathFaults(operation: Operation, seed: number, add: Add): void {
  const { address } = validRequest(operation, seed);
  add('a method that the address does not take', { method: 'PROPFIND' });
  for (const name of Object.keys(operation.params)) {
    for (const segment of BAD_SEGMENTS) {
      const path = operation.path.replaceAll(/\{(\w+)\}/g, (_, other: string) => (other === name ? segment : sampleText(operation.params[other], seed)));
      // A parameter that is not an id may be any text: one that nobody knows, perhaps with an empty list.
      const expected = operation.params[name]?.format === 'uuid' || segment === '%00' ? 'refused' : 'survived';
      add(`${name} is ${segment.slice(0, 40)}`, { address: path, expected });
    }
  }
  add('a broken escape in the query', { address: `${address.split('?')[0] ?? ''}?%E0%A4%A=%` });
}

function addQueryFaults(operation: Operation, seed: number, add: Add): void {
  const path = validRequest(operation, seed).address.split('?')[0] ?? '';
  add('an unknown parameter of the query', { address: `${path}?surprise=1` });
  for (const [name, schema] of Object.entries(operation.query)) {
    const set = (value: string): Partial<Probe> => ({ address: `${path}?${name}=${encodeURIComponent(value)}` });
    add(`query ${name} holds a null character`, set('\u0000'));
    if (schema.maxLength !== undefined || isNumeric(schema)) add(`query ${name} is too long`, set('9'.repeat(8000)));
    if (isNumeric(schema)) add(`query ${name} is not a number`, set('surprise'));
    if (schema.enum) add(`query ${name} is none of those that it takes`, set('surprise'));
    if (![schema.type].flat().includes('array') && schema.type !== undefined) add(`query ${name} is given twice`, { address: `${path}?${name}=1&${name}=2` });
  }
}

function addBodyFaults(schema: JsonSchema, seed: number, add: Add): void {
  const [sample] = validValues(schema, 1, seed);
  const valid = JSON.stringify(sample);
  add('10 MB', { body: JSON.stringify({ surprise: 'x'.repeat(TEN_MEGABYTES) }), headers: JSON_TYPE });
  add('text in place of JSON', { headers: { 'content-type': 'text/plain' }, body: valid });
  add('XML in place of JSON', { headers: { 'content-type': 'application/xml' }, body: '<a/>' });
  add('a form in place of JSON', { headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'a=b' });
  add('no content type', { headers: { 'content-type': '' }, body: valid });
  add('broken JSON', { body: valid.slice(0, -1), headers: JSON_TYPE });
  add('JSON with more behind it', { body: `${valid}}`, headers: JSON_TYPE });
  add('a poisoned prototype', { body: '{"__proto__":{"admin":true},"constructor":{"prototype":{"admin":true}}}', headers: JSON_TYPE });
  add('an empty body', { body: '', headers: JSON_TYPE });
  add('no body', { body: undefined, headers: {} });
  add('deep nesting', { body: '{"a":'.repeat(20_000) + '1' + '}'.repeat(20_000), headers: JSON_TYPE });
  for (const { fault, value, valid: edge } of faultyValues(schema, sample)) {
    add(fault, { body: JSON.stringify(value), headers: JSON_TYPE, expected: edge ? 'survived' : 'refused' });
  }
}

/** A request that the description lets through, with invented values; in its body `said` is said. */
export function validRequest({ method, path, params, query, needs, body }: Operation, seed: number, said?: Said): Pick<Probe, 'method' | 'address' | 'headers' | 'body'> {
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(sampleText(params[name], seed)));
  const search = new URLSearchParams();
  for (const [name, schema] of Object.entries(query)) {
    // The first valid request leaves optional parameters out: a cursor, for one, cannot be invented.
    if (seed % 2 === 0 || needs.includes(name)) search.set(name, sampleText(schema, seed));
  }
  return {
    method,
    address: search.size > 0 ? `${filled}?${search.toString()}` : filled,
    headers: body ? JSON_TYPE : {},
    body: body ? JSON.stringify(validValues(body, 1, seed, said)[0]) : undefined,
  };
}

function sampleText(schema: JsonSchema | undefined, seed: number): string {
  const [value] = validValues(schema ?? {}, 1, seed);
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function isNumeric(schema: JsonSchema): boolean {
  return schema.type === 'integer' || schema.type === 'number';
}
