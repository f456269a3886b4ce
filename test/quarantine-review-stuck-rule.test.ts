import { afterAll, beforeAll, expect, test } from 'vitest';
import { type GivenReviews, givenReviews } from '#test/given/engine.ts';
import { ask, givenHold, givenPolicy, until, untilStarted } from '#test/given/workflow.ts';

let given: GivenReviews;
beforeAll(async () => {
  given = await givenReviews();
  const jam = { kind: 'item', key: given.ids.item('FIG-JAM') } as const;
  await givenPolicy(given, 'review_remind_after_minutes', '0.01', jam);
  await given.workers();
});
afterAll(() => given.stop());

/** What the engine's history calls a timer that was started. */
const timerStarted = 17;

test('a reminder that cannot be written is tried again by a timer, and who decides meanwhile does not wait for it', async () => {
  await given.database.sql.unsafe(`
    create function refuse_reminder() returns trigger language plpgsql as $$ begin raise exception 'on purpose'; end $$;
    create trigger refused before update of reminded_at on quarantine_reviews for each row execute function refuse_reminder()`);
  const hold = await givenHold(given, { item: 'FIG-JAM' });
  await untilStarted(given.context, hold.workflowId);
  const handle = given.client.workflow.getHandle(hold.workflowId);
  // The first is the reminder's own.
  await until(async () => {
    const { events } = await handle.fetchHistory();
    return (events ?? []).filter(({ eventType }) => eventType === timerStarted).length > 1;
  });
  const reason = 'Re-test of five units passed on every count';
  const decided = await ask(given, 'decide', given.person('i.carvalho'), hold, { outcome: 'lift', reason });
  expect(decided).toMatchObject({ ok: true, value: { state: 'closed' } });

  await given.database.sql`drop trigger refused on quarantine_reviews`;
  expect(await handle.result()).toMatchObject({ state: 'closed' });
});
