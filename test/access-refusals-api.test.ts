import { afterAll, beforeAll, expect, test } from 'vitest';
import { placeHold } from '#operations/place-hold.ts';
import { type GivenApi, givenApi } from '#test/given/api.ts';
import { givenContext } from '#test/given/context.ts';
import { commandOf, givenLot } from '#test/given/lots.ts';
import { importer, readStoryIds } from '#test/given/master-data.ts';

let api: GivenApi;
let token: string;
const nowhere = '019a2f3e-7c00-7000-8000-000000000000';

beforeAll(async () => {
  api = await givenApi();
  const roles = ['administrator', 'quality_approver', 'order_desk', 'auditor'];
  await api.person(
    'everything',
    roles.map((role) => ({ role })),
  );
  token = await api.signIn('everything');
});
afterAll(() => api.stop());

const ask = async (method: string, path: string, body?: unknown) => {
  const answer = await api.call(method, `/v1${path}`, { token, ...(body !== undefined && { body }) });
  return [answer.status, answer.body.code, answer.body.pointer ?? null];
};
const rows = async () =>
  await api.database.sql`
    select (select count(*) from audit_entries) as entries, (select count(*) from review_evidence) as evidence,
           (select count(*) from purchase_orders) + (select count(*) from advance_notices) as expected`;

test('an API key that is not there is neither rotated nor revoked', async () => {
  const before = await rows();
  expect(await ask('DELETE', `/api-keys/${nowhere}`)).toEqual([404, 'api-key.unknown', null]);
  expect(await ask('POST', `/api-keys/${nowhere}/rotation`, {})).toEqual([404, 'api-key.unknown', null]);
  expect(await ask('DELETE', `/api-keys/${nowhere}/previous`)).toEqual([404, 'api-key.unknown', null]);
  expect(await rows()).toEqual(before);
});

test('what is asked for by an id that nothing has is unknown', async () => {
  expect(await ask('GET', `/advance-notices/${nowhere}`)).toEqual([404, 'advance-notice.unknown', null]);
  expect(await ask('GET', `/inspections/${nowhere}`)).toEqual([404, 'inspection.unknown', null]);
  const delivery = { site: 'EWR', owner: 'MFF', supplier: 'TGD', advanceNotice: 'AN-NONE', lines: [] };
  const { body } = await api.call('POST', '/v1/receipts', { token, body: delivery });
  expect(JSON.stringify(body)).not.toContain('internal');
});

test('evidence is of the lot and site that the review is about', async () => {
  const context = givenContext(api.database.db);
  const ids = await readStoryIds(context);
  const lot = await givenLot(context, ids, { code: 'EVIDENCE', stock: [{ at: 'EWR/C-01', quantity: '5' }] });
  const reason = 'A pallet fell from the truck';
  const hold = { lot: lot.code, site: 'EWR', rule: 'damage' as const, reason };
  const placed = await placeHold(context, commandOf(importer, hold));
  if (!placed.ok) throw new Error(JSON.stringify(placed.violation));
  const elsewhere = context.newId();
  await api.database.sql`
    insert into temperature_readings (id, location_id, sensor, celsius, happened_at, recorded_at)
    values (${elsewhere}, ${ids.location('CHI/C-01')}, 'S-CHI', 3, now(), now())`;

  const before = await rows();
  const evidence = `/quarantine-reviews/${placed.value.reviewId}/evidence`;
  for (const readingId of [nowhere, elsewhere])
    expect(await ask('POST', evidence, { kind: 'temperature_reading', readingId })).toEqual([
      ...[422, 'reading.unknown', '/readingId'],
    ]);
  expect(await ask('POST', evidence, { kind: 'inspection', inspectionId: nowhere })).toEqual([
    ...[422, 'inspection.unknown', '/inspectionId'],
  ]);
  expect(await rows()).toEqual(before);
});

test('goods that cannot be expected are refused with every problem at once, and nothing is recorded', async () => {
  const before = await rows();
  const lines = [
    { item: 'NO-SUCH', quantity: '1', unit: 'tub' },
    { item: 'GC-BULK', quantity: '-1', unit: 'tub' },
  ];
  for (const noun of ['purchase-orders', 'advance-notices']) {
    const body = { number: 'X-1', site: 'EWR', owner: 'MFF', supplier: 'NO-SUCH', lines };
    const answer = await api.call('POST', `/v1/${noun}`, { token, body });
    expect(answer).toMatchObject({ status: 422, body: { code: 'announcement.refused' } });
    const problems = answer.body.errors as { code: string; pointer: string }[];
    expect(problems.map(({ code, pointer }) => `${pointer} ${code}`)).toEqual([
      '/supplier supplier.unknown',
      '/lines/0/item item.unknown',
      expect.stringContaining('/lines/1/quantity'),
    ]);
  }
  expect(await rows()).toEqual(before);
});
