import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Caller } from '#domain/caller.ts';
import { code, type DisposalPlay, givenDisposals, run } from '#test/given/disposal-play.ts';
import { askDisposal, signedDisposal } from '#test/given/disposals.ts';
import { givenRole, givenStandIn } from '#test/given/stand-ins.ts';
import { givenPolicy } from '#test/given/workflow.ts';

let play: DisposalPlay;
let people: Record<'carla' | 'victor' | 'helen' | 'june' | 'priya', Caller>;
beforeAll(async () => {
  play = await givenDisposals();
  const { given } = play;
  people = {
    carla: given.person('c.mendes'),
    victor: given.person('v.lund'),
    helen: given.person('h.sokol'),
    june: given.person('j.abbott'),
    priya: given.person('p.nair'),
  };
});
afterAll(() => play.given.stop());

const standsFor = (from: Caller, to: Caller) => givenStandIn(play.given.context, from, to);

test('who had a stand-in approve does not approve as well, nor does the stand-in, nor who stands in for them, when it is over', async () => {
  const { dana, decided, approve, given } = play;
  const { carla, victor, priya } = people;
  const jam = { kind: 'item', key: given.ids.item('FIG-JAM') } as const;
  await givenPolicy(given, 'disposal_approvals', '3', jam);
  const { disposalId } = await decided({ item: 'FIG-JAM' });
  const { standIn, end } = await standsFor(dana, carla);
  expect(await approve(disposalId, standIn)).toMatchObject({ ok: true, value: { state: 'awaiting_approval' } });
  await end();

  expect(code(await approve(disposalId, dana))).toBe('disposal.approved-twice');
  await givenRole(given.context, carla, 'quality_manager');
  expect(code(await approve(disposalId, carla))).toBe('disposal.approved-twice');
  const chained = await standsFor(carla, victor);
  expect(code(await approve(disposalId, chained.standIn))).toBe('disposal.approved-twice');
  await givenRole(given.context, priya, 'quality_manager');
  expect(await approve(disposalId, priya)).toMatchObject({ ok: true, value: { state: 'approved' } });
  const [kept] = await given.database.sql`
    select approved_by_name, approved_for_name from disposal_approvals
     where disposal_id = ${disposalId} and approved_for is not null`;
  expect(kept).toEqual({ approved_by_name: 'Carla Mendes', approved_for_name: 'Dana Whitlock' });
});

test('who had a stand-in destroy neither witnesses nor settles, nor does the stand-in, nor who stands in for them, when it is over', async () => {
  const { omar, ruth, decided, approve, witness, given } = play;
  const { helen, june } = people;
  const { disposalId } = await decided();
  await approve(disposalId);
  const { standIn, end } = await standsFor(ruth, helen);
  expect(code(await askDisposal(given, 'destroyGoods', standIn, disposalId, run('30')))).toBe('allowed');
  await end();

  const chained = await standsFor(helen, june);
  for (const role of ['warehouse_lead', 'quality_manager'] as const)
    for (const by of [helen, ruth]) await givenRole(given.context, by, role);
  for (const by of [ruth, helen, chained.standIn]) {
    expect(code(await witness(disposalId, by))).toBe('access.duties-conflict');
    expect(code(await missing(by, disposalId))).toBe('access.duties-conflict');
  }
  expect(code(await witness(disposalId, omar))).toBe('allowed');
  const [kept] = await given.database.sql`
    select recorded_by_name, recorded_for_name, witnessed_for from destructions where disposal_id = ${disposalId}`;
  expect(kept).toEqual({ recorded_by_name: 'Helen Sokol', recorded_for_name: 'Ruth Okafor', witnessed_for: null });
});

test('what a stand-in decided, who was away neither approves, destroys, witnesses nor settles', async () => {
  const { ines, decided, approve, destroy, witness, given } = play;
  const { victor } = people;
  await givenRole(given.context, ines, 'quality_manager');
  const { standIn, end } = await standsFor(ines, victor);
  const { disposalId } = await decided({ decider: standIn });
  await end();
  expect(code(await approve(disposalId, ines))).toBe('access.duties-conflict');
  await approve(disposalId);
  expect(code(await destroy(disposalId, '40', ines))).toBe('access.duties-conflict');
  expect(code(await missing(ines, disposalId))).toBe('access.duties-conflict');
  await destroy(disposalId, '30');
  expect(code(await witness(disposalId, ines))).toBe('access.duties-conflict');
});

test('who settled a difference neither destroys nor witnesses afterwards', async () => {
  const { omar, decided, approve, destroy, witness, given } = play;
  const { priya } = people;
  for (const role of ['quality_manager', 'warehouse_lead'] as const) await givenRole(given.context, priya, role);
  const { disposalId } = await decided();
  await approve(disposalId);
  expect(code(await missing(priya, disposalId, '1'))).toBe('allowed');
  expect(code(await destroy(disposalId, '39', priya))).toBe('access.duties-conflict');
  await destroy(disposalId, '39');
  expect(code(await witness(disposalId, priya))).toBe('access.duties-conflict');
  expect(code(await witness(disposalId, omar))).toBe('allowed');
});

const missing = async (by: Caller, disposalId: string, quantity = '10') =>
  await askDisposal(play.given, 'settleDifference', by, disposalId, {
    ...{ site: 'EWR', location: 'DOCK-IN', owner: 'MFF', condition: 'approved', quantity, unit: 'kg' },
    ...{ found: 'missing' as const, reason: 'Counted twice, it was never in the cage' },
    signingId: await signedDisposal(play.given.context, by, disposalId),
  });
