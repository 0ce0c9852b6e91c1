import { ProblemError } from './problem.js';

/** One changed field of a record's history. */
export interface Change {
  field: string;
  from: unknown;
  to: unknown;
  /** Who changed it; null for the service's own timed work. */
  by: string | null;
  /** Instant in ISO 8601. */
  at: string;
  /** Version of the record that the change made. */
  version: number;
}

/** One fault of what was sent; `path` is dotted, e.g. `body.actions.0.dueOn`. */
export interface InputIssue {
  path: string;
  message: string;
}

/**
 * The same answer, byte for byte, for what does not exist and for what the caller may not know of.
 * `what` is for the log alone.
 */
export class NotFoundError extends ProblemError {
  readonly what: string | null;

  constructor(what?: string) {
    super({ status: 404, code: 'not-found', title: 'Not found' });
    this.what = what ?? null;
  }
}

/** For a member who may know that the thing exists, with the reason why they may not do this. */
export class NotAllowedError extends ProblemError {
  constructor(detail: string) {
    super({ status: 403, code: 'not-allowed', title: 'You are not allowed to do this', detail });
  }
}

export class NotSignedInError extends ProblemError {
  constructor() {
    super({ status: 401, code: 'not-signed-in', title: 'You are not signed in' });
  }
}

/** Someone changed the record since the caller saw it: nothing was written. `changes` is what changed since. */
export class StaleVersionError extends ProblemError {
  readonly current: number;
  readonly changes: readonly Change[];

  constructor({ current, changes }: { current: number; changes: readonly Change[] }) {
    super({
      status: 409,
      code: 'stale-version',
      title: 'Someone changed this since you opened it',
      extras: { current, changes },
    });
    this.current = current;
    this.changes = changes;
  }
}

/** What was sent has not the shape that the route asks for. */
export class InvalidInputError extends ProblemError {
  readonly issues: readonly InputIssue[];

  constructor(issues: readonly InputIssue[]) {
    super({ status: 400, code: 'invalid-input', title: 'What was sent is not valid', extras: { issues } });
    this.issues = issues;
  }
}

/** A rule of the domain refuses what was well formed. */
export class RuleError extends ProblemError {
  constructor(code: string, detail: string, extras: Record<string, unknown> = {}) {
    super({ status: 422, code, title: 'This cannot be done', detail, extras });
  }
}

/** A job of a queue that will never succeed, however often it is tried: it goes to the dead letters at once. */
export class PermanentFailure extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}
