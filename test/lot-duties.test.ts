import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Caller } from '#domain/caller.ts';
import type { Duty } from '#domain/segregation.ts';
import type { OperationContext } from '#operations/context.ts';
import { receiveGoods } from '#operations/receive-goods.ts';
import { recordDuty } from '#operations/record-duty.ts';
import { recordInspection } from '#operations/record-inspection.ts';
import { refuseMeeting } from '#operations/refuse-meeting.ts';
import { givenContext } from '#test/given/context.ts';
import { delivery } from '#test/given/deliveries.ts';
import { commandOf, givenLot } from '#test/given/lots.ts';
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

const ask = async (caller: Caller, duty: Duty, lotId: string) => {
  const may = await context.db.transaction((tx) => refuseMeeting(tx, caller, { duty, lotIds: [lotId] }));
  return may.ok ? 'allowed' : may.violation.code;
};

test('who received a lot does not release it; a colleague may', async () => {
  const ruth = personWith('warehouse_lead', ids.user('r.okafor'), ids.site('EWR'));
  const answer = await receiveGoods(context, commandOf(ruth, delivery()));
  const lotId = (answer.ok && answer.value.lines[0]?.lotId) || '';

  expect(await ask(ruth, 'released', lotId)).toBe('access.duties-conflict');
  expect(await ask(personWith('quality_approver', ids.user('i.carvalho')), 'released', lotId)).toBe('allowed');
});

test('what came in from history names who received it then', async () => {
  const receivedBy = ids.user('h.sokol');
  const answer = await receiveGoods(
    context,
    commandOf(importer, { ...delivery(), history: { receivedBy, lotCodes: ['OLD-1'] } }),
  );
  const lotId = (answer.ok && answer.value.lines[0]?.lotId) || '';

  expect(await ask(personWith('quality_manager', receivedBy), 'released', lotId)).toBe('access.duties-conflict');
});

test('who inspected gives no second approval, and releases alone only what others inspected too', async () => {
  const lot = await givenLot(context, ids, { code: 'INSPECTED', stock: [{ at: 'EWR/C-01', quantity: '10' }] });
  const inspect = (caller: Caller) =>
    recordInspection(
      context,
      commandOf(caller, { site: 'EWR', lots: [lot.code], result: 'pass' as const, checks: [], documents: [] }),
    );
  const [ines, priya] = ['i.carvalho', 'p.nair'].map((name) => personWith('quality_approver', ids.user(name)));
  if (!ines || !priya) throw new Error('Two people inspect');
  await inspect(ines);
  expect(await ask(ines, 'released', lot.id)).toBe('access.duties-conflict');
  await inspect(priya);
  expect(await ask(ines, 'released', lot.id)).toBe('allowed');
  expect(await ask(ines, 'approved_second', lot.id)).toBe('access.duties-conflict');
});

test('what somebody did on behalf of a colleague stands against both, and stays', async () => {
  const lot = await givenLot(context, ids, { code: 'BEHALF', stock: [{ at: 'EWR/C-01', quantity: '10' }] });
  const [amy, helen] = [personWith('quality_approver', 'amy'), personWith('quality_approver', 'helen')];
  const standIn = { ...amy, onBehalfOf: { id: 'helen', name: 'Helen' } };
  await context.db.transaction((tx) =>
    recordDuty(tx, commandOf(standIn, {}), { duty: 'decided', lotIds: [lot.id], at: context.clock.now() }),
  );

  for (const caller of [amy, helen]) expect(await ask(caller, 'witnessed', lot.id)).toBe('access.duties-conflict');
  await expect(database.sql`update lot_duties set person_id = 'other'`).rejects.toThrow(/append-only/);
  await expect(database.sql`delete from lot_duties`).rejects.toThrow(/append-only/);
});
