import { afterAll, beforeAll, expect, test } from 'vitest';
import { exceptionRows, governedExceptions } from '#domain/exception-codes.ts';
import { automaticHoldRules } from '#domain/holds.ts';
import { checkReceipt } from '#domain/receipt-check.ts';
import { receiptDefectCodes } from '#domain/receipt-facts.ts';
import { receiveGoods } from '#operations/receive-goods.ts';
import { givenLine, givenReceipt } from '#test/domain/receipt-given.ts';
import { type GivenApi, givenApi } from '#test/given/api.ts';
import { givenContext } from '#test/given/context.ts';
import { delivery } from '#test/given/deliveries.ts';
import { commandOf } from '#test/given/lots.ts';
import { importer } from '#test/given/master-data.ts';
import { changesOf, givenStewards } from '#test/given/master-data-changes.ts';

let api: GivenApi;
let people: Awaited<ReturnType<typeof givenStewards>>;
let calls: ReturnType<typeof changesOf>;

beforeAll(async () => {
  api = await givenApi();
  people = await givenStewards(api);
  calls = changesOf(api);
});
afterAll(() => api.stop());

type Given = { action: string; list: string; code: string; label: string; byName: string };

test('a code is shown wherever its reason is: on the record, the proposal and in the trail', async () => {
  const reason = 'Undeclared almond found by the laboratory';
  const blocked = await calls.post('/items/GC-LOG/block', people.dana, { reason, reasonCode: 'safety_concern' });
  expect(blocked.status).toBe(200);
  const { body: item } = await calls.get('/items/GC-LOG', people.sara);
  expect(item.reasonCodes as Given[]).toMatchObject([
    { action: 'item.blocked', list: 'block', code: 'safety_concern', label: 'Concern about safety', byName: 'dana' },
  ]);
  const fields = { name: 'The Goat Dairy LLC' };
  const [party] = await api.database.sql`select version from parties where code = 'TGD'`;
  const proposal = { kind: 'party', action: 'change', code: 'TGD', version: Number(party?.version), fields };
  const said = { proposal, reason: 'Told by the partner in its letter', reasonCode: 'partner_told' };
  const { body: proposed } = await calls.post('/master-data-proposals', people.sara, said);
  const { body: page } = await calls.get(`/master-data-proposals/${proposed.proposalId}`, people.omar);
  expect(page.reasonCodes as Given[]).toMatchObject([{ action: 'proposal.opened', code: 'partner_told' }]);
  const { body: trail } = await calls.get('/audit?action=item.blocked', people.dana);
  expect(trail.items).toMatchObject([{ reason, reasonList: 'block', reasonCode: 'safety_concern' }]);
});

test('how often each code was given is counted by site, a step once, in the span and as far as one may read', async () => {
  const span = 'from=2020-01-01T00:00:00Z&until=2100-01-01T00:00:00Z';
  const counted = await calls.get(`/reason-codes/uses?list=block&${span}`, people.dana);
  expect(counted).toMatchObject({ status: 200, body: { nextCursor: null } });
  expect(counted.body.items).toMatchObject([
    { list: 'block', code: 'safety_concern', site: null, entity: null, uses: 1, lastAt: expect.any(String) },
  ]);
  const before = await calls.get(
    '/reason-codes/uses?from=2020-01-01T00:00:00Z&until=2021-01-01T00:00:00Z',
    people.dana,
  );
  expect(before.body.items).toEqual([]);
  expect((await calls.get(`/reason-codes/uses?${span}`, people.tess)).body.code).toBe('access.right-missing');
  expect((await calls.get('/reason-codes/uses?from=yesterday', people.dana)).status).toBe(400);
});

test('what may go otherwise is one list, the same everywhere, with what follows and who settles it', async () => {
  const { body } = await calls.get('/exception-codes', people.dana);
  const items = body.items as { code: string; hold: string | null; task: string | null }[];
  expect(items).toHaveLength(governedExceptions.length);
  expect(items.find(({ code }) => code === 'receipt.supplier-risk')).toMatchObject({
    ...{ hold: 'supplier_risk', task: null, team: 'quality', right: 'review.decide', reasonList: 'review' },
  });
  expect(items.find(({ code }) => code === 'receipt.less-than-ordered')).toMatchObject({
    ...{ hold: null, task: 'reconcile_purchase_order', team: 'order_desk', right: 'task.work', reasonList: 'task' },
  });
  expect(new Set(items.map(({ code }) => code))).toEqual(new Set(Object.keys(exceptionRows)));
  for (const code of [...receiptDefectCodes, ...automaticHoldRules]) expect(exceptionRows).toHaveProperty([code]);
});

test('a receipt writes no other word, and what follows of one is what the list says', async () => {
  const { lines } = checkReceipt(
    givenReceipt({
      supplier: { code: 'TGD', known: true, riskScore: '99', blocked: true },
      lines: [givenLine({ certificates: [], traceabilityLotCode: null }, {})],
    }),
  );
  const found = lines.flatMap(({ defects }) => defects);
  expect(found.length).toBeGreaterThan(2);
  for (const defect of found)
    expect(exceptionRows[defect.code]).toMatchObject(
      defect.kind === 'hold' ? { hold: defect.rule } : { task: defect.task },
    );
  const received = await receiveGoods(givenContext(api.database.db), commandOf(importer, delivery()));
  expect(received.ok).toBe(true);
  const refused = api.database.sql`
    insert into receipt_defects (receipt_id, line, code, consequence, message, task_id)
    select receipt_id, line, 'receipt.mood', 'task', 'Nobody liked it', gen_random_uuid() from receipt_lines limit 1`;
  await expect(refused).rejects.toThrow('receipt_defects_code');
});
