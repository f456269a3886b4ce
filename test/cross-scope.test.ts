import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { grantableRoles } from '#api/contracts/api-keys.ts';
import type { Contract } from '#api/contracts/contract.ts';
import { type GivenApi, givenApi } from '#test/given/api.ts';
import { givenContext } from '#test/given/context.ts';
import { givenContracts } from '#test/given/contracts.ts';
import { givenForeign, givenPersonIn, secret } from '#test/given/foreign.ts';
import { foreignRowsById, givenForeignCases } from '#test/given/foreign-cases.ts';
import { personWith } from '#test/given/master-data.ts';

/** Who works at another site, for another entity, or with another category of items than those of the goods at EWR. */
const elsewhere = {
  site: { site: 'DEN' },
  entity: { entity: 'FTB' },
  category: { site: 'EWR', category: 'dry' },
} as const;
type Kind = keyof typeof elsewhere;
const kinds = ['site', 'entity', 'category'] as const;

/** Calls that would end the session that asks, or lock its account by a wrong password. They are about the caller alone. */
const endsTheCaller = new Set([
  'signOut',
  'signOutAtProvider',
  'changePassword',
  'signIn',
  'beginSigning',
  'enrolSecondFactor',
  'renewRecoveryCodes',
  'removeSecondFactor',
]);

let api: GivenApi;
let foreign: Record<string, string>;
const tokens = new Map<string, string>();

beforeAll(async () => {
  const unlimited = { requestsPerMinute: 1_000_000, signInsPerMinute: 1_000_000, callerCacheMilliseconds: 600_000 };
  api = await givenApi({ settings: { ...unlimited, engineConnectMilliseconds: 1 } });
  const context = givenContext(api.database.db);
  const { sql } = api.database;
  const person = (name: string, grant: Parameters<typeof givenPersonIn>[3]) => givenPersonIn(sql, context, name, grant);
  const victim = await person('victim', { role: 'quality_manager', site: 'EWR', entity: 'MFF' });
  foreign = {
    ...(await givenForeign(context, sql)),
    ...(await givenForeignCases(context, sql, personWith('quality_manager', victim.id))),
    userId: victim.id,
    grantId: victim.grantId,
    sessionId: victim.sessionId,
  };
  for (const role of grantableRoles)
    for (const kind of kinds)
      tokens.set(`${role} ${kind}`, (await person(`${role}-${kind}`, { role, ...elsewhere[kind] })).token);
  tokens.set('control', (await person('control', { role: 'quality_manager', site: 'EWR' })).token);
  tokens.set('everywhere', (await person('everywhere', { role: 'administrator' })).token);
});
afterAll(() => api.stop());

/** Master data by its code, and other words of paths. */
const shared: Record<string, string> = {
  role: 'finance',
  party: 'TGD',
  supplier: 'TGD',
  certificate: 'TGD-AUDIT',
  entity: 'MFF',
  item: 'GC-BULK',
  kind: 'items',
  team: 'quality',
  date: '2026-12-24',
};
/** A contract that names what this does not know fails here: give `test/given/foreign.ts` one of it that is foreign. */
function paramOf({ path, operationId }: Contract, name: string): string {
  if (path.startsWith('/audit/cases/')) return name === 'kind' ? 'quarantine_review' : String(foreign.reviewId);
  if (name === 'id') return String(path.startsWith('/purchase-orders') ? foreign.purchaseOrderId : foreign.noticeId);
  const known = foreign[name] ?? shared[name];
  if (known === undefined) throw new Error(`${operationId} names ${name}: say what a foreign one is`);
  return known;
}

const pathOf = (contract: Contract): string =>
  `/v1${contract.path.replaceAll(/:(\w+)/g, (_, name: string) => encodeURIComponent(paramOf(contract, name)))}`;

/** The example of the contract, about what is foreign. */
function bodyOf(value: unknown, key = ''): unknown {
  if (Array.isArray(value)) return value.map((one) => bodyOf(one, key.replace(/s$/, '')));
  if (value !== null && typeof value === 'object')
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, bodyOf(one, name)]));
  return typeof value === 'string' && key !== 'role' ? (foreign[key] ?? value) : value;
}

const filters = (contract: Contract): string => {
  const asked = Object.keys(contract.query?.shape ?? {}).filter((name) => ['site', 'lot', 'owner'].includes(name));
  return asked.map((name) => `${name}=${encodeURIComponent(foreign[name] ?? '')}`).join('&');
};

