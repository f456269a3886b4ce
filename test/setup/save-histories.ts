import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, test } from 'vitest';
import type { Caller } from '#domain/caller.ts';
import { notificationDeliveryProcess } from '#domain/processes.ts';
import type { PlacedHoldAnswer } from '#operations/place-hold.ts';
import { writeNotifications } from '#operations/write-notifications.ts';
import { type GivenReviews, givenReviews } from '#test/given/engine.ts';
import { type GivenMailServer, givenMailServer } from '#test/given/mail-server.ts';
import { ask, givenHold, givenPolicy, historyOf, tasksOf, until, untilStarted } from '#test/given/workflow.ts';
import { saveHistory } from './save-history.ts';

/**
 * Not a test: plays one review of each kind through the real engine and saves its history under test/histories. Run by
 * `scripts/save-histories.ts` when a history of a new kind is wanted; those of older versions are kept, for they are what
 * running executions look like.
 */
let given: GivenReviews;
let dana: Caller;
let ines: Caller;
let ruth: Caller;
let mail: GivenMailServer;

beforeAll(async () => {
  given = await givenReviews();
  dana = given.person('d.whitlock');
  ines = given.person('i.carvalho');
  ruth = given.person('r.okafor');
  const jam = { kind: 'item', key: given.ids.item('FIG-JAM') } as const;
  await givenPolicy(given, 'review_remind_after_minutes', '0.005', jam);
  await givenPolicy(given, 'review_escalate_after_minutes', '0.01', jam);
  mail = await givenMailServer({ 'ines@fern.example': [451, 451, 250] });
  await given.workers({ delivery: { mail: mail.settings } });
});
afterAll(async () => {
  await given.stop();
  await mail.stop();
});

const reason = 'Re-test of five units passed on every count';
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
const has = (hold: PlacedHoldAnswer, action: string) =>
  until(async () => (await historyOf(given.context, hold.reviewId)).includes(action));
const decide = (hold: PlacedHoldAnswer, outcome: 'lift' | 'dispose' | 'return_to_supplier') =>
  ask(given, 'decide', ines, hold, { outcome, reason });
const confirm = (by: Caller, hold: PlacedHoldAnswer) => ask(given, 'confirmOutcome', by, hold, {});

const stories: Record<string, () => Promise<PlacedHoldAnswer>> = {
  lifted: async () => {
    const hold = await givenHold(given);
    await decide(hold, 'lift');
    return hold;
  },
  'reminded-escalated-extended': async () => {
    const hold = await givenHold(given, { item: 'FIG-JAM' });
    await has(hold, 'escalated');
    await ask(given, 'extend', ines, hold, { until: inDays(5), reason });
    await decide(hold, 'lift');
    return hold;
  },
  'returned-unconfirmed-for-long': async () => {
    const hold = await givenHold(given, { item: 'FIG-JAM' });
    await decide(hold, 'return_to_supplier');
    await has(hold, 'exception_raised');
    await confirm(ruth, hold);
    return hold;
  },
  cancelled: async () => {
    const hold = await givenHold(given);
    await ask(given, 'cancel', ines, hold, { reason });
    await ask(given, 'cancel', dana, hold, { reason });
    return hold;
  },
  'final-step-refused-then-retried': async () => {
    const hold = await givenHold(given);
    const other = await givenHold(given, { lot: hold.lotId, rule: 'pest' });
    await decide(hold, 'return_to_supplier');
    await confirm(ruth, hold);
    await ask(given, 'settleException', ines, hold, { settlement: 'retry', reason });
    await decide(other, 'lift');
    await ask(given, 'settleException', ines, hold, { settlement: 'retry', reason });
    return hold;
  },
  'reopened-then-lifted': async () => {
    const hold = await givenHold(given);
    await decide(hold, 'dispose');
    await ask(given, 'settleException', dana, hold, { settlement: 'reopen', reason });
    await decide(hold, 'lift');
    return hold;
  },
  'cancelled-in-the-engine-then-lifted': async () => {
    const hold = await givenHold(given);
    await ask(given, 'extend', ines, hold, { until: inDays(5), reason });
    await given.client.workflow.getHandle(hold.workflowId).cancel();
    await until(async () => (await tasksOf(given.context, hold.reviewId)).includes('settle_exception open'));
    await decide(hold, 'lift');
    return hold;
  },
  'signed-and-returned': async () => {
    const hold = await givenHold(given);
    const nobodys = { outcome: 'return_to_supplier' as const, reason, signingId: randomUUID() };
    await ask(given, 'decide', ines, hold, nobodys);
    await ask(given, 'extend', ines, hold, { until: inDays(5), reason });
    await decide(hold, 'return_to_supplier');
    await confirm(ruth, hold);
    return hold;
  },
  'failed-then-lifted': async () => {
    const hold = await givenHold(given);
    await given.database.sql.unsafe(`
      create function break_it() returns trigger language plpgsql as $$ begin raise exception 'broken on purpose'; end $$;
      create trigger broken before update on holds for each row when (old.id = '${hold.holdId}') execute function break_it()`);
    await decide(hold, 'lift');
    await given.database.sql`drop trigger broken on holds`;
    await decide(hold, 'lift');
    return hold;
  },
};

test.each(Object.entries(stories))('%s', async (name, play) => {
  const { workflowId } = await play();
  await saveHistory(given.client, `quarantine-review-${name}`, workflowId);
});

test('audit-seal', async () => {
  const workflowId = `audit-seal-${randomUUID()}`;
  await given.client.workflow.start('auditSeal', { workflowId, taskQueue: given.taskQueue });
  await saveHistory(given.client, 'audit-seal', workflowId);
});

test('task-watch', async () => {
  const workflowId = `task-watch-${randomUUID()}`;
  await given.client.workflow.start('taskWatch', { workflowId, taskQueue: given.taskQueue });
  await saveHistory(given.client, 'task-watch', workflowId);
});

test('master-data-watch', async () => {
  const workflowId = `master-data-watch-${randomUUID()}`;
  await given.client.workflow.start('masterDataWatch', { workflowId, taskQueue: given.taskQueue });
  await saveHistory(given.client, 'master-data-watch', workflowId);
});

/** One that is put off twice, and one that has nowhere to go. */
test('notification-delivery', async () => {
  await givenPolicy(given, 'notification_retry_after_minutes', '0.001');
  await given.database.sql`update users set email = 'ines@fern.example' where username = 'i.carvalho'`;
  await given.context.db.transaction((tx) =>
    writeNotifications(
      tx,
      given.context,
      { cause: {} },
      ['i.carvalho', 'r.okafor'].map((username) => ({
        userId: given.ids.user(username),
        eventKey: 'saved',
        content: { kind: 'delivery_test' as const, by: 'Dana Whitlock' },
        subject: { kind: 'person' as const, id: given.ids.user(username) },
      })),
    ),
  );
  const [row] = await given.database.sql<
    { batch: string }[]
  >`select distinct batch_id as batch from notifications where event_key = 'saved'`;
  const workflowId = notificationDeliveryProcess.workflowId(row?.batch ?? '');
  await untilStarted(given.context, workflowId);
  await saveHistory(given.client, 'notification-delivery', workflowId);
});
