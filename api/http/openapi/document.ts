import type { Contract } from '#api/contracts/contract.ts';
import { components } from './components.ts';
import { operationOf } from './operation.ts';
import type { JsonSchema } from './schema-of.ts';

const description = `Lot control for distributors: the truth about every lot, and the decisions about lots as durable processes.

Every POST takes an \`Idempotency-Key\`. Lists answer \`items\` and \`nextCursor\`. Quantities are decimal strings in the unit they
name, instants ISO 8601 in UTC, dates YYYY-MM-DD. A refusal is an answer: \`application/problem+json\` with a stable \`code\`.`;

/** The OpenAPI 3.1 document of the contracts, in the order in which they were registered. */
export function openApiDocument(contracts: readonly Contract[]): JsonSchema {
  const paths: Record<string, Record<string, JsonSchema>> = {};
  for (const contract of contracts) {
    const path = contract.path.replaceAll(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [contract.method]: operationOf(contract) };
  }
  return {
    openapi: '3.1.1',
    info: { title: 'Holdfast', version: '1', description },
    servers: [{ url: '/v1' }],
    tags: [...new Set(contracts.map(({ tag }) => tag))].map((name) => ({ name })),
    paths,
    components,
  };
}
