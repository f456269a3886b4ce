import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { z } from 'zod';
import type { Contract } from '#api/contracts/contract.ts';
import { schemaOf } from '#api/http/openapi/schema-of.ts';
import { roles } from '#domain/rights.ts';
import { type GivenApi, givenApi } from './given/api.ts';
import { givenContracts } from './given/contracts.ts';

let api: GivenApi;
let token: string;
beforeAll(async () => {
  api = await givenApi({ settings: { requestsPerMinute: 1_000_000, signInsPerMinute: 1_000_000 } });
  const grants = roles.filter((role) => role !== 'system').map((role) => ({ role }));
  await api.person('everything', grants);
  token = await api.signIn('everything');
});
afterAll(() => api.stop());

const contracts = givenContracts();
const withBody = contracts.filter(({ body }) => body !== undefined);

/** What the server alone says: whose it is, who did it and when, what it is worth, and where objects come from. */
// biome-ignore format: a list to read
const ownedByServer = [
  'userId', 'actorId', 'actorName', 'createdBy', 'createdAt', 'decidedBy', 'decidedAt', 'approvedBy', 'recordedAt', 'imported', 'active',
  'passwordHash', 'tokenHmac', 'rights', 'state', 'version', '__proto__', 'constructor',
];

/** Places of a JSON schema in which an object takes fields that it does not name. */
function openPlaces(schema: unknown, at = ''): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const { type, additionalProperties, properties } = schema as Record<string, unknown>;
  const open = type === 'object' && properties !== undefined && additionalProperties !== false ? [at || '/'] : [];
  return [...open, ...Object.entries(schema).flatMap(([key, inner]) => openPlaces(inner, `${at}/${key}`))];
}

test('no object that can be sent takes fields that its contract does not name, however deep', () => {
  const open = withBody.flatMap(({ operationId, body }) =>
    // The outermost is closed by the parser.
    openPlaces(schemaOf(body as z.ZodType, 'input'))
      .filter((place) => place !== '/')
      .map((place) => `${operationId} ${place}`),
  );
  expect(open).toEqual([]);
});

describe.each(withBody.map((contract) => [contract.operationId, contract] as const))('%s', (_name, contract) => {
  test('refuses what only the server says', async () => {
    const path = `/v1${contract.path.replaceAll(/:\w+/g, '019a2f3e-7c00-7000-8000-000000000001')}`;
    const own = new Set(Object.keys(fieldsOf(contract)));
    for (const field of ownedByServer.filter((name) => !own.has(name))) {
      const example = JSON.stringify(contract.example?.body ?? {});
      const comma = example === '{}' ? '' : ',';
      const raw = Array.isArray(contract.example?.body) ? example : `{"${field}":"x"${comma}${example.slice(1)}`;
      const headers = contract.ifMatch && { 'If-Match': '"1"' };
      const { status, body } = await api.call(contract.method.toUpperCase(), path, {
        token,
        raw,
        ...(headers && { headers }),
      });
      expect([status, body.code], `${contract.operationId} with ${field}`).toEqual([400, 'request.malformed']);
      expect(JSON.stringify(body.errors), field).toContain(`/${field}`);
    }
  });
});

const fieldsOf = ({ body }: Contract): object =>
  body === undefined ? {} : ((schemaOf(body, 'input') as { properties?: object }).properties ?? {});

test('no query takes a field that its contract does not name', async () => {
  for (const { operationId, method, path, query } of contracts.filter((one) => one.method === 'get')) {
    if (query?.def.catchall?._zod.def.type === 'unknown') continue; // what a provider adds to its answer is not ours to name
    const url = `/v1${path.replaceAll(/:\w+/g, '019a2f3e-7c00-7000-8000-000000000001')}?isAdmin=true`;
    const { status, body } = await api.call(method.toUpperCase(), url, { token });
    expect([status, body.code], operationId).toEqual([400, 'request.malformed']);
  }
});
