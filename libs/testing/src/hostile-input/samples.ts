import fc from 'fast-check';
import type { JsonSchema } from './openapi.js';

const WORDS = ['a', "Robert'); drop table person; --", '<script>alert(1)</script>', 'Ünïcödé 漢字 🧡', '${7*7} {{7*7}}', '-1', 'null'];
/** Whether it was made up for a place that takes any text. */
export const isFreeText = (text: string): boolean => WORDS.includes(text) || /^é+$/.test(text);

const EMAILS = ['someone@example.org', "o'brien+tag@sub.example.org"];
const DATES = ['2026-02-02', '1900-01-01', '9999-12-31'];
const INSTANTS = ['2026-02-02T09:00:00.000Z', '1900-01-01T00:00:00.000Z', '9999-12-31T23:59:59.999Z'];

/** What is said where any text is taken, or an e-mail address: the first that fits. */
export interface Said {
  texts: readonly string[];
  emails: readonly string[];
}

/** Valid values of a schema, many of them at its edges: what gets past validation and meets the handler. */
export function validValues(schema: JsonSchema, count: number, seed: number, said?: Said): unknown[] {
  return fc.sample(valid(schema, said), { numRuns: count, seed });
}

function valid(schema: JsonSchema, said?: Said): fc.Arbitrary<unknown> {
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  const alternatives = schema.anyOf ?? schema.oneOf;
  if (alternatives) return fc.oneof(...alternatives.map((one) => valid(one, said)));
  if (schema.allOf) return fc.tuple(...schema.allOf.map((one) => valid(one, said))).map((parts) => Object.assign({}, ...parts) as unknown);
  const [type, ...others] = [schema.type ?? []].flat();
  if (others.length > 0) return fc.oneof(...[schema.type ?? []].flat().map((one) => valid({ ...schema, type: one }, said)));
  switch (type) {
    case 'string':
      return validText(schema, said);
    case 'integer':
    case 'number':
      return validNumber(schema, type === 'integer');
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'array':
      return validList(schema, said);
    case 'object':
      return validObject(schema, said);
    default:
      return fc.constantFrom<unknown>('anything', 7, true, null);
  }
}

function validText(schema: JsonSchema, said?: Said): fc.Arbitrary<string> {
  const { minLength = 0, maxLength = 300 } = schema;
  switch (schema.format) {
    case 'uuid':
      return fc.uuid({ version: 7 });
    case 'date':
      return fc.constantFrom(...DATES);
    case 'date-time':
      return fc.constantFrom(...INSTANTS);
    case 'email':
      return fc.constantFrom(...(said?.emails ?? EMAILS));
    case 'uri':
      return fc.constant('https://example.org/x');
    default:
  }
  if (schema.pattern !== undefined) return fc.constantFrom(...matching(schema.pattern, minLength, maxLength));
  const saying = said?.texts.find((text) => text.length >= minLength && text.length <= maxLength);
  if (saying !== undefined) return fc.constant(saying);
  const longest = 'é'.repeat(Math.min(maxLength, 20_000));
  const fitting = [...WORDS, longest].filter((word) => word.trim().length >= minLength && word.length <= maxLength);
  return fitting.length > 0 ? fc.constantFrom(...fitting) : fc.constant('x'.repeat(minLength));
}

/** Texts of each expression: generating one takes a long while, and a run asks for thousands. */
const matched = new Map<string, readonly string[]>();

/** Some expressions (of e-mail addresses, say) look ahead, which cannot be generated; their text is then only a guess. */
function matching(pattern: string, minLength: number, maxLength: number): readonly string[] {
  if (/\(\?[=!<]/.test(pattern)) return ['guess'];
  const texts = matched.get(pattern) ?? fc.sample(fc.stringMatching(new RegExp(pattern), { size: 'small' }), { numRuns: 24, seed: 1 });
  matched.set(pattern, texts);
  const fitting = texts.filter((text) => text.length >= minLength && text.length <= maxLength);
  return fitting.length > 0 ? fitting : ['guess'];
}

function validNumber(schema: JsonSchema, whole: boolean): fc.Arbitrary<number> {
  const step = whole ? 1 : 0.5;
  const least = schema.minimum ?? (schema.exclusiveMinimum === undefined ? -Number.MAX_SAFE_INTEGER : schema.exclusiveMinimum + step);
  const most = schema.maximum ?? (schema.exclusiveMaximum === undefined ? Number.MAX_SAFE_INTEGER : schema.exclusiveMaximum - step);
  const fitting = [least, most, 0, 1, 2 ** 31, whole ? 7 : 7.5].filter((value) => value >= least && value <= most);
  return fc.constantFrom(...fitting);
}

function validList(schema: JsonSchema, said?: Said): fc.Arbitrary<unknown[]> {
  if (schema.prefixItems) return fc.tuple(...schema.prefixItems.map((one) => valid(one, said)));
  const item = typeof schema.items === 'object' ? schema.items : {};
  const minLength = schema.minItems ?? 0;
  return fc.array(valid(item, said), { minLength, maxLength: Math.max(minLength, Math.min(schema.maxItems ?? 3, 3)) });
}

function validObject(schema: JsonSchema, said?: Said): fc.Arbitrary<Record<string, unknown>> {
  const { properties = {}, required = [], additionalProperties } = schema;
  const named = fc.record(Object.fromEntries(Object.entries(properties).map(([name, one]) => [name, valid(one, said)])), {
    requiredKeys: required.filter((name) => name in properties),
    noNullPrototype: true,
  });
  if (typeof additionalProperties !== 'object') return named;
  const keys = schema.propertyNames ? valid(schema.propertyNames).map(String) : fc.constantFrom('one', 'two');
  const others = fc.dictionary(keys, valid(additionalProperties, said), { maxKeys: 2, noNullPrototype: true });
  return fc.tuple(named, others).map(([first, second]) => ({ ...first, ...second }));
}
