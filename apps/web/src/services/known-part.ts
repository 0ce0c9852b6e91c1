import type { z } from 'zod';

/**
 * Reads what a service answered. One of a later version may say more than this one knows, while both are there: that is
 * left out. Whatever else is not as the schema says is a fault.
 */
export function readKnownPart<T>(schema: z.ZodType<T>, body: unknown): z.ZodSafeParseResult<T> {
  const read = schema.safeParse(body);
  if (read.success) return read;
  const more = read.error.issues.filter((issue) => issue.code === 'unrecognized_keys');
  if (more.length < read.error.issues.length) return read;
  const known: unknown = structuredClone(body);
  for (const { path, keys } of more) {
    const at = path.reduce<unknown>((value, part) => (isObject(value) ? Reflect.get(value, part) : undefined), known);
    if (isObject(at)) for (const key of keys) Reflect.deleteProperty(at, key);
  }
  return schema.safeParse(known);
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
