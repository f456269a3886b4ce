import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Contract } from '#api/contracts/contract.ts';
import { problemExplanations } from '#api/http/problem-explanations.ts';
import { roles } from '#domain/rights.ts';
import { type Answer, type GivenApi, givenApi } from './given/api.ts';
import { givenContracts } from './given/contracts.ts';

let api: GivenApi;
let token: string;
beforeAll(async () => {
  api = await givenApi({ settings: { requestsPerMinute: 1_000_000, signInsPerMinute: 1_000_000 } });
  await api.person(
    'everything',
    roles.filter((role) => role !== 'system').map((role) => ({ role })),
  );
  token = await api.signIn('everything');
});
afterAll(() => api.stop());

/** What people, programs and attackers put into fields. */
// biome-ignore format: a list to read
const junk: readonly unknown[] = [
  null, true, 0, -1, 1.5, 1e308, 9_007_199_254_740_992, '', ' ', '0', '-1', '1e9', '99999999999999999999.99999', 'NaN', '٣',
  '😀'.repeat(50), 'a'.repeat(3_000), '\u200b', '\n', '%', '%_', "'; drop table lots; --", '../../etc/passwd', '<script>', '{{7*7}}',
  '2026-02-30', '2026-13-01T00:00:00Z', '0000-00-00', '+010000-01-01', '9999-12-31', '0001-01-01T00:00:00Z', '9999-12-31T23:59:59.999Z',
  '00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff', [], [null], {}, { a: 1 }, [[]], Array(300).fill({}),
];

const contracts = givenContracts().filter(
  ({ operationId }) => !['signOut', 'endSession', 'changePassword'].includes(operationId),
);

describe.each(contracts.map((contract) => [contract.operationId, contract] as const))('%s', (_name, contract) => {
  test('answers junk in every place with a refusal or an answer of its contract, never with a fault', async () => {
    const upload = contract.upload ? { raw: 'junk', headers: { 'Content-Type': contract.upload.types[0] ?? '' } } : {};
    const headers = { ...upload.headers, ...(contract.ifMatch && { 'If-Match': '"1"' }) };
    const method = contract.method.toUpperCase();
    const send = async ({ path, body }: { path: string; body: unknown }) => {
      const answer = await api.call(method, path, { token, ...(contract.body && { body }), ...upload, headers });
      expect(problemWith(contract, answer), `${path} ${JSON.stringify(body)}`).toBeUndefined();
    };
    const waiting = variations(contract);
    while (waiting.length > 0) await Promise.all(waiting.splice(0, 16).map(send));
  });
});

function problemWith(contract: Contract, { status, body }: Answer): string | undefined {
  if (status === contract.status || status === 304) {
    const parsed = status === 204 ? undefined : contract.response?.safeParse(body);
    return parsed?.error?.message;
  }
  if (status === 503 && body.code === 'engine.unavailable') return undefined;
  if (status >= 500 || status < 400) return `${status} ${JSON.stringify(body)}`;
  return String(body.code) in problemExplanations ? undefined : `an unknown code ${JSON.stringify(body)}`;
}

/** The example of a contract, and it again and again with one place spoilt. */
function variations({ path, params, query, body, example }: Contract): { path: string; body: unknown }[] {
  const places = { ...fields(params, example?.params), ...fields(query, example?.query) };
  const url = (values: Record<string, string>) => {
    const filled = path.replaceAll(/:(\w+)/g, (_match, name: string) => encodeURIComponent(values[name] || 'x'));
    const search = new URLSearchParams(Object.entries(values).filter(([name]) => query && name in query.shape));
    return `/v1${filled}${search.size > 0 ? `?${search}` : ''}`;
  };
  const usual = Object.fromEntries(Object.entries(places).filter(([, value]) => value !== '')) as Record<
    string,
    string
  >;
  const spoiltUrls = Object.keys(places).flatMap((name, place) =>
    junkFor(place).map((one) => ({ path: url({ ...usual, [name]: String(one) }), body: example?.body })),
  );
  const spoiltBodies = leavesOf(example?.body).flatMap((at, place) =>
    junkFor(place).map((one) => ({ path: url(usual), body: withLeaf(example?.body, at, one) })),
  );
  return [{ path: url(usual), body: example?.body }, ...spoiltUrls, ...(body ? spoiltBodies : [])];
}

/** A third of the junk for one place, the next third for the next: all of it comes to every contract of a few fields. */
const junkFor = (place: number): unknown[] => junk.filter((_one, index) => index % 3 === place % 3);

const someId = '019a2f3e-7c00-7000-8000-000000000001';

/** A value for each field: from the example, an id for what is called one, nothing for the rest. */
const fields = (schema: Contract['params'], example: Record<string, string> = {}): Record<string, string> =>
  Object.fromEntries(
    Object.keys(schema?.shape ?? {}).map((name) => [name, example[name] ?? (name.endsWith('Id') ? someId : '')]),
  );

type Place = readonly (string | number)[];

function leavesOf(value: unknown, at: Place = []): Place[] {
  if (typeof value !== 'object' || value === null) return [at];
  const below = Object.entries(value).flatMap(([key, member]) => leavesOf(member, [...at, key]));
  return at.length === 0 ? below : [at, ...below];
}

function withLeaf(value: unknown, [step, ...rest]: Place, leaf: unknown): unknown {
  if (step === undefined) return leaf;
  const copy = structuredClone(value) as Record<string | number, unknown>;
  copy[step] = withLeaf(copy[step], rest, leaf);
  return copy;
}
