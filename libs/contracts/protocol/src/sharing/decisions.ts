import { z } from 'zod';
import { defineRoute } from '../route.js';
import type { CaseService } from './protections.js';

/*
 * OpenID AuthZEN Authorization API 1.0 (https://openid.net/specs/authorization-api-1_0.html). Other properties than those
 * that are named here are the standard's to add: they are taken and not looked at.
 */

const properties = z.record(z.string(), z.unknown()).optional();
const entity = z.looseObject({ type: z.string().min(1).max(200), id: z.string().min(1).max(500), properties });
const action = z.looseObject({ name: z.string().min(1).max(200), properties });
const context = z.record(z.string(), z.unknown());

/** A question: may the subject (`user`) do the action (`read` or `export`) with the resource (`item`)? */
export const evaluationRequest = z.looseObject({ subject: entity, action, resource: entity, context: context.optional() });
export type EvaluationRequest = z.output<typeof evaluationRequest>;

export const EVALUATION_SEMANTICS = ['execute_all', 'deny_on_first_deny', 'permit_on_first_permit'] as const;
export type EvaluationSemantic = (typeof EVALUATION_SEMANTICS)[number];

const partial = z.looseObject({ subject: entity.optional(), action: action.optional(), resource: entity.optional(), context: context.optional() });

/** The most questions of one request. */
export const EVALUATIONS_AT_ONCE = 100;

/** Several questions, of which each may leave out what stands at the top; with none it is one question itself. */
export const evaluationsRequest = partial.extend({
  evaluations: z.array(partial).max(EVALUATIONS_AT_ONCE, `Ask ${EVALUATIONS_AT_ONCE} questions at most at once`).optional(),
  options: z.looseObject({ evaluations_semantic: z.enum(EVALUATION_SEMANTICS).optional() }).optional(),
});
export type EvaluationsRequest = z.output<typeof evaluationsRequest>;

/**
 * `context` of a permit names the fields that may be shown: no others may be. A denial says nothing more, so that what is
 * hidden is answered as what is not there; only a question that is incomplete says so.
 */
export const evaluationAnswer = z.strictObject({
  decision: z.boolean(),
  context: z.strictObject({ fields: z.array(z.string()).optional(), error: z.strictObject({ status: z.int(), message: z.string() }).optional() }).optional(),
});
export type EvaluationAnswer = z.output<typeof evaluationAnswer>;

/** Asked with HTTP Basic: the client's identifier and secret (RFC 6749, section 2.3.1). */
export const decisionRoutes = (service: CaseService) => ({
  discovery: defineRoute({
    service,
    method: 'GET',
    path: '/.well-known/authzen-configuration',
    summary: 'Where registered systems ask the sharing policy',
    response: z.strictObject({ policy_decision_point: z.url(), access_evaluation_endpoint: z.url(), access_evaluations_endpoint: z.url() }),
  }),
  evaluation: defineRoute({ service, method: 'POST', path: '/access/v1/evaluation', summary: 'One question to the sharing policy', body: evaluationRequest, response: evaluationAnswer }),
  evaluations: defineRoute({
    service,
    method: 'POST',
    path: '/access/v1/evaluations',
    summary: 'Several questions to the sharing policy',
    body: evaluationsRequest,
    response: z.union([z.strictObject({ evaluations: z.array(evaluationAnswer) }), evaluationAnswer]),
  }),
});
