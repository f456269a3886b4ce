import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { openApiDocument } from '#api/http/openapi/document.ts';
import { refusalsOf } from '#api/http/openapi/refusals-of.ts';
import { givenContracts } from './given/contracts.ts';

type Json = Record<string, unknown>;

const contracts = givenContracts();
const document = openApiDocument(contracts);
const cases = contracts.map((contract) => [contract.operationId, contract] as const);

test('the OpenAPI document is the one in docs/openapi.json', async () => {
  await expect(`${JSON.stringify(document, null, 2)}\n`).toMatchFileSnapshot('../docs/openapi.json');
});

test('it is OpenAPI 3.1, and every reference in it leads somewhere', () => {
  expect(document.openapi).toMatch(/^3\.1\.\d$/);
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"(#[^"]+)"/g)].map(
    ([, reference]) => reference ?? '',
  );
  expect(references.length).toBeGreaterThan(20);
  for (const reference of references) {
    const target = reference
      .slice(2)
      .split('/')
      .reduce<unknown>((at, step) => (at as Json | undefined)?.[step], document);
    expect(target, reference).toBeDefined();
  }
});

test('every schema in it is a JSON Schema', () => {
  const ajv = new Ajv2020({
    strict: false,
    formats: { 'date-time': true, uuid: true, date: true, email: true, 'uri-reference': true, uri: true },
  });
  const schemas = schemasIn(document);
  expect(schemas.length).toBeGreaterThan(contracts.length);
  for (const schema of schemas) expect(ajv.validateSchema(schema), JSON.stringify(ajv.errors)).toBe(true);
});

describe.each(cases)('%s', (_name, contract) => {
  test('says what it is, and its path names its parameters', () => {
    expect(contract.summary.length).toBeGreaterThan(5);
    const named = [...contract.path.matchAll(/:(\w+)/g)].map(([, name]) => name).sort();
    expect(Object.keys(contract.params?.shape ?? {}).sort()).toEqual(named);
    expect(contract.response && contract.download, 'answers JSON or a file').toBeUndefined();
    expect(contract.body && contract.upload, 'takes JSON or bytes').toBeUndefined();
  });

  test('takes no field it does not name, however deep', () => {
    const open = contract.body
      ? openObjects(z.toJSONSchema(contract.body, { io: 'input', unrepresentable: 'any' }))
      : [];
    // The outermost is closed by the router.
    expect(open.filter((path) => path !== '')).toEqual([]);
  });

  test('has an example that it would take', () => {
    if (!contract.body) return;
    expect(contract.example?.body, 'an example').toBeDefined();
    const parsed = contract.body.safeParse(contract.example?.body);
    expect(parsed.error?.message).toBeUndefined();
  });

  test('documents every refusal it names, and no general one twice', () => {
    const documented = [...refusalsOf(contract).values()].flat();
    expect(documented).toEqual(expect.arrayContaining([...contract.refusals]));
    expect(new Set(documented).size).toBe(documented.length);
  });

  test('pages when it lists', () => {
    if (!contract.response || !(contract.response instanceof z.ZodObject) || !('nextCursor' in contract.response.shape))
      return;
    if (contract.response.shape.nextCursor instanceof z.ZodNull) return;
    expect(Object.keys(contract.query?.shape ?? {})).toEqual(expect.arrayContaining(['limit', 'cursor']));
  });
});

function schemasIn(value: unknown): Json[] {
  if (typeof value !== 'object' || value === null) return [];
  const found = Object.entries(value).flatMap(([name, member]) =>
    name === 'schema' ? [member as Json] : schemasIn(member),
  );
  return Array.isArray(value) ? value.flatMap(schemasIn) : found;
}

/** Where objects take fields beyond those they name. */
function openObjects(schema: unknown, path = ''): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const { type, additionalProperties, properties } = schema as Json;
  const open = type === 'object' && properties !== undefined && additionalProperties !== false ? [path] : [];
  return [...open, ...Object.entries(schema).flatMap(([name, member]) => openObjects(member, `${path}/${name}`))];
}
