import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { OperationContext } from '#operations/context.ts';
import { receiveGoods } from '#operations/receive-goods.ts';
import type { ReceivedGoods, StatedDelivery } from '#operations/receive-goods-command.ts';
import { givenContext } from '#test/given/context.ts';
import { basil, cheese, daysFromNow, delivery } from '#test/given/deliveries.ts';
import { commandOf, stockOf } from '#test/given/lots.ts';
import { givenStory, importer, personWith, type StoryIds } from '#test/given/master-data.ts';
import { type GivenDatabase, givenDatabase } from '#test/setup/database.ts';

let database: GivenDatabase;
let context: OperationContext;
let ids: StoryIds;

beforeAll(async () => {
  database = await givenDatabase();
  context = givenContext(database.db);
  ids = await givenStory(context);
});
afterAll(() => database.drop());
afterEach(async () => expect(await database.sql`select * from ledger_disagreements`).toEqual([]));

const receive = async (stated: StatedDelivery): Promise<ReceivedGoods> => {
  const answer = await receiveGoods(context, commandOf(importer, stated));
  if (!answer.ok) throw new Error(JSON.stringify(answer.violation));
  return answer.value;
};

test('goods without a defect land as received, in base units, with receipt, lot, ledger and audit', async () => {
  const received = await receive(delivery({ referenceDocument: { type: 'bill of lading', number: 'BOL-1' } }));
  const [line] = received.lines;

  expect(received.number).toMatch(/^R-\d{6}$/);
  expect(line).toMatchObject({ newLot: true, quantity: '20', unit: 'tub', baseQuantity: '50', baseUnit: 'kg' });
  expect(line).toMatchObject({ state: 'received', defects: [] });
  expect(await stockOf(context, line?.lotId ?? '')).toEqual(['EWR/DOCK-IN MFF received 50']);
  const audit = await database.sql`
    select action, after ->> 'state' as state from audit_entries where lot_id = ${line?.lotId ?? ''} or subject_id = ${received.receiptId}
     order by position`;
  expect(audit.map((row) => [row.action, row.state])).toEqual([
    ['receipt.recorded', null],
    ['lot.received', 'received'],
  ]);
});

test('goods of a supplier above the risk limit are held in the same transaction, review and its start included', async () => {
  const received = await receive(basil());
  const [line] = received.lines;
  const hold = line?.defects[0]?.hold;

  expect(line?.state).toBe('quarantined');
  expect(line?.defects).toMatchObject([
    { code: 'receipt.supplier-risk', message: 'Risk score 74 of GHF is above 70', pointer: '/supplier', taskId: null },
  ]);
  expect(
    await database.sql`
      select review.state, review.requested_by, task.team, outbox.workflow_type,
             holds.transaction = receipt.transaction as "atOnce"
        from quarantine_reviews review
        join tasks task on task.subject_id = review.id
        join outbox on outbox.workflow_id = review.workflow_id
        join (select id, xmin::text as transaction from holds) holds on holds.id = review.hold_id
        join (select id, xmin::text as transaction from receipts) receipt on receipt.id = ${received.receiptId}
       where review.id = ${hold?.reviewId ?? ''}`,
  ).toMatchObject([
    { state: 'open', requested_by: 'system', team: 'quality', workflow_type: 'quarantineReview', atOnce: true },
  ]);
});

describe('each defect has its consequence:', () => {
  const coa = 'certificate_of_analysis';
  test.each<[string, StatedDelivery, 'task' | 'hold', string]>([
    ['receipt.certificate-missing', delivery({ lines: [cheese({ certificates: [] })] }), 'hold', 'missing_certificate'],
    [
      'receipt.certificate-expired',
      delivery({ lines: [cheese({ certificates: [{ kind: coa, number: 'OLD', expiresOn: daysFromNow(-9) }] })] }),
      'hold',
      'expired_certificate',
    ],
    [
      'receipt.dates-inconsistent',
      delivery({ lines: [cheese({ expiresOn: daysFromNow(90) })] }),
      'hold',
      'inconsistent_dates',
    ],
    [
      'receipt.temperature-out-of-range',
      delivery({ arrivalTemperatureCelsius: '6.5' }),
      'hold',
      'temperature_deviation',
    ],
    [
      'receipt.certificate-announced',
      delivery({ lines: [cheese({ certificates: [{ kind: coa, announced: true }] })] }),
      'task',
      'attach_announced_certificate',
    ],
    [
      'receipt.traceability-lot-code-missing',
      delivery({ lines: [cheese({ traceabilityLotCode: null })] }),
      'task',
      'complete_traceability_lot_code',
    ],
    [
      'receipt.traceability-source-missing',
      delivery({ lines: [cheese({ traceabilityLotCodeSourceGln: null })] }),
      'task',
      'complete_traceability_source',
    ],
    ['receipt.purchase-order-unknown', delivery({ purchaseOrder: 'PO-NOBODY' }), 'task', 'reconcile_purchase_order'],
    ['receipt.advance-notice-unknown', delivery({ advanceNotice: 'ASN-NOBODY' }), 'task', 'reconcile_advance_notice'],
  ])('%s', async (code, stated, consequence, kind) => {
    const received = await receive(stated);
    const [defect] = received.lines[0]?.defects ?? [];

    expect(received.lines[0]?.defects.map((found) => found.code)).toEqual([code]);
    expect(received.lines[0]?.state).toBe(consequence === 'hold' ? 'quarantined' : 'received');
    const [kept] = await database.sql`
      select consequence, coalesce(holds.rule, tasks.kind) as kind, tasks.site_id, tasks.due_at > now() as due
        from receipt_defects defect left join holds on holds.id = defect.hold_id left join tasks on tasks.id = defect.task_id
       where receipt_id = ${received.receiptId} and code = ${code}`;
    expect(kept).toMatchObject({ consequence, kind });
    if (consequence === 'task') expect(kept).toMatchObject({ site_id: ids.site('EWR'), due: true });
    expect(defect?.taskId === null).toBe(consequence === 'hold');
  });
});

