import type { ServiceName } from '@concordat/contracts-protocol';
import { z } from 'zod';
import type { StatedEndpoint } from '../endpoints/endpoint.js';

type Json = Record<string, unknown>;

/** OpenAPI 3.1, whose schemas are JSON Schema 2020-12: what zod makes of the very schemas that validate. */
export interface OpenApiDocument {
  openapi: string;
  info: { title: string; version: string };
  paths: Record<string, Record<string, Json>>;
  components: Json;
}

const PROBLEM_SCHEMA: Json = {
  type: 'object',
  required: ['type', 'title', 'status', 'code', 'instance'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string', description: 'Stable: branch on this, never on words' },
    detail: { type: 'string' },
    instance: { type: 'string', description: 'Correlation id, which is in the log' },
    issues: {
      type: 'array',
      items: { type: 'object', required: ['path', 'message'], properties: { path: { type: 'string' }, message: { type: 'string' } } },
    },
  },
};

const problemAnswer = (description: string): Json => ({
  description,
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
});

/** The description of a service, from the routes that it really serves. */
export function openApiDocument(service: ServiceName, endpoints: readonly StatedEndpoint[]): OpenApiDocument {
  const paths: OpenApiDocument['paths'] = {};
  for (const endpoint of endpoints) {
    const path = endpoint.route.path.replaceAll(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [endpoint.route.method.toLowerCase()]: operation(endpoint) };
  }
  return {
    openapi: '3.1.1',
    info: { title: `Concordat ${service}`, version: '1' },
    paths,
    components: {
      schemas: { Problem: PROBLEM_SCHEMA },
      securitySchemes: { token: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: 'One-minute token that partnership-registry issues' } },
    },
  };
}

function operation({ route, rule, unaudited, keyed = rule !== 'public' }: StatedEndpoint): Json {
  const signedIn = rule !== 'public';
  const parameters = [
    ...parametersOf(route.params, 'path'),
    ...parametersOf(route.query, 'query'),
    ...(keyed && route.method !== 'GET'
      ? [{ name: 'Idempotency-Key', in: 'header', required: false, schema: { type: 'string', minLength: 16, maxLength: 200 } }]
      : []),
  ];
  const answer = jsonSchema(route.response, 'output');
  return {
    summary: route.summary,
    operationId: operationIdOf(route.method, route.path),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(route.body ? { requestBody: { required: true, content: { 'application/json': { schema: jsonSchema(route.body, 'input') } } } } : {}),
    responses: {
      [String(route.status ?? 200)]: {
        description: 'Success',
        ...(route.status === 204 ? {} : { content: { 'application/json': { schema: answer } } }),
      },
      default: problemAnswer('Anything else'),
    },
    security: signedIn ? [{ token: [] }] : [],
    ...(unaudited === undefined ? {} : { 'x-unaudited': unaudited }),
    'x-rule': typeof rule === 'string' ? rule : { roles: rule.roles },
  };
}

function operationIdOf(method: string, path: string): string {
  const words = path.split(/[^a-zA-Z0-9]+/).filter((word) => word !== '');
  return [method.toLowerCase(), ...words.map((word) => word.charAt(0).toUpperCase() + word.slice(1))].join('');
}

function parametersOf(schema: z.ZodType | undefined, place: 'path' | 'query'): Json[] {
  if (!schema) return [];
  const described = z.object({ properties: z.record(z.string(), z.unknown()).default({}), required: z.array(z.string()).default([]) }).parse(jsonSchema(schema, 'input'));
  return Object.entries(described.properties).map(([name, property]) => ({
    name,
    in: place,
    required: place === 'path' || described.required.includes(name),
    schema: property,
  }));
}

function jsonSchema(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _dialect, ...described } = z.toJSONSchema(schema, { io, unrepresentable: 'any', reused: 'inline' });
  if ('$defs' in described || JSON.stringify(described).includes('"$ref":"#"')) {
    throw new Error('A schema that contains itself cannot stand in the OpenAPI document');
  }
  return described;
}
