import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Caller } from '#domain/caller.ts';
import { type GivenReviews, givenReviews } from '#test/given/engine.ts';
import { stockOf } from '#test/given/lots.ts';
import { ask, givenHold, historyOf, tasksOf } from '#test/given/workflow.ts';

let given: GivenReviews;
let dana: Caller; // quality manager of every site
let ines: Caller; // quality at Newark
let ruth: Caller; // warehouse at Newark

beforeAll(async () => {
  given = await givenReviews();
  dana = given.person('d.whitlock');
  ines = given.person('i.carvalho');
  ruth = given.person('r.okafor');
  await given.workers();
});
afterAll(() => given.stop());

const reason = 'Re-test of five units passed on every count';

describe.concurrent('a quarantine review', () => {
  test('the stock is held until a second person lifts the hold, and then is what it was', async () => {
    const hold = await givenHold(given, {
      stock: [{ at: 'EWR/DOCK-IN', condition: 'received', quantity: '40' }],
    });
    const outcome = await ask(given, 'decide', ines, hold, { outcome: 'lift', reason });

    expect(outcome).toMatchObject({
      ok: true,
      value: {
        state: 'closed',
        decision: { outcome: 'lift', byName: 'Ines Carvalho', reason },
        hold: { active: false },
        stillHeldBy: [],
        obstacle: null,
      },
    });
    expect(await stockOf(given.context, hold.lotId)).toEqual(['EWR/DOCK-IN MFF received 40']);
    expect(await tasksOf(given.context, hold.reviewId)).toEqual(['decide_quarantine_review settled']);
    expect(await historyOf(given.context, hold.reviewId)).toEqual(['opened', 'decided', 'closed']);
    await expect(given.client.workflow.getHandle(hold.workflowId).result()).resolves.toMatchObject({ state: 'closed' });
  });

  test('who asked for the hold does not decide about it', async () => {
    const hold = await givenHold(given, {
      by: { ...ines, grants: [{ role: 'quality_approver', rights: ['hold.place'], entityId: null, siteId: null }] },
    });
    const outcome = await ask(given, 'decide', ines, hold, { outcome: 'lift', reason });
    expect(outcome).toMatchObject({ ok: false, violation: { code: 'access.duties-conflict' } });
    expect(await ask(given, 'decide', dana, hold, { outcome: 'lift', reason })).toMatchObject({ ok: true });
  });

  test('who lacks the right, or has it elsewhere, does not decide, whatever the request says', async () => {
    const hold = await givenHold(given);
    for (const caller of [ruth, given.person('t.brandt')])
      expect(await ask(given, 'decide', caller, hold, { outcome: 'lift', reason })).toMatchObject({
        ok: false,
        violation: { code: 'access.right-missing' },
      });
  });
});
