import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Caller } from '#domain/caller.ts';
import { holdOverdueRelease } from '#operations/hold-overdue-release.ts';
import { placeHold } from '#operations/place-hold.ts';
import { type GivenReviews, givenReviews } from '#test/given/engine.ts';
import { commandOf } from '#test/given/lots.ts';
import { importer } from '#test/given/master-data.ts';
import { givenRelease, givenSpecifications, releaseHistoryOf } from '#test/given/release.ts';
import { askRelease, enterResults, passing } from '#test/given/release-steps.ts';
import { ask, givenPolicy, until, untilStarted } from '#test/given/workflow.ts';
import { releaseQuery } from '#workflows/release-approval.messages.ts';

let given: GivenReviews;
let dana: Caller; // quality manager of every site
let ines: Caller; // quality approver at Newark

beforeAll(async () => {
  given = await givenReviews();
  dana = given.person('d.whitlock');
  ines = given.person('i.carvalho');
  const scope = { kind: 'item', key: given.ids.item('GC-CUP') } as const;
  await givenPolicy(given, 'release_due_after_minutes', '0.05', scope);
  await givenSpecifications(given, 'GC-BULK', 'GC-CUP');
  await given.workers();
});
afterAll(() => given.stop());

const day = 86_400_000;
const inDays = (days: number) => new Date(given.context.clock.now().getTime() + days * day).toISOString();
const reason = 'The laboratory answers on Tuesday';
const code = (outcome: { ok: true } | { ok: false; violation: { code: string } }) =>
  outcome.ok ? 'allowed' : outcome.violation.code;
const dueAtOf = async (releaseId: string): Promise<string> => {
  const [row] = await given.database.sql`select due_at as "dueAt" from release_approvals where id = ${releaseId}`;
  return new Date(Number(row?.dueAt)).toISOString();
};
const has = (releaseId: string, action: string) => async () =>
  (await releaseHistoryOf(given, releaseId)).includes(action);

describe.concurrent('the extension of a release', () => {
  test('moves its due date, its tasks and its timers, signed and written down, once for one key', async () => {
    const release = await givenRelease(given);
    const dueAt = inDays(10);
    const key = randomUUID();
    const extended = await askRelease(given, 'extend', ines, release, { until: dueAt, reason }, key);
    expect(extended).toMatchObject({ ok: true, value: { state: 'open', dueAt } });
    const again = await askRelease(given, 'extend', ines, release, { until: dueAt, reason }, key);
    expect(again).toEqual(extended);

    expect(await releaseHistoryOf(given, release.releaseId)).toEqual(['opened', 'extended']);
    const handle = given.client.workflow.getHandle(release.workflowId);
    expect(await handle.query(releaseQuery)).toMatchObject({ dueAt, holdAt: dueAt, remindAt: expect.any(String) });
    const [row] = await given.database.sql`
      select release.extensions, task.due_at = release.due_at as "taskMoved", decision.decision, decision.reason,
             decision.until = release.due_at as until, signed.meaning
        from release_approvals release
        join tasks task on task.subject_id = release.id and task.state = 'open'
        join release_decisions decision on decision.release_id = release.id
        join signatures signed on signed.id = decision.signature_id where release.id = ${release.releaseId}`;
    expect(row).toEqual({
      extensions: 1,
      taskMoved: true,
      decision: 'extend',
      reason,
      until: true,
      meaning: 'approval',
    });
  });

  test('may be given again by the same person, within the days that policy allows from then', async () => {
    const release = await givenRelease(given);
    const asked = async (days: number) =>
      code(await askRelease(given, 'extend', ines, release, { until: inDays(days), reason }));
    expect([await asked(8), await asked(7.5), await asked(15), await asked(9)]).toEqual([
      'allowed',
      'release.extension-not-later',
      'release.extension-too-long',
      'allowed',
    ]);
  });

  test('is the urgent release’s right once the stock is free, and of no use when it is over', async () => {
    const release = await givenRelease(given);
    await askRelease(given, 'releaseUrgently', dana, release, { reason: 'The customer waits for it' });
    const asked = async (by: Caller) =>
      code(await askRelease(given, 'extend', by, release, { until: inDays(9), reason }));
    expect([await asked(ines), await asked(dana)]).toEqual(['access.right-missing', 'allowed']);
    await enterResults(given, release, passing);
    expect(await asked(dana)).toBe('release.already-decided');
  });

  test('comes before the delay it was given for: the old deadline holds nothing any more', async () => {
    const release = await givenRelease(given);
    const old = await dueAtOf(release.releaseId);
    const late = { ...given.context, clock: { now: () => new Date(Date.parse(old) + 1) } };
    expect(code(await askRelease(given, 'extend', ines, release, { until: inDays(9), reason }))).toBe('allowed');
    const met = await holdOverdueRelease(late, commandOf(importer, { releaseId: release.releaseId, dueAt: old }));
    expect(met).toMatchObject({ ok: true, value: { state: 'open' } });
    expect(await releaseHistoryOf(given, release.releaseId)).toEqual(['opened', 'extended']);
  });
});

test('a release whose stock is held anyway is put off rather than held once more, and goes on when the hold is lifted', async () => {
  const release = await givenRelease(given, { item: 'GC-CUP' });
  const hold = await placeHold(
    given.context,
    commandOf(importer, { lot: release.lot, site: 'EWR', rule: 'damage', reason: 'A pallet fell from the truck' }),
  );
  if (!hold.ok) throw new Error(hold.violation.message);
  await untilStarted(given.context, release.workflowId);
  await until(has(release.releaseId, 'put_off'));
  const [{ holds } = { holds: 0 }] = await given.database
    .sql`select count(*)::int as holds from holds where lot_id = ${release.lotId}`;
  expect(holds).toBe(1);

  const review = { reviewId: hold.value.reviewId, workflowId: hold.value.workflowId };
  const lift = { outcome: 'lift', reason: 'No lid is open, see the photos' } as const;
  expect(await ask(given, 'decide', ines, review, lift)).toMatchObject({ ok: true });
  await until(has(release.releaseId, 'overdue'));
});
