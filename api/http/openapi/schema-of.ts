import { z } from 'zod';

export type JsonSchema = Record<string, unknown>;

/**
 * The JSON Schema (2020-12, which is what OpenAPI 3.1 takes) of a contract's part, as callers send it or as it is answered.
 * What JSON Schema cannot say (a refinement by code) is left out.
 */
export function schemaOf(schema: z.ZodType, io: 'input' | 'output'): JsonSchema {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any', reused: 'inline' });
  return rest;
}

type Properties = Record<string, JsonSchema>;

/** The fields of an object's schema, and which of them must be there. */
export function fieldsOf(schema: z.ZodObject): { name: string; schema: JsonSchema; required: boolean }[] {
  const { properties = {}, required = [] } = schemaOf(schema, 'input') as {
    properties?: Properties;
    required?: string[];
  };
  return Object.entries(properties).map(([name, field]) => ({
    name,
    schema: field,
    required: required.includes(name),
  }));
}
