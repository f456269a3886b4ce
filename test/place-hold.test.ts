import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Caller } from '#domain/caller.ts';
import type { OperationContext } from '#operations/context.ts';
import { type PlaceHold, placeHold } from '#operations/place-hold.ts';
import { givenContext } from '#test/given/context.ts';
import { commandOf, givenLot, stockOf } from '#test/given/lots.ts';
import { givenStory, personWith, type StoryIds } from '#test/given/master-data.ts';
import { type GivenDatabase, givenDatabase } from '#test/setup/database.ts';

let database: GivenDatabase;
let context: OperationContext;
let ids: StoryIds;
let helen: Caller;

beforeAll(async () => {
  database = await givenDatabase();
  context = givenContext(database.db);
  ids = await givenStory(context);
  helen = personWith('warehouse_lead', 'h.sokol', ids.site('CHI'));
});
afterAll(() => database.drop());

const reason = 'Three tubs dropped, lids open';
const hold = (input: Partial<PlaceHold> & Pick<PlaceHold, 'lot'>, caller = helen, commandId?: string) =>
  placeHold(context, commandOf(caller, { rule: 'damage', reason, ...input }, commandId));
const refusedWith = (code: string, pointer?: string) => ({
  ok: false,
  violation: pointer === undefined ? { code } : { code, pointer },
});

test('a hold answers with what it stopped, and has its review, task and outbox row in the same transaction', async () => {
  const lot = await givenLot(context, ids, {
    code: 'PH-1',
    stock: [
      { at: 'CHI/C-01', quantity: '60' },
      { at: 'CHI/C-02', owner: 'FTB', condition: 'pending_inspection', quantity: '2.5' },
      { at: 'EWR/C-01', quantity: '7' },
    ],
  });
  const answer = await hold({ lot: lot.code, site: 'CHI' });

  expect(answer).toMatchObject({
    ok: true,
    value: {
      lotId: lot.id,
      site: 'CHI',
      location: null,
      placedBy: 'h.sokol',
      held: [
        { site: 'CHI', location: 'C-01', owner: 'MFF', condition: 'approved', quantity: '60', unit: 'kg' },
        { site: 'CHI', location: 'C-02', owner: 'FTB', condition: 'pending_inspection', quantity: '2.5', unit: 'kg' },
      ],
    },
  });
  if (!answer.ok) return;
  const { holdId, reviewId, taskId, workflowId } = answer.value;
  expect(
    await database.sql`
      select review.requested_by, task.state, task.kind, outbox.started_at
        from quarantine_reviews review join tasks task on task.subject_id = review.id
        join outbox on outbox.workflow_id = review.workflow_id
       where review.hold_id = ${holdId} and review.id = ${reviewId} and task.id = ${taskId} and outbox.workflow_id = ${workflowId}`,
  ).toMatchObject([{ requested_by: 'h.sokol', state: 'open', kind: 'decide_quarantine_review', started_at: null }]);
  expect(await stockOf(context, lot.id)).toHaveLength(3);
});

test('holding everywhere takes a right without a limit to sites', async () => {
  const lot = await givenLot(context, ids, { code: 'PH-2', stock: [{ at: 'CHI/C-01', quantity: '60' }] });

  expect(await hold({ lot: lot.code })).toMatchObject(refusedWith('access.right-missing'));
  expect(await hold({ lot: lot.code, site: 'EWR' })).toMatchObject(refusedWith('access.right-missing'));
  expect(await hold({ lot: lot.id }, personWith('quality_manager', 'd.whitlock'))).toMatchObject({
    ok: true,
    value: { site: null, held: [{ site: 'CHI', quantity: '60' }] },
  });
});

test('a lot may be held at a site before any of it is there, and not at a location where none is', async () => {
  const lot = await givenLot(context, ids, { code: 'PH-3', stock: [{ at: 'EWR/C-01', quantity: '60' }] });

  expect(await hold({ lot: lot.code, site: 'CHI', location: 'QC' })).toMatchObject(refusedWith('stock.none-in-reach'));
  expect(await hold({ lot: lot.code, site: 'CHI' })).toMatchObject({ ok: true, value: { held: [] } });
});

