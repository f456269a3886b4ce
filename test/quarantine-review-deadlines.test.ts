import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Caller } from '#domain/caller.ts';
import { type GivenReviews, givenReviews } from '#test/given/engine.ts';
import { ask, givenHold, givenPolicy, historyOf, tasksOf, until } from '#test/given/workflow.ts';
import { reviewQuery } from '#workflows/quarantine-review.messages.ts';

let given: GivenReviews;
let ines: Caller;
let ruth: Caller;

/** Milliseconds as the policy counts: minutes with decimals. */
const minutes = (milliseconds: number): string => String(Math.round((milliseconds / 60_000) * 10_000) / 10_000);

beforeAll(async () => {
  given = await givenReviews();
  ines = given.person('i.carvalho');
  ruth = given.person('r.okafor');
  const set = async (item: string, remind: number, escalate: number) => {
    const scope = { kind: 'item', key: given.ids.item(item) } as const;
    await givenPolicy(given, 'review_remind_after_minutes', minutes(remind), scope);
    await givenPolicy(given, 'review_escalate_after_minutes', minutes(escalate), scope);
  };
  await set('FIG-JAM', 150, 400);
  // Long enough that a busy machine extends or decides in time.
  await set('GC-CUP', 150, 6_000);
  await set('GC-SPREAD', 5_500, 6_000);
  await given.workers();
});
afterAll(() => given.stop());

const reason = 'The laboratory answers on Tuesday';
const has = (reviewId: string, action: string) => async () =>
  (await historyOf(given.context, reviewId)).includes(action);

describe.concurrent('the deadlines of a quarantine review', () => {
  test('people are reminded, then quality management is asked, and the hold stays', async () => {
    const hold = await givenHold(given, { item: 'FIG-JAM' });
    await until(has(hold.reviewId, 'escalated'));

    expect(await historyOf(given.context, hold.reviewId)).toEqual(['opened', 'reminded', 'escalated']);
    expect(await tasksOf(given.context, hold.reviewId)).toEqual([
      'decide_quarantine_review open',
      'decide_escalated_review open',
    ]);
    const [row] = await given.database.sql`
      select reminded_at is not null as reminded, escalated_at is not null as escalated,
             (select ended_at from holds where id = hold_id) as ended
        from quarantine_reviews where id = ${hold.reviewId}`;
    expect(row).toEqual({ reminded: true, escalated: true, ended: null });

    expect(await ask(given, 'decide', ines, hold, { outcome: 'lift', reason })).toMatchObject({ ok: true });
    expect(await tasksOf(given.context, hold.reviewId)).toEqual([
      'decide_quarantine_review settled',
      'decide_escalated_review settled',
    ]);
  });

  test('an extension moves the due date of review and tasks, and with it the escalation', async () => {
    const hold = await givenHold(given, { item: 'GC-CUP' });
    await until(has(hold.reviewId, 'reminded'));
    const [before] = await given.database.sql`select due_at from quarantine_reviews where id = ${hold.reviewId}`;
    const due = new Date(Number(before?.due_at) + 1_000);
    const extended = await ask(given, 'extend', ines, hold, { until: due.toISOString(), reason });
    expect(extended).toMatchObject({ ok: true, value: { state: 'open', dueAt: due.toISOString() } });
    const [moved] = await given.database.sql`
      select extensions, due_at = ${due} as moved, (select bool_and(due_at = ${due}) from tasks where subject_id = review.id) as tasks
        from quarantine_reviews review where id = ${hold.reviewId}`;
    expect(moved).toEqual({ extensions: 1, moved: true, tasks: true });

    await until(has(hold.reviewId, 'escalated'));
    expect(Date.now()).toBeGreaterThanOrEqual(due.getTime());
    const history = await historyOf(given.context, hold.reviewId);
    expect(history.slice(0, 3)).toEqual(['opened', 'reminded', 'extended']);
    expect(history.filter((action) => action === 'escalated')).toHaveLength(1);
  });

  test('an extension is refused when it is not later, too long, without a reason, or by somebody without the right', async () => {
    const hold = await givenHold(given);
    const ahead = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
    const refused = async (by: Caller, until: string, why = reason) => {
      const outcome = await ask(given, 'extend', by, hold, { until, reason: why });
      return outcome.ok ? 'allowed' : outcome.violation.code;
    };
    expect(await refused(ines, ahead(1))).toBe('review.extension-not-later');
    expect(await refused(ines, ahead(15))).toBe('review.extension-too-long');
    expect(await refused(ines, ahead(5), 'later')).toBe('reason.too-short');
    expect(await refused(ruth, ahead(5))).toBe('access.right-missing');
    expect(await refused(ines, ahead(13.9))).toBe('allowed');
  });

  test('after a decision nobody is reminded to decide, and the next deadline is that of its confirmation', async () => {
    const hold = await givenHold(given, { item: 'GC-SPREAD' });
    const decided = await ask(given, 'decide', ines, hold, { outcome: 'return_to_supplier', reason });
    expect(decided).toMatchObject({ ok: true, value: { state: 'decided' } });
    await until(has(hold.reviewId, 'exception_raised'));

    expect(await historyOf(given.context, hold.reviewId)).toEqual([
      'opened',
      'decided',
      'reminded',
      'escalated',
      'exception_raised',
    ]);
    expect(await tasksOf(given.context, hold.reviewId)).toEqual([
      'decide_quarantine_review settled',
      'confirm_return_to_supplier open',
      'settle_exception open',
    ]);
  });

  test('operators read from the workflow where the review stands and when it goes on', async () => {
    const hold = await givenHold(given);
    await ask(given, 'extend', ines, hold, { until: new Date(Date.now() + 5 * 86_400_000).toISOString(), reason });
    const handle = given.client.workflow.getHandle(hold.workflowId);
    expect(await handle.query(reviewQuery)).toMatchObject({ state: 'open', reminders: 0, escalations: 0 });
    const description = await handle.describe();
    expect(await description.staticSummary()).toContain(hold.reviewNumber);
    expect(description.typedSearchAttributes.get({ name: 'HoldfastCase', type: 'KEYWORD' })).toBe(hold.reviewNumber);
    expect(description.typedSearchAttributes.get({ name: 'HoldfastState', type: 'KEYWORD' })).toBe('open');
  });
});
