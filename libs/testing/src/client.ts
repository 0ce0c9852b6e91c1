import type { CallOf, OutputOf, RouteDefinition } from '@concordat/contracts-protocol';

/** Any route, whatever its schemas: what a route of contracts is passed as. */
export type AnyRoute = RouteDefinition;

/** RFC 9457 body of an answer that is not a success. */
export interface Problem {
  type?: string;
  title: string;
  status: number;
  code: string;
  detail?: string;
  [extra: string]: unknown;
}

export interface Answer<Body> {
  status: number;
  headers: Headers;
  /** Of a success, checked against the route's schema; reading it of a refusal throws with what the refusal said. */
  readonly body: Body;
  /** Of a refusal; undefined on success. */
  problem: Problem | undefined;
}

export interface CallOptions {
  headers?: Record<string, string>;
  idempotencyKey?: string;
}

export interface RouteClient {
  call<Route extends AnyRoute>(route: Route, input: CallOf<Route>, options?: CallOptions): Promise<Answer<OutputOf<Route>>>;
}

const asText = (value: unknown): string => (typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value));

/** Where a call goes: the path with its parameters, and the query. */
export function addressOf(base: string, route: Pick<AnyRoute, 'path'>, params: object = {}, query: object = {}): URL {
  const values = new Map<string, unknown>(Object.entries(params));
  const path = route.path.replaceAll(/:(\w+)/g, (_, name: string) => encodeURIComponent(asText(values.get(name))));
  const url = new URL(base.replace(/\/$/, '') + path);
  for (const [name, value] of Object.entries(query)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined) url.searchParams.append(name, asText(one));
    }
  }
  return url;
}

const namedValues = (part: unknown): object => (typeof part === 'object' && part !== null ? part : {});

function isProblem(value: unknown): value is Problem {
  return typeof value === 'object' && value !== null && 'code' in value && 'status' in value && 'title' in value;
}

/**
 * Calls a service over HTTP as its contract describes it. `token` is asked for each call, so that it may be a new one
 * each minute; null sends no token.
 */
export function client(url: string, token: (() => string | Promise<string>) | string | null): RouteClient {
  return {
    call: async <Route extends AnyRoute>(route: Route, input: CallOf<Route>, options: CallOptions = {}) => {
      const parts: { params?: unknown; query?: unknown; body?: unknown } = input;
      const headers = new Headers(options.headers);
      const bearer = typeof token === 'function' ? await token() : token;
      if (bearer !== null && !headers.has('authorization')) headers.set('authorization', `Bearer ${bearer}`);
      if (options.idempotencyKey !== undefined) headers.set('idempotency-key', options.idempotencyKey);
      const request: RequestInit = { method: route.method, headers };
      if (parts.body !== undefined) {
        headers.set('content-type', 'application/json');
        request.body = JSON.stringify(parts.body);
      }
      const response = await fetch(addressOf(url, route, namedValues(parts.params), namedValues(parts.query)), request);
      const text = await response.text();
      const received: unknown = text === '' ? undefined : JSON.parse(text);
      return answerOf(route, response, received);
    },
  };
}

/** A client that arranges what a test is about: whatever is refused is an error. */
export function demanding(by: RouteClient): RouteClient {
  return {
    call: async (route, input, options) => {
      const answer = await by.call(route, input, options);
      if (answer.problem !== undefined) throw new Error(`${route.method} ${route.path} answered ${answer.status}: ${JSON.stringify(answer.problem)}`);
      return answer;
    },
  };
}

function answerOf<Route extends AnyRoute>(route: Route, response: Response, received: unknown): Answer<OutputOf<Route>> {
  const what = `${route.method} ${route.path}`;
  if (!response.ok) {
    if (!isProblem(received)) throw new Error(`${what} answered ${response.status} without problem details: ${JSON.stringify(received)}`);
    return {
      status: response.status,
      headers: response.headers,
      problem: received,
      get body(): OutputOf<Route> {
        throw new Error(`${what} answered ${response.status}: ${JSON.stringify(received)}`);
      },
    };
  }
  if (!isOutputOf(route, received)) {
    const { error } = route.response.safeParse(received);
    throw new Error(`${what} answered ${response.status} with a body that its contract does not allow: ${error?.message}`);
  }
  return { status: response.status, headers: response.headers, problem: undefined, body: received };
}

function isOutputOf<Route extends AnyRoute>(route: Route, received: unknown): received is OutputOf<Route> {
  return route.response.safeParse(received).success;
}
