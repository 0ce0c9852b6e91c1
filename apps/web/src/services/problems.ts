import {
  InvalidInputError, NotAllowedError, NotFoundError, NotSignedInError, ProblemError, RuleError, StaleVersionError,
} from '@concordat/platform-errors';
import { z } from 'zod';

const problem = z.looseObject({ code: z.string(), title: z.string(), detail: z.string().optional() });
const issues = z.array(z.object({ path: z.string(), message: z.string() }));
const change = z.object({
  field: z.string(), from: z.unknown(), to: z.unknown(), by: z.string().nullable(), at: z.string(), version: z.number(),
});
const stale = z.object({ current: z.number(), changes: z.array(change) });

/** A service cannot be reached, or did not answer in time. */
export class ServiceUnreachableError extends ProblemError {
  constructor(readonly service: string, options?: ErrorOptions) {
    super({ status: 503, code: 'service-unreachable', title: 'Sorry, the service is unavailable', detail: `${service} cannot be reached` }, options);
  }
}

const MEMBERS = new Set(['type', 'title', 'status', 'code', 'detail', 'instance']);

/** The typed error of a service's answer (RFC 9457). What cannot be read as a problem is a fault of the service. */
export function problemOf(service: string, status: number, body: unknown): ProblemError {
  const read = problem.safeParse(body);
  if (!read.success) {
    return new ProblemError({ status: status === 503 ? 503 : 502, code: 'unreadable-answer', title: 'Sorry, there is a problem with the service', detail: `${service} answered ${status} without a problem` });
  }
  const { code, title, detail } = read.data;
  const extras = Object.fromEntries(Object.entries(read.data).filter(([name]) => !MEMBERS.has(name)));
  // The registry's other refusals, of a password or a code, are for the page that asked for them.
  if (status === 401 && (code === 'not-signed-in' || service !== 'partnership-registry')) return new NotSignedInError();
  if (status === 403 && code === 'not-allowed') return new NotAllowedError(detail ?? title);
  if (status === 404) return new NotFoundError(service);
  if (status === 409 && code === 'stale-version') {
    const changed = stale.safeParse(extras);
    if (changed.success) return new StaleVersionError(changed.data);
  }
  if (status === 400 && code === 'invalid-input') {
    const list = issues.safeParse(extras.issues);
    if (list.success) return new InvalidInputError(list.data);
  }
  if (status === 422) return new RuleError(code, detail ?? title, extras);
  return new ProblemError({ status, code, title, ...(detail === undefined ? {} : { detail }), extras });
}
