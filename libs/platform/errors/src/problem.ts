/** Body of an error answer (RFC 9457, `application/problem+json`). `code` is stable: callers branch on it, never on words. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  code: string;
  detail?: string;
  /** Correlation id of the request; the same id is in the log. */
  instance?: string;
  [extra: string]: unknown;
}

export interface ProblemParts {
  status: number;
  /** Stable, kebab-case. */
  code: string;
  title: string;
  /** For the person who asked; never personal data. */
  detail?: string;
  extras?: Record<string, unknown>;
}

/** An error that its caller may know of: each becomes an RFC 9457 body. */
export class ProblemError extends Error {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail?: string;
  readonly extras: Record<string, unknown>;

  constructor(parts: ProblemParts, options?: ErrorOptions) {
    super(parts.detail ?? parts.title, options);
    this.name = new.target.name;
    this.status = parts.status;
    this.code = parts.code;
    this.title = parts.title;
    if (parts.detail !== undefined) this.detail = parts.detail;
    this.extras = parts.extras ?? {};
  }
}

/**
 * The body for any error. What is not a {@link ProblemError} is our fault, and its body tells nothing but the id
 * under which the log tells the rest.
 */
export function toProblem(error: unknown, instance?: string): Problem {
  const known =
    error instanceof ProblemError
      ? error
      : { status: 500, code: 'internal-error', title: 'Sorry, there is a problem with the service', detail: undefined, extras: {} };
  return {
    ...known.extras,
    type: `urn:concordat:problem:${known.code}`,
    title: known.title,
    status: known.status,
    code: known.code,
    ...(known.detail === undefined ? {} : { detail: known.detail }),
    ...(instance === undefined ? {} : { instance }),
  };
}