test('a GTIN names the item as its code does, also the GTIN of a case', async () => {
  const received = await receive(
    delivery({
      lines: [cheese({ item: '09521101001013' }), cheese({ item: '19521101001010', supplierLotNumber: 'G-2' })],
    }),
  );
  expect(received.lines.map(({ item }) => item)).toEqual(['GC-BULK', 'GC-BULK']);
});

test('a supplier lot is one lot however often it comes: the first dates stay, what was left open is filled in', async () => {
  const first = await receive(
    delivery({
      lines: [cheese({ supplierLotNumber: 'TWICE', traceabilityLotCode: null, traceabilityLotCodeSourceGln: null })],
    }),
  );
  const second = await receive(
    delivery({ site: 'ONT', lines: [cheese({ supplierLotNumber: 'TWICE', expiresOn: daysFromNow(64) })] }),
  );
  const [line] = second.lines;

  expect(line).toMatchObject({ lotId: first.lines[0]?.lotId, newLot: false, state: 'quarantined' });
  expect(line?.defects).toMatchObject([{ code: 'receipt.dates-inconsistent' }]);
  expect(line?.defects[0]?.message).toContain(`${daysFromNow(63)} on ${first.number} for the same supplier lot`);
  const lots = await database.sql`
    select expires_on::text, traceability_lot_code, first_receipt from lots where supplier_lot_number = 'TWICE'`;
  expect(lots).toMatchObject([
    { expires_on: daysFromNow(63), traceability_lot_code: '09521101001013-TWICE', first_receipt: first.number },
  ]);
  const trail = await database.sql`
    select before, after from audit_entries where lot_id = ${line?.lotId ?? ''} and action = 'lot.completed'`;
  expect(trail).toMatchObject([
    { before: { traceabilityLotCode: null }, after: { traceabilityLotCode: '09521101001013-TWICE' } },
  ]);
  expect(await stockOf(context, line?.lotId ?? '')).toEqual([
    'EWR/DOCK-IN MFF received 50',
    'ONT/DOCK-IN MFF received 50',
  ]);
});

test('what comes into the reach of a hold is held, without a second hold for the same finding', async () => {
  const first = await receive(basil({ supplierLotNumber: 'GH-SAME' }));
  const again = await receive(basil({ supplierLotNumber: 'GH-SAME' }));

  expect(again.lines[0]?.state).toBe('quarantined');
  expect(again.lines[0]?.defects[0]?.hold?.holdId).toBe(first.lines[0]?.defects[0]?.hold?.holdId);
});

test('a certificate that was announced with one delivery is given by the next, once', async () => {
  const announced = [{ kind: 'certificate_of_analysis', announced: true }];
  const first = await receive(delivery({ lines: [cheese({ supplierLotNumber: 'PAPER', certificates: announced })] }));
  await receive(delivery({ lines: [cheese({ supplierLotNumber: 'PAPER' }), cheese({ supplierLotNumber: 'PAPER' })] }));
  await receive(delivery({ lines: [cheese({ supplierLotNumber: 'PAPER' })] }));

  expect(
    await database.sql`select state, number from certificates where lot_id = ${first.lines[0]?.lotId ?? ''}`,
  ).toMatchObject([{ state: 'given', number: 'COA-PAPER' }]);
  expect(
    await database.sql`select kind, state, settled_note from tasks where lot_id = ${first.lines[0]?.lotId ?? ''}`,
  ).toMatchObject([{ kind: 'attach_announced_certificate', state: 'settled' }]);
});

test('who may receive at one site only is refused at another, before anything is told about it', async () => {
  const helen = personWith('warehouse_lead', 'h.sokol', ids.site('CHI'));
  const answer = await receiveGoods(context, commandOf(helen, delivery()));
  expect(answer).toMatchObject({ ok: false, violation: { code: 'access.right-missing' } });
  expect(await receiveGoods(context, commandOf(helen, basil()))).toMatchObject({ ok: true });
});