test('a part of a quantity is set apart first, and only that part is held', async () => {
  const lot = await givenLot(context, ids, { code: 'PH-4', stock: [{ at: 'CHI/C-02', quantity: '60' }] });
  const segregate = {
    from: 'C-02',
    to: 'QC',
    owner: 'MFF',
    condition: 'approved',
    quantity: '3',
    unit: 'tub',
  } as const;
  const answer = await hold({ lot: lot.code, site: 'CHI', segregate });

  expect(answer).toMatchObject({
    ok: true,
    value: { location: 'QC', held: [{ location: 'QC', quantity: '7.5', unit: 'kg' }] },
  });
  expect(await stockOf(context, lot.id)).toEqual(['CHI/C-02 MFF approved 52.5', 'CHI/QC MFF approved 7.5']);
  const movementId = answer.ok ? answer.value.segregatedBy : '';
  expect(await database.sql`select kind, reason from movements where id = ${movementId}`).toMatchObject([
    { kind: 'move', reason },
  ]);
});

test('where the part cannot be set apart nothing is held either', async () => {
  const lot = await givenLot(context, ids, { code: 'PH-5', stock: [{ at: 'CHI/C-02', quantity: '5' }] });
  const segregate = {
    from: 'C-02',
    to: 'QC',
    owner: 'MFF',
    condition: 'approved',
    quantity: '3',
    unit: 'tub',
  } as const;

  expect(await hold({ lot: lot.code, site: 'CHI', segregate })).toMatchObject(refusedWith('stock.insufficient'));
  expect(await hold({ lot: lot.code, segregate })).toMatchObject(refusedWith('hold.location-needs-site', '/site'));
  const forAnother = { ...helen, grants: helen.grants.map((grant) => ({ ...grant, entityId: ids.entity('FTB') })) };
  expect(
    await hold({ lot: lot.code, site: 'CHI', segregate: { ...segregate, quantity: '1' } }, forAnother),
  ).toMatchObject(refusedWith('access.right-missing'));
  expect(await database.sql`select 1 from holds where lot_id = ${lot.id}`).toHaveLength(0);
});

test('each hold by hand stands for itself, even on what is held already', async () => {
  const lot = await givenLot(context, ids, { code: 'PH-6', stock: [{ at: 'CHI/C-02', quantity: '5' }] });
  const [first, second] = [await hold({ lot: lot.code, site: 'CHI' }), await hold({ lot: lot.code, site: 'CHI' })];

  expect(first.ok && second.ok && first.value.reviewId !== second.value.reviewId).toBe(true);
});

test('what is unknown, unsaid or said too briefly is refused with its place', async () => {
  const lot = await givenLot(context, ids, { code: 'PH-7', stock: [{ at: 'CHI/C-02', quantity: '5' }] });

  expect(await hold({ lot: 'NOPE' })).toMatchObject(refusedWith('lot.unknown', '/lot'));
  expect(await hold({ lot: lot.code, site: 'XXX' })).toMatchObject(refusedWith('site.unknown', '/site'));
  expect(await hold({ lot: lot.code, site: 'CHI', location: 'C-09' })).toMatchObject(
    refusedWith('location.unknown', '/location'),
  );
  expect(await hold({ lot: lot.code, location: 'C-02' })).toMatchObject(refusedWith('hold.location-needs-site'));
  expect(await hold({ lot: lot.code, site: 'CHI', reason: 'dropped  ' })).toMatchObject(
    refusedWith('reason.too-short', '/reason'),
  );
});

test('the same key twice at once places one hold', async () => {
  const lot = await givenLot(context, ids, { code: 'PH-8', stock: [{ at: 'CHI/C-02', quantity: '5' }] });
  const answers = await Promise.all(
    Array.from({ length: 8 }, () => hold({ lot: lot.code, site: 'CHI' }, helen, 'key-1')),
  );

  expect(new Set(answers.map((answer) => answer.ok && answer.value.holdId)).size).toBe(1);
  expect(answers.filter((answer) => answer.ok && !answer.repeated)).toHaveLength(1);
  expect(await database.sql`select 1 from holds where lot_id = ${lot.id}`).toHaveLength(1);
});
