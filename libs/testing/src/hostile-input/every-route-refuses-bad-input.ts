import { request } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import { z } from 'zod';
import { operationsOf } from './openapi.js';
import type { Operation, StatedRule } from './openapi.js';
import { probesOf } from './probes.js';
import type { Probe } from './probes.js';

export interface HostileInput {
  /** The OpenAPI document of the service, e.g. what `/openapi.json` answers. */
  openapi: unknown;
  /** Where the service listens. */
  url: string;
  /** A token of somebody whom the rule lets in; asked often, so that it never runs out. */
  tokenFor: (rule: Exclude<StatedRule, 'public'>) => string | Promise<string>;
  /** The header `Authorization` for public routes that read one of their own, e.g. `Session …`; asked before each request. */
  publicAuthorization?: () => string | Promise<string>;
  /** Of the values that are made up; another seed makes others. */
  seed?: number;
}

export interface HostileReport {
  /** `GET /cases/{caseId}`, every one that was tried. */
  routes: string[];
  /** How many requests were sent. */
  requests: number;
}

/** Routes that did not stand what was sent to them; `faults` are all of them. */
export class HostileInputError extends Error {
  constructor(readonly faults: readonly string[]) {
    super(`${faults.length} answers to bad input are not right:\n${faults.slice(0, 60).map((fault) => `  - ${fault}`).join('\n')}`);
    this.name = 'HostileInputError';
  }
}

interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
}

const AT_ONCE = 6;

const problem = z.object({ status: z.number(), title: z.string().min(1), code: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/) });

/**
 * Sends everything bad that can be made from the OpenAPI document to every route in it: a 10 MB body, wrong content
 * types, broken JSON, unknown and missing properties, wrong types, over-long text, bad ids, bad queries, no token. Each
 * answer must be a 4xx problem body with a code; valid requests with invented values may succeed; nothing may be a 5xx.
 * A new route is in it by itself.
 *
 * @throws HostileInputError with every answer that is not right
 */
export async function everyRouteRefusesBadInput(input: HostileInput): Promise<HostileReport> {
  const operations = operationsOf(input.openapi);
  const waiting = operations.flatMap((operation) => probesOf(operation, input.seed ?? 1).map((probe) => ({ operation, probe })));
  const requests = waiting.length;
  const faults: string[] = [];
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const { operation, probe } = next;
      const answer = await send(input.url, probe, probe.signedIn ? await authorizationOf(input, operation) : null);
      const fault = faultOf(operation, probe, answer);
      if (fault !== null) faults.push(`${operation.method} ${operation.path}, ${probe.what}: ${fault}`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  if (operations.length === 0) throw new HostileInputError(['The document describes no route']);
  if (faults.length > 0) throw new HostileInputError(faults.sort());
  return { routes: operations.map(({ method, path }) => `${method} ${path}`), requests };
}

async function authorizationOf(input: HostileInput, operation: Operation): Promise<string | null> {
  if (operation.rule === 'public') return (await input.publicAuthorization?.()) ?? null;
  return `Bearer ${await input.tokenFor(operation.rule)}`;
}

function faultOf(operation: Operation, probe: Probe, answer: Answer): string | null {
  const said = `${answer.status} ${answer.text.slice(0, 300)}`;
  if (answer.status >= 500 || answer.status === 0) return `answered ${said}`;
  if (answer.status < 400) return probe.expected === 'survived' ? null : `was not refused: ${said}`;
  if (!probe.signedIn && answer.status !== 401) return `is not 401: ${said}`;
  if (!(answer.headers['content-type'] ?? '').startsWith('application/problem+json')) return `is no problem body: ${said}`;
  const told = problem.safeParse(parsed(answer.text));
  if (!told.success) return `is no problem body: ${said}`;
  return told.data.status === answer.status ? null : `says another status than its own in ${operation.method}: ${said}`;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Node's own client: `fetch` would mend some of what is sent wrong here. */
function send(url: string, probe: Probe, authorization: string | null): Promise<Answer> {
  return new Promise((resolve) => {
    const { hostname, port } = new URL(url);
    const headers = Object.fromEntries(Object.entries(probe.headers).filter(([, value]) => value !== ''));
    const sent = request(
      {
        hostname,
        port,
        method: probe.method,
        path: probe.address,
        headers: {
          ...(authorization === null ? {} : { authorization }),
          ...headers,
          ...(probe.body === undefined ? {} : { 'content-length': String(Buffer.byteLength(probe.body)) }),
        },
      },
      (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (part: string) => (text += part));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
      },
    );
    sent.on('error', (error) => resolve({ status: 0, headers: {}, text: `no answer: ${error.message}` }));
    sent.end(probe.body);
  });
}
