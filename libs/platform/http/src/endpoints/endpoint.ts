import { applyDecorators, createParamDecorator, HttpCode, RequestMapping, RequestMethod } from '@nestjs/common';
import type { ExecutionContext } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { OutputOf, Role, RouteDefinition } from '@concordat/contracts-protocol';
import type { FastifyRequest } from 'fastify';
import { inputOf } from './input.js';
import { limited } from './rate-limit.js';
import type { RateLimit } from './rate-limit.js';

/**
 * Who may call a route:
 * - `public`: anyone; no token is looked at and no transaction is opened
 * - `signed-in`: whoever has an open membership
 * - `roles`: whoever holds one of these roles in the membership that they act in
 *
 * What they may see of a record is the sharing policy's to say, in the handler.
 */
export type Rule = 'public' | 'signed-in' | { readonly roles: readonly Role[] };

/** What {@link Endpoint} states of a route; every route of a service carries one. */
export interface StatedEndpoint {
  route: RouteDefinition;
  rule: Rule;
  /** Why nothing is written to the audit when it is asked; see {@link EndpointOptions}. */
  unaudited?: string;
  /** Takes an `Idempotency-Key` though it is public; see {@link EndpointOptions}. */
  keyed?: boolean;
  /** Changes nothing that it finds, though it may add rows of its own: every GET, and what says so. */
  reading: boolean;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    endpoint?: StatedEndpoint;
  }
}

export interface EndpointOptions {
  /**
   * Why a call needs no entry in the audit: its answer tells of no person, or only to that person. Any other call leaves
   * one, by itself where its handler records nothing.
   */
  unaudited?: string;
  /** A public route whose handler knows a form that is sent twice, by `@Sending()`; where somebody is signed in, every change does. */
  keyed?: boolean;
  /** Changes nothing that it finds, as a GET does, though it takes a body: what is asked for is too long for an address, or must not stand in one. */
  reading?: boolean;
  /** At most so many calls in a time; 429 `too-many-requests` after that. */
  rateLimit?: RateLimit;
}

type Handler<Answer> = (...args: never[]) => Promise<Answer> | Answer;

const METHODS = {
  GET: RequestMethod.GET,
  POST: RequestMethod.POST,
  PUT: RequestMethod.PUT,
  PATCH: RequestMethod.PATCH,
  DELETE: RequestMethod.DELETE,
} as const;

/**
 * Serves a route of the contracts with the decorated method: path, method, status, validation in and out, the OpenAPI
 * document and the rule all come from here. The controller has no prefix of its own.
 */
export function Endpoint<Route extends RouteDefinition>(route: Route, rule: Rule, options: EndpointOptions = {}) {
  const { unaudited, keyed, reading = route.method === 'GET' } = options;
  const endpoint: StatedEndpoint = { route, rule, reading, ...(unaudited === undefined ? {} : { unaudited }), ...(keyed === undefined ? {} : { keyed }) };
  const decorate = applyDecorators(
    RequestMapping({ path: route.path, method: METHODS[route.method] }),
    HttpCode(route.status ?? 200),
    RouteConfig({ endpoint, ...(options.rateLimit ? { rateLimit: limited(route, options.rateLimit) } : {}) }),
  );
  return <Method extends Handler<OutputOf<Route>>>(target: object, name: string, descriptor: TypedPropertyDescriptor<Method>): void => {
    decorate(target, name, descriptor);
  };
}

/** The validated input of the route: `InputOf<typeof route>`. */
export const Input = createParamDecorator((_: unknown, context: ExecutionContext): unknown =>
  inputOf(context.switchToHttp().getRequest<FastifyRequest>()),
);
