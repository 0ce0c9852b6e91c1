import { HttpException } from '@nestjs/common';
import { InvalidInputError, NotFoundError, ProblemError } from '@concordat/platform-errors';

const BAD_REQUEST = { code: 'bad-request', title: 'The request is not valid' };

const CLIENT_FAILURES: Record<number, { code: string; title: string }> = {
  401: { code: 'not-signed-in', title: 'You are not signed in' },
  403: { code: 'not-allowed', title: 'You are not allowed to do this' },
  404: { code: 'not-found', title: 'Not found' },
  405: { code: 'method-not-allowed', title: 'This address does not take that method' },
  408: { code: 'too-slow', title: 'The request took too long to arrive' },
  413: { code: 'too-large', title: 'What was sent is too large' },
  414: { code: 'address-too-long', title: 'The address is too long' },
  415: { code: 'unsupported-media-type', title: 'Send application/json' },
  429: { code: 'too-many-requests', title: 'Too many requests' },
  431: { code: 'headers-too-large', title: 'The headers are too large' },
};

/** Codes of Fastify whose cause is worth telling apart. */
const FRAMEWORK_FAILURES: Record<string, { code: string; title: string; status?: number }> = {
  FST_ERR_CTP_INVALID_JSON_BODY: { code: 'broken-json', title: 'The body is not JSON' },
  FST_ERR_CTP_EMPTY_JSON_BODY: { code: 'broken-json', title: 'The body is empty' },
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: { code: 'bad-request', title: 'The body is not as long as its header says' },
  FST_ERR_BAD_URL: { code: 'not-found', title: 'Not found', status: 404 },
};

/** States of PostgreSQL (and of a lost connection) that are not a fault of the code that asked. */
const DATABASE_FAILURES: { state: RegExp; problem: () => ProblemError }[] = [
  { state: /^23505$/, problem: () => new ProblemError({ status: 409, code: 'already-exists', title: 'Someone has just made the same record' }) },
  {
    state: /^23503$/,
    problem: () => new ProblemError({ status: 422, code: 'unknown-reference', title: 'This refers to something that does not exist' }),
  },
  { state: /^22/, problem: () => new InvalidInputError([{ path: 'body', message: 'A value is out of range' }]) },
  {
    state: /^(40001|40P01|55P03|57014)$/,
    problem: () => new ProblemError({ status: 503, code: 'busy', title: 'Sorry, the service is busy. Try again in a moment.' }),
  },
  {
    state: /^(08...|53...|57P0[1-3]|ECONNREFUSED|ECONNRESET|ENOTFOUND|ETIMEDOUT|EPIPE)$/,
    problem: () => unavailable(),
  },
];

/** The problem that an error of ours, of Nest, of Fastify or of the database stands for; null when nobody foresaw it. */
export function knownProblem(error: unknown): ProblemError | null {
  if (error instanceof ProblemError) return error;
  const code = textOf(error, 'code');
  const framework = code === null ? undefined : FRAMEWORK_FAILURES[code];
  const status = error instanceof HttpException ? error.getStatus() : statusOf(error);
  if (framework) return new ProblemError({ ...framework, status: framework.status ?? status ?? 400 }, { cause: error });
  if (status === 404) return new NotFoundError();
  if (status !== null && status >= 400 && status < 500) {
    return new ProblemError({ status, ...(CLIENT_FAILURES[status] ?? BAD_REQUEST) }, { cause: error });
  }
  return databaseProblem(error);
}

/** PostgreSQL, or Redis where a limit is counted, is away. */
function unavailable(): ProblemError {
  return new ProblemError({ status: 503, code: 'unavailable', title: 'Sorry, the service is unavailable. Try again later.' });
}

function databaseProblem(error: unknown): ProblemError | null {
  if (textOf(error, 'name') === 'MaxRetriesPerRequestError') return unavailable();
  for (let at: unknown = error, depth = 0; typeof at === 'object' && at !== null && depth < 4; at = Reflect.get(at, 'cause'), depth += 1) {
    const state = textOf(at, 'code');
    const found = state === null ? undefined : DATABASE_FAILURES.find((failure) => failure.state.test(state));
    if (found) return found.problem();
  }
  return null;
}

function textOf(error: unknown, name: string): string | null {
  const value: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, name) : null;
  return typeof value === 'string' ? value : null;
}

function statusOf(error: unknown): number | null {
  const value: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, 'statusCode') : null;
  return typeof value === 'number' ? value : null;
}
