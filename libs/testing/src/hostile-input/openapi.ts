import { z } from 'zod';

/** What of a JSON Schema says which values are valid. */
export interface JsonSchema {
  type?: string | string[] | undefined;
  properties?: Record<string, JsonSchema> | undefined;
  required?: string[] | undefined;
  additionalProperties?: boolean | JsonSchema | undefined;
  propertyNames?: JsonSchema | undefined;
  items?: JsonSchema | boolean | undefined;
  prefixItems?: JsonSchema[] | undefined;
  minItems?: number | undefined;
  maxItems?: number | undefined;
  enum?: unknown[] | undefined;
  const?: unknown;
  anyOf?: JsonSchema[] | undefined;
  oneOf?: JsonSchema[] | undefined;
  allOf?: JsonSchema[] | undefined;
  format?: string | undefined;
  pattern?: string | undefined;
  minLength?: number | undefined;
  maxLength?: number | undefined;
  minimum?: number | undefined;
  maximum?: number | undefined;
  exclusiveMinimum?: number | undefined;
  exclusiveMaximum?: number | undefined;
}

const jsonSchema: z.ZodType<JsonSchema> = z.lazy(() =>
  z.object({
    type: z.union([z.string(), z.array(z.string())]).optional(),
    properties: z.record(z.string(), jsonSchema).optional(),
    required: z.array(z.string()).optional(),
    additionalProperties: z.union([z.boolean(), jsonSchema]).optional(),
    propertyNames: jsonSchema.optional(),
    items: z.union([z.boolean(), jsonSchema]).optional(),
    prefixItems: z.array(jsonSchema).optional(),
    minItems: z.number().optional(),
    maxItems: z.number().optional(),
    enum: z.array(z.unknown()).optional(),
    const: z.unknown().optional(),
    anyOf: z.array(jsonSchema).optional(),
    oneOf: z.array(jsonSchema).optional(),
    allOf: z.array(jsonSchema).optional(),
    format: z.string().optional(),
    pattern: z.string().optional(),
    minLength: z.number().optional(),
    maxLength: z.number().optional(),
    minimum: z.number().optional(),
    maximum: z.number().optional(),
    exclusiveMinimum: z.number().optional(),
    exclusiveMaximum: z.number().optional(),
  }),
);

const rule = z.union([z.literal('public'), z.literal('signed-in'), z.object({ roles: z.array(z.string()) })]);

/** Who may call a route, as its description says. */
export type StatedRule = z.output<typeof rule>;

const parameter = z.object({ name: z.string(), in: z.enum(['path', 'query', 'header', 'cookie']), required: z.boolean().default(false), schema: jsonSchema });

const operation = z.object({
  parameters: z.array(parameter).default([]),
  requestBody: z.object({ content: z.object({ 'application/json': z.object({ schema: jsonSchema }) }) }).optional(),
  'x-rule': rule,
  'x-unaudited': z.string().optional(),
});

const document = z.object({
  paths: z.record(z.string(), z.partialRecord(z.enum(['get', 'post', 'put', 'patch', 'delete']), operation)),
});

export interface Operation {
  method: string;
  /** With parameters as `{name}`. */
  path: string;
  rule: StatedRule;
  params: Record<string, JsonSchema>;
  query: Record<string, JsonSchema>;
  /** Names of the parameters, of path and query, that a call must give. */
  needs: string[];
  body: JsonSchema | null;
  /** Why a call leaves no entry in the audit; null where it leaves one. */
  unaudited: string | null;
}

/** Every operation of an OpenAPI document. */
export function operationsOf(openapi: unknown): Operation[] {
  const { paths } = document.parse(openapi);
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, described]) => {
      const schemasOf = (place: string): Record<string, JsonSchema> =>
        Object.fromEntries(described.parameters.filter((one) => one.in === place).map((one) => [one.name, one.schema]));
      return {
        method: method.toUpperCase(),
        path,
        rule: described['x-rule'],
        params: schemasOf('path'),
        query: schemasOf('query'),
        needs: described.parameters.filter((one) => one.required && (one.in === 'path' || one.in === 'query')).map((one) => one.name),
        unaudited: described['x-unaudited'] ?? null,
        body: described.requestBody?.content['application/json'].schema ?? null,
      };
    }),
  );
}
