import type { RouteDefinition } from '@concordat/contracts-protocol';
import { issuesOf } from './input.js';

/** A handler answered what its contract does not say: our fault, and nothing of it is sent. Names paths, never values. */
export class AnswerMismatchError extends Error {
  constructor(route: RouteDefinition, readonly faults: readonly string[]) {
    super(`${route.method} ${route.path} answered what its contract does not allow: ${faults.join('; ')}`);
    this.name = 'AnswerMismatchError';
  }
}

/**
 * The answer as the contract's response schema gives it: what an object schema does not name is left out,
 * what a strict one does not name is a fault. No schema of a contract waits for anything, which lets zod compile them.
 *
 * @throws AnswerMismatchError
 */
export function checkedAnswer(route: RouteDefinition, answer: unknown): unknown {
  const parsed = route.response.safeParse(answer ?? (route.status === 204 ? undefined : answer));
  if (parsed.success) return parsed.data;
  throw new AnswerMismatchError(
    route,
    issuesOf(parsed.error, 'answer').map(({ path, message }) => `${path}: ${message}`),
  );
}
