export { Endpoint, Input, type EndpointOptions, type Rule, type StatedEndpoint } from './endpoints/endpoint.js';
export { AnswerMismatchError } from './endpoints/answer.js';
export type { RateLimit, RateLimitSubject } from './endpoints/rate-limit.js';
export { statedRules, UnstatedRouteError, type StatedRule } from './endpoints/route-table.js';
export { stopOnSignals, type Closable } from './graceful-stop.js';
export type { HealthCheck, Readiness } from './health/health-checks.js';
export { BODY_LIMIT, createHttpApp, type HttpAppOptions } from './http-app.js';
export { httpMigrations } from './idempotency/idempotency-migrations.js';
export type { OpenApiDocument } from './openapi/openapi-document.js';
