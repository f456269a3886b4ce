import { afterAll, beforeAll, expect, test } from 'vitest';
import type { OperationContext } from '#operations/context.ts';
import { placeHold } from '#operations/place-hold.ts';
import { givenContext } from '#test/given/context.ts';
import { commandOf, givenLot } from '#test/given/lots.ts';
import { givenStory, importer, type StoryIds } from '#test/given/master-data.ts';
import { type GivenDatabase, givenDatabase } from '#test/setup/database.ts';

let database: GivenDatabase;
let context: OperationContext;
let ids: StoryIds;
let holdId: string;

beforeAll(async () => {
  database = await givenDatabase();
  context = givenContext(database.db);
  ids = await givenStory(context);
  const lot = await givenLot(context, ids, { code: 'ROLES', stock: [{ at: 'EWR/C-01', quantity: '10' }] });
  const placed = await placeHold(
    context,
    commandOf(importer, { lot: lot.code, rule: 'pest' as const, reason: 'Traces of mice on the pallet' }),
  );
  if (!placed.ok) throw new Error(JSON.stringify(placed.violation));
  holdId = placed.value.holdId;
});
afterAll(() => database.drop());

const hold = (id: string, process: string) => `
  insert into holds (id, number, lot_id, process, rule, automatic, reason, placed_by, placed_by_name, happened_at, recorded_at)
  select '${id}', 'H-${id.slice(-6)}', lot_id, '${process}', 'recall', false, reason, placed_by, placed_by_name, now(), now()
    from holds where id = '${holdId}'`;
const constraintOf = async (statement: string): Promise<string> => {
  try {
    await database.sql.unsafe(statement);
    return 'done';
  } catch (error) {
    return (error as { constraint_name?: string }).constraint_name ?? String(error);
  }
};

test('a hold has its quarantine review, in the same transaction; a recall decides about its own', async () => {
  expect(await constraintOf(hold(context.newId(), 'quarantine_review'))).toBe('holds_have_their_review');
  expect(await constraintOf(hold(context.newId(), 'recall'))).toBe('done');
});

test('a hold has one open review and no second one', async () => {
  const second = `
    insert into quarantine_reviews (id, number, hold_id, lot_id, workflow_id, state, requested_by, opened_at, due_at, policy_ids)
    select gen_random_uuid(), 'QR-2', hold_id, lot_id, 'another', 'open', requested_by, now(), now(), '[]'
      from quarantine_reviews where hold_id = '${holdId}'`;
  expect(await constraintOf(second)).toBe('quarantine_reviews_one_open');
});

test('a hold has an end together with its review, and only one', async () => {
  const end = `update holds set ended_at = now(), ended_by = 'x', ended_as = 'lifted' where id = '${holdId}'`;
  const close = `update quarantine_reviews set state = 'closed', closed_at = now() where hold_id = '${holdId}'`;
  expect(await constraintOf(end)).toBe('holds_end_with_their_review');
  expect(await constraintOf(close)).toBe('holds_end_with_their_review');
  const again = `update holds set ended_at = null, ended_by = null, ended_as = null where id = '${holdId}'`;
  await expect(
    database.sql.begin(async (tx) => {
      for (const statement of [end, close, again]) await tx.unsafe(statement);
    }),
  ).rejects.toMatchObject({ constraint_name: 'holds_end_once' });
});

test('a hold has a site when it has a location, and an end that is whole', async () => {
  const location = ids.location('EWR/C-01');
  expect(await constraintOf(`update holds set location_id = '${location}' where id = '${holdId}'`)).toBe(
    'holds_location_in_site',
  );
  expect(await constraintOf(`update holds set ended_at = now() where id = '${holdId}'`)).toBe('holds_end_is_whole');
});
