import type { JsonSchema } from './openapi.js';

/** A body that is wrong, or just not wrong yet, in one place. */
export interface FaultyValue {
  /** What is wrong, and where. */
  fault: string;
  value: unknown;
  /** At the very edge of what is valid: it may be taken. */
  valid?: boolean;
}

const LONG = 100_000;

/** The value of each type that a schema may refuse. */
const OF_TYPE: Record<string, unknown> = {
  string: 'surprise',
  number: 7.5,
  boolean: true,
  array: ['surprise', 'surprise'],
  object: { surprise: true },
};

/** `sample` with one fault each time: in every place, everything that the schema says is wrong there. */
export function faultyValues(schema: JsonSchema, sample: unknown, at = 'body'): FaultyValue[] {
  const faults: FaultyValue[] = [];
  for (const [type, value] of Object.entries(OF_TYPE)) {
    if (refusesType(schema, type)) faults.push({ fault: `${at} is of type ${type}`, value });
  }
  if (!accepts(schema, 'null')) faults.push({ fault: `${at} is null`, value: null });
  if (typeof sample === 'string' && isText(schema)) {
    faults.push({ fault: `${at} holds a null character`, value: `${sample.slice(0, -1)}\u0000` });
    if (!matches(schema, 'surprise')) faults.push({ fault: `${at} has not the form that it must have`, value: 'surprise' });
    if (isBounded(schema)) faults.push({ fault: `${at} is too long`, value: 'x'.repeat(LONG) });
    if (isFree(schema)) faults.push({ fault: `${at} is as long as it may be`, value: 'é'.repeat(Math.min(schema.maxLength ?? LONG, LONG)), valid: true });
  }
  if (typeof sample === 'number' && accepts(schema, 'integer') && !accepts(schema, 'number')) {
    faults.push({ fault: `${at} is beyond what an integer holds`, value: 1e300 });
    faults.push({ fault: `${at} is as large as it may be`, value: schema.maximum ?? Number.MAX_SAFE_INTEGER, valid: true });
    faults.push({ fault: `${at} is as small as it may be`, value: schema.minimum ?? -Number.MAX_SAFE_INTEGER, valid: true });
  }
  if (isRecord(sample) && schema.properties) faults.push(...faultyProperties(schema, sample, at));
  if (isList(sample) && sample.length > 0 && typeof schema.items === 'object') {
    faults.push(...faultyValues(schema.items, sample[0], `${at}.0`).map((inner) => ({ ...inner, value: sample.with(0, inner.value) })));
  }
  return faults;
}

function faultyProperties(schema: JsonSchema, sample: Record<string, unknown>, at: string): FaultyValue[] {
  const { properties = {}, required = [] } = schema;
  const faults: FaultyValue[] = [];
  if (schema.additionalProperties === false) faults.push({ fault: `${at} has an unknown property`, value: { ...sample, surprise: 'surprise' } });
  for (const name of required) {
    const { [name]: _gone, ...others } = sample;
    faults.push({ fault: `${at} lacks ${name}`, value: others });
  }
  for (const [name, property] of Object.entries(properties)) {
    if (!(name in sample)) continue;
    const inner = faultyValues(property, sample[name], `${at}.${name}`);
    faults.push(...inner.map((one) => ({ ...one, value: { ...sample, [name]: one.value } })));
  }
  return faults;
}

/** Whether a value of the type is surely wrong; `number` stands for one that is not whole. */
function refusesType(schema: JsonSchema, type: string): boolean {
  return !accepts(schema, type) || ((type === 'string' || type === 'object') && isClosed(schema));
}

/** Every value that it takes is named: the surprising text is none of them. */
function isClosed(schema: JsonSchema): boolean {
  return schema.enum !== undefined || schema.const !== undefined;
}

function accepts(schema: JsonSchema, type: string): boolean {
  const alternatives = schema.anyOf ?? schema.oneOf;
  if (alternatives) return alternatives.some((one) => accepts(one, type));
  if (schema.allOf) return schema.allOf.every((one) => accepts(one, type));
  if (schema.const !== undefined) return typeof schema.const === type;
  if (schema.enum) return schema.enum.some((one) => (one === null ? type === 'null' : typeof one === type));
  return schema.type === undefined || [schema.type].flat().includes(type);
}

function isText(schema: JsonSchema): boolean {
  return schema.type === 'string';
}

/** Whether text without any form would do; formats that are not looked at here count as none. */
function matches(schema: JsonSchema, text: string): boolean {
  if (schema.enum !== undefined || schema.const !== undefined) return true;
  if (['uuid', 'date', 'date-time', 'email', 'uri'].includes(schema.format ?? '')) return false;
  return schema.pattern === undefined || new RegExp(schema.pattern, 'u').test(text);
}

function isFree(schema: JsonSchema): boolean {
  return schema.enum === undefined && schema.const === undefined && schema.format === undefined && schema.pattern === undefined;
}

function isBounded(schema: JsonSchema): boolean {
  return schema.maxLength !== undefined || ['uuid', 'date', 'date-time'].includes(schema.format ?? '');
}

function isList(value: unknown): value is unknown[] {
  return Array.isArray(value);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
