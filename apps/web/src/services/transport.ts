import { Injectable } from '@nestjs/common';
import { BROWSER_ADDRESS_HEADER, BROWSER_NAME_HEADER, makeBackupCodes } from '@concordat/contracts-partnership-registry';
import { NotFoundError, ProblemError } from '@concordat/platform-errors';
import { currentTrace } from '@concordat/platform-logging';
import { carriedContext, inSpan } from '@concordat/platform-telemetry';
import type { CallOf, OutputOf, RouteDefinition } from '@concordat/contracts-protocol';
import type { z } from 'zod';
import { WebSettings } from '../config.js';
import { openVisit, type Visit } from '../session/visit.js';
import { readKnownPart } from './known-part.js';
import { ClosedMeanwhile, overHttp, TookTooLong, type AnsweredOverHttp, type AskedOverHttp } from './over-http.js';
import { problemOf, ServiceUnreachableError } from './problems.js';

/** What a call takes besides the route: the route's own params, query and body, and the form's idempotency key. */
export type CallInput<Route> = CallOf<Route> & { idempotencyKey?: string };

interface LooseInput {
  params?: unknown;
  query?: unknown;
  body?: unknown;
  idempotencyKey?: string;
}

/** Milliseconds that are given to what takes longer: ten hashes that take turns with those of everybody else, and whose answer nobody can ask for again. */
const LONGER_MS: ReadonlyMap<RouteDefinition, number> = new Map([[makeBackupCodes, 30_000]]);

/** Characters of a path that every service takes: Node reads 16 KiB of address and headers together. */
const LONGEST_ADDRESS = 7_900;

/** Sends one call of a contract over HTTP, and turns what comes back into its typed answer or a typed error. */
@Injectable()
export class Transport {
  constructor(private readonly settings: WebSettings) {}

  async send<Route extends RouteDefinition>(route: Route, input: CallInput<Route>, authorization?: string): Promise<OutputOf<Route>> {
    const attributes = { 'http.request.method': route.method, 'http.route': route.path, 'peer.service': route.service };
    return inSpan(`${route.method} ${route.path}`, { kind: 'client', attributes }, () => this.sendTraced(route, input, authorization));
  }

  private async sendTraced<Route extends RouteDefinition>(route: Route, input: CallInput<Route>, authorization?: string): Promise<OutputOf<Route>> {
    const given: LooseInput = input;
    const address = new URL(pathOf(route, input), this.settings.services[route.service]);
    const headers: Record<string, string> = { accept: 'application/json', 'x-correlation-id': currentTrace() };
    const visit = openVisit();
    if (visit !== null && route.service === 'partnership-registry') Object.assign(headers, browserHeaders(visit));
    if (authorization !== undefined) headers.authorization = authorization;
    const traceparent = carriedContext();
    if (traceparent !== null) headers.traceparent = traceparent;
    if (given.idempotencyKey !== undefined) headers['idempotency-key'] = given.idempotencyKey;
    if (given.body !== undefined) headers['content-type'] = 'application/json';
    const body = given.body === undefined ? null : JSON.stringify(given.body);
    const { status, text } = await this.askOnceMore(route, address, { method: route.method, headers, body, within: LONGER_MS.get(route) });
    return answerOf(route, status, bodyOf(text));
  }

  /**
   * A kept-alive connection may close as it is used: what can be repeated without harm is sent once more, on one of its own; after
   * a rest all is. What carries no key is of a session or an account (sign-in, a code, a link): done twice it changes nothing else.
   */
  private async askOnceMore(route: RouteDefinition, address: URL, asked: AskedOverHttp): Promise<AnsweredOverHttp> {
    const repeatable = route.method === 'GET' || 'idempotency-key' in asked.headers;
    try {
      return await overHttp(address, asked);
    } catch (error) {
      const again = error instanceof ClosedMeanwhile || (repeatable && !(error instanceof TookTooLong));
      if (!again) throw new ServiceUnreachableError(route.service, { cause: error });
    }
    try {
      return await overHttp(address, { ...asked, kept: false });
    } catch (error) {
      throw new ServiceUnreachableError(route.service, { cause: error });
    }
  }
}

function browserHeaders({ browserAddress, browserName }: Visit): Record<string, string> {
  return { [BROWSER_ADDRESS_HEADER]: browserAddress, ...(browserName === null ? {} : { [BROWSER_NAME_HEADER]: browserName }) };
}

/** Path and query of a call. @throws NotFoundError for one that no page of ours leads to: somebody wrote it */
export function pathOf<Route extends RouteDefinition>(route: Route, input: CallInput<Route>): string {
  const { params, query }: LooseInput = input;
  const values = new Map(Object.entries(params ?? {}));
  const path = route.path.replaceAll(/:(\w+)/g, (_whole, name: string) => encodeURIComponent(String(values.get(name)))) + queryOf(query);
  if (path.length > LONGEST_ADDRESS) throw new NotFoundError('an address');
  return path;
}

function queryOf(query: unknown): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined && one !== null && one !== '') search.append(name, String(one));
    }
  }
  return search.size === 0 ? '' : `?${search.toString()}`;
}

function bodyOf(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What was answered, as the contract types it. @throws ProblemError, one of its kinds, for any other status than success */
export function answerOf<Route extends RouteDefinition>(route: Route, status: number, body: unknown): OutputOf<Route> {
  if (status < 200 || status >= 300) throw problemOf(route.service, status, body);
  const schema: z.ZodType<OutputOf<Route>> = route.response as z.ZodType<OutputOf<Route>>;
  const read = readKnownPart(schema, body);
  if (read.success) return read.data;
  const fault = read.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.code}`).join(', ');
  throw new ProblemError({
    status: 502,
    code: 'answer-off-contract',
    title: 'Sorry, there is a problem with the service',
    detail: `${route.service} ${route.method} ${route.path} answered what its contract does not say (${fault})`,
  });
}
