import type { CallOf, OutputOf, RouteDefinition, ServiceName } from '@concordat/contracts-protocol';

/** A service's refusal of a call, with its stable code. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

type Addresses = Readonly<Record<ServiceName, string>>;

export interface CallOptions {
  /** One effect, however often the call is repeated with it. */
  idempotencyKey?: string;
  /** Longest time for the answer, in milliseconds; none unless given. */
  within?: number;
}

/** Calls a route of a service as its contract describes it. @throws Refused */
export async function callService<Route extends RouteDefinition>(
  services: Addresses,
  route: Route,
  input: CallOf<Route>,
  authorization: string | null,
  { idempotencyKey, within }: CallOptions = {},
): Promise<OutputOf<Route>> {
  const parts: { params?: unknown; query?: unknown; body?: unknown } = input;
  const response = await fetch(addressOf(services[route.service], route.path, parts), {
    method: route.method,
    headers: {
      accept: 'application/json',
      ...(authorization !== null && { authorization }),
      ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }),
      ...(parts.body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(parts.body !== undefined && { body: JSON.stringify(parts.body) }),
    ...(within !== undefined && { signal: AbortSignal.timeout(within) }),
  });
  const text = await response.text();
  const what = `${route.service}: ${route.method} ${route.path}`;
  if (!response.ok) throw refusalOf(what, response.status, text);
  const received: unknown = JSON.parse(text);
  if (!isOutputOf(route, received)) throw new Error(`${what} answered what its contract does not say: ${route.response.safeParse(received).error?.message ?? ''}`);
  return received;
}

function addressOf(base: string, path: string, { params, query }: { params?: unknown; query?: unknown }): URL {
  const values = new Map(Object.entries(params ?? {}));
  const url = new URL(path.replaceAll(/:(\w+)/g, (_whole, name: string) => encodeURIComponent(String(values.get(name)))), base);
  for (const [name, value] of Object.entries(query ?? {})) if (value !== undefined) url.searchParams.set(name, String(value));
  return url;
}

function refusalOf(what: string, status: number, text: string): Refused {
  let code = 'unknown';
  try {
    const problem: unknown = JSON.parse(text);
    if (typeof problem === 'object' && problem !== null && 'code' in problem && typeof problem.code === 'string') ({ code } = problem as { code: string });
  } catch {
    // Not a problem body: its text says more than nothing.
  }
  return new Refused(status, code, `${what} was refused with ${status}: ${text.slice(0, 1000)}`);
}

const isOutputOf = <Route extends RouteDefinition>(route: Route, received: unknown): received is OutputOf<Route> => route.response.safeParse(received).success;
