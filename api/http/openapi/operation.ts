import type { Contract } from '#api/contracts/contract.ts';
import { needsKey } from '../idempotency-key.ts';
import { codeSample } from './code-sample.ts';
import { refusalsOf } from './refusals-of.ts';
import { fieldsOf, type JsonSchema, schemaOf } from './schema-of.ts';

const json = (schema: JsonSchema, example?: unknown) => ({
  'application/json': example === undefined ? { schema } : { schema, example },
});
const bytes = (types: readonly string[]) => Object.fromEntries(types.map((type) => [type, {}]));
const headerRef = (name: string) => ({ $ref: `#/components/headers/${name}` });

/** One operation object of OpenAPI 3.1. */
export function operationOf(contract: Contract): JsonSchema {
  const { operationId, tag, summary, description, right, body, upload, example } = contract;
  const needs =
    right === 'public' ? 'Needs no sign-in.' : `Needs ${right === 'signed-in' ? 'a sign-in' : `\`${right}\``}.`;
  return {
    operationId,
    tags: [tag],
    summary,
    description: description === undefined ? needs : `${description}\n\n${needs}`,
    security: right === 'public' ? [] : [{ bearer: [] }, { cookie: [] }],
    parameters: parametersOf(contract),
    ...(body && { requestBody: { required: true, content: json(schemaOf(body, 'input'), example?.body) } }),
    ...(upload && {
      requestBody: {
        required: true,
        description: `At most ${upload.maxBytes} bytes.`,
        content: bytes(upload.types),
      },
    }),
    responses: { ...answers(contract), ...refusals(contract) },
    'x-codeSamples': [{ lang: 'Shell', label: 'curl', source: codeSample(contract) }],
  };
}

function parametersOf(contract: Contract): JsonSchema[] {
  const of = (schema: Contract['query'], where: 'path' | 'query') =>
    (schema ? fieldsOf(schema) : []).map(({ name, schema: field, required }) => ({
      name,
      in: where,
      required: where === 'path' || required,
      schema: field,
    }));
  return [
    ...of(contract.params, 'path'),
    ...of(contract.query, 'query'),
    ...(needsKey(contract) ? [{ $ref: '#/components/parameters/IdempotencyKey' }] : []),
    ...(contract.right === 'public' ? [] : [{ $ref: '#/components/parameters/OnBehalfOf' }]),
    ...(contract.ifMatch ? [{ $ref: '#/components/parameters/IfMatch' }] : []),
  ];
}

function answers(contract: Contract): Record<string, JsonSchema> {
  const { status, response, download, etag, location, browser, example } = contract;
  const headers = {
    'X-Request-Id': headerRef('RequestId'),
    ...(etag || download ? { ETag: headerRef('ETag') } : {}),
    ...(location || browser === 'redirect' ? { Location: headerRef('Location') } : {}),
    ...(needsKey(contract) ? { 'Idempotency-Replayed': headerRef('IdempotencyReplayed') } : {}),
  };
  const answered = {
    description: browser
      ? `Done; the browser is ${browser === 'page' ? 'led' : 'sent'} on.`
      : response || download
        ? 'Done.'
        : 'Done; there is nothing to tell.',
    headers,
    ...(response && { content: json(schemaOf(response, 'output'), example?.response) }),
    ...(download && { content: bytes(download.types) }),
    ...(browser === 'page' && { content: bytes(['text/html']) }),
  };
  const seen = { 304: { description: 'Unchanged since the version in If-None-Match.' } };
  return { [status]: answered, ...((etag || download) && contract.method === 'get' ? seen : {}) };
}

const refusals = (contract: Contract): Record<string, JsonSchema> =>
  Object.fromEntries(
    [...refusalsOf(contract)].map(([status, codes]) => [
      status,
      {
        description: codes.map((code) => `[\`${code}\`](/problems/${code})`).join(', '),
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    ]),
  );