async function ask(contract: Contract, token: string, query = '') {
  const { method, path, body, upload, example, ifMatch } = contract;
  if (body && example?.body === undefined) throw new Error(`${path} has a body and no example`);
  const { status, body: answer } = await api.call(method.toUpperCase(), `${pathOf(contract)}${query && `?${query}`}`, {
    token,
    ...(body && { body: bodyOf(example?.body) }),
    ...(upload && { raw: '%PDF-1.7 one' }),
    ...(method !== 'get' && { key: crypto.randomUUID() }),
    headers: { ...(ifMatch && { 'If-Match': '"1"' }), ...(upload && { 'Content-Type': upload.types[0] ?? '' }) },
  });
  return { status, text: JSON.stringify(answer) };
}

const contracts = givenContracts().filter(({ operationId }) => !endsTheCaller.has(operationId));

/** Of no site and no entity: whoever may propose for its category anywhere may say something about a proposal. */
const commented: Record<Kind, string[]> = {
  site: ['master_data_proposals'],
  entity: ['master_data_proposals'],
  category: [],
};

/** Everything that has a place, as it stands; the trail apart, which tells of what people did elsewhere. */
async function foreignRows(kind: Kind): Promise<Record<string, string>> {
  const { sql } = api.database;
  const tables = await sql<{ name: string }[]>`
    select relname as name from pg_class where relrowsecurity and relname not in ('audit_entries') order by 1`;
  const hashes = tables.map(async ({ name }) => {
    const [row] = await sql.unsafe(
      `select md5(coalesce(string_agg(one::text, ',' order by one::text), '')) as hash from ${name} one`,
    );
    return [name, String(row?.hash)] as const;
  });
  return {
    ...Object.fromEntries(await Promise.all(hashes)),
    ...(await foreignRowsById(sql, foreign, commented[kind])),
  };
}

/** Rows of a list that say they are at EWR, or of MFF. Places by themselves are no secret: names that both ends of a transfer need. */
const saysWhere: Record<Kind, RegExp | undefined> = {
  site: /"site":"EWR"[^{}]*"(quantity|onHand|state|number)"/,
  entity: /"owner":"MFF"/,
  category: undefined,
};

test('whoever works there reads it: what the rest of this looks for would be found', async () => {
  const found: string[] = [];
  for (const contract of contracts.filter(({ method }) => method === 'get'))
    for (const who of ['control', 'everywhere']) {
      const { text } = await ask(contract, tokens.get(who) ?? '');
      if (text.includes(secret)) found.push(contract.operationId);
    }
  expect(found).toEqual(
    expect.arrayContaining([
      'listPurchaseOrders',
      'readPurchaseOrder',
      'readDocument',
      'readLot',
      'readLotTimeline',
      'listAuditEntries',
      'exportLotAudit',
      'listHolds',
      'readHold',
      'readInspection',
      'listTemperatureReadings',
      'listTasks',
      'readTask',
      'listQuarantineReviews',
      'readQuarantineReview',
      'listDisposals',
      'readDisposal',
      'readSignature',
      'listApiKeys',
      'listLegalHolds',
      'reviewAccess',
    ]),
  );
});

describe.each(kinds)('to people of another %s', (kind) => {
  test('no call answers or changes anything foreign, whatever their role', async () => {
    const before = await foreignRows(kind);
    const leaks: string[] = [];
    const faults: string[] = [];
    for (const contract of contracts) {
      const calls = grantableRoles.flatMap((role) => {
        const token = tokens.get(`${role} ${kind}`) ?? '';
        const query = filters(contract);
        return ['', ...(query === '' ? [] : [query])].map(async (each) => {
          const { status, text } = await ask(contract, token, each);
          const name = `${role}: ${contract.operationId}${each && ` ?${each}`} answered ${status}`;
          if (text.includes(secret) || saysWhere[kind]?.test(text)) leaks.push(`${name} ${text.slice(0, 400)}`);
          if (status === 401 || (status >= 500 && status !== 503)) faults.push(`${name} ${text.slice(0, 200)}`);
        });
      });
      await Promise.all(calls);
    }
    expect(leaks).toEqual([]);
    expect(faults).toEqual([]);
    expect(await foreignRows(kind)).toEqual(before);
  });
});
