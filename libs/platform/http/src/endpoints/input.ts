import type { RouteDefinition } from '@concordat/contracts-protocol';
import { InvalidInputError, NotFoundError } from '@concordat/platform-errors';
import type { InputIssue } from '@concordat/platform-errors';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';

const DEEPEST = 40;
const MOST_ISSUES = 50;

const inputs = new WeakMap<FastifyRequest, Record<string, unknown>>();

/** What {@link validateInput} kept for the handler. */
export function inputOf(request: FastifyRequest): Record<string, unknown> {
  const input = inputs.get(request);
  if (!input) throw new Error('A parameter is decorated with @Input() but its method has no @Endpoint()');
  return input;
}

/**
 * Checks params, query and body against the route's schemas and keeps the result for `@Input()`.
 *
 * @throws NotFoundError when a parameter of the path cannot be one: what has no valid id does not exist
 * @throws InvalidInputError with every fault of query and body at once
 */
export function validateInput(request: FastifyRequest, route: RouteDefinition): Record<string, unknown> {
  const input: Record<string, unknown> = {};
  if (route.params) {
    const params = route.params.safeParse(request.params);
    if (!params.success || badText(request.params, 'params') !== null) throw new NotFoundError('a parameter of the path is not valid');
    input.params = params.data;
  }
  const issues: InputIssue[] = [];
  for (const [part, schema, given] of [
    ['query', route.query, request.query],
    ['body', route.body, request.body],
  ] as const) {
    if (!schema) {
      if (!isEmpty(given)) issues.push({ path: part, message: `This route takes no ${part}` });
      continue;
    }
    const fault = badText(given, part);
    if (fault) {
      issues.push(fault);
      continue;
    }
    const parsed = schema.safeParse(given ?? undefined);
    if (parsed.success) input[part] = parsed.data;
    else issues.push(...issuesOf(parsed.error, part));
  }
  if (issues.length > 0) throw new InvalidInputError(issues.slice(0, MOST_ISSUES));
  inputs.set(request, input);
  return input;
}

/** Every issue with its dotted path; an unknown property is named by its own path. */
export function issuesOf(error: z.ZodError, part: string): InputIssue[] {
  return error.issues.flatMap((issue) => {
    const path = [part, ...issue.path.map(String)];
    if (issue.code !== 'unrecognized_keys') return [{ path: path.join('.'), message: issue.message }];
    return issue.keys.map((key) => ({ path: [...path, key.slice(0, 100)].join('.'), message: 'Unknown property' }));
  });
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === 'object' && !Array.isArray(value) && Object.keys(value).length === 0);
}

/**
 * Text that PostgreSQL cannot keep (a null character, half of a surrogate pair) or nesting so deep that nobody means it.
 * Without recursion: the value is the caller's.
 */
function badText(value: unknown, part: string): InputIssue | null {
  const waiting: { at: unknown; path: string; depth: number }[] = [{ at: value, path: part, depth: 0 }];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { at, path, depth } = next;
    if (typeof at === 'string' && (at.includes('\u0000') || !at.isWellFormed())) {
      return { path, message: 'Contains characters that cannot be kept' };
    }
    if (typeof at !== 'object' || at === null) continue;
    if (depth >= DEEPEST) return { path: part, message: 'Nested too deeply' };
    for (const [key, inner] of Object.entries(at)) {
      if (key.includes('\u0000') || !key.isWellFormed()) return { path, message: 'Contains characters that cannot be kept' };
      waiting.push({ at: inner, path: `${path}.${key.slice(0, 100)}`, depth: depth + 1 });
    }
  }
  return null;
}
