import type { z } from 'zod';
import type { ServiceName } from './services.js';

export type HttpMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/**
 * One HTTP route of a service: the schemas that validate it, document it (OpenAPI) and type its callers.
 * Every object schema is strict, so that an unknown property is an error and never ignored.
 */
export interface RouteDefinition<
  Params extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
  Response extends z.ZodType = z.ZodType,
> {
  service: ServiceName;
  method: HttpMethod;
  /** With parameters as `:name`, e.g. `/cases/:caseId`. */
  path: string;
  /** What it does, as a line of the OpenAPI document. */
  summary: string;
  params?: Params;
  query?: Query;
  body?: Body;
  response: Response;
  /** Bytes of a request's body at most; a mebibyte unless given. */
  mostBytes?: number;
  /** Status of success; 200 unless given. */
  status?: 200 | 201 | 202 | 204;
}

/** Declares a route; an identity function that keeps the schemas' types. */
export function defineRoute<
  Params extends z.ZodType = z.ZodUndefined,
  Query extends z.ZodType = z.ZodUndefined,
  Body extends z.ZodType = z.ZodUndefined,
  Response extends z.ZodType = z.ZodType,
>(route: RouteDefinition<Params, Query, Body, Response>): RouteDefinition<Params, Query, Body, Response> {
  return route;
}

type Part<Schema, Key extends string, Side extends 'in' | 'out'> = Schema extends z.ZodUndefined
  ? { [K in Key]?: undefined }
  : Schema extends z.ZodType
    ? { [K in Key]: Side extends 'in' ? z.input<Schema> : z.output<Schema> }
    : never;

/** What a caller gives: params, query and body before validation. */
export type CallOf<Route> =
  Route extends RouteDefinition<infer Params, infer Query, infer Body, infer _Response>
    ? Part<Params, 'params', 'in'> & Part<Query, 'query', 'in'> & Part<Body, 'body', 'in'>
    : never;

/** What a handler gets: params, query and body after validation. */
export type InputOf<Route> =
  Route extends RouteDefinition<infer Params, infer Query, infer Body, infer _Response>
    ? Part<Params, 'params', 'out'> & Part<Query, 'query', 'out'> & Part<Body, 'body', 'out'>
    : never;

/** What a handler answers, and its caller gets. */
export type OutputOf<Route> = Route extends RouteDefinition<z.ZodType, z.ZodType, z.ZodType, infer Response> ? z.output<Response> : never;
