import type { JsonSchema } from './openapi.js';

/** A body that is wrong in one place. */
export interface FaultyValue {
  /** What is wrong, and where. */
  fault: string;
  value: unknown;
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
    if (isBounded(schema)) faults.push({ fault: `${at} is too long`, value: 'x'.repeat(LONG) });
  }
  if (typeof sample === 'number' && accepts(schema, 'integer') && !accepts(schema, 'number')) {
    faults.push({ fault: `${at} is beyond what an integer holds`, value: 1e300 });
  }
  if (isRecord(sample) && schema.properties) faults.push(...faultyProperties(schema, sample, at));
  if (Array.isArray(sample) && typeof schema.items === 'object') {
    const { items } = schema;
    faults.push(...sample.slice(0, 1).flatMap((item: unknown) => faultyValues(items, item, `${at}.0`).map(({ fault, value }) => ({ fault, value: [value, ...sample.slice(1)] }))));
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
    faults.push(...inner.map(({ fault, value }) => ({ fault, value: { ...sample, [name]: value } })));
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

function isBounded(schema: JsonSchema): boolean {
  return schema.maxLength !== undefined || ['uuid', 'date', 'date-time'].includes(schema.format ?? '');
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
