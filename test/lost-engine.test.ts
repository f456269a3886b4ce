import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readStartConfig } from '#config';
import {
  masterDataChangeProcess,
  notificationDeliveryProcess,
  policyChangeProcess,
  taskWatchProcess,
} from '#domain/processes.ts';
import { type RunningTemporal, startTemporal } from '#scripts/temporal.ts';
import { findTemporal } from '#scripts/temporal-executable.ts';
import { type GivenReviews, givenReviews } from '#test/given/engine.ts';
import { type GivenMailServer, givenMailServer } from '#test/given/mail-server.ts';
import { personWith } from '#test/given/master-data.ts';
import { aPolicy, propose } from '#test/given/policy-changes.ts';
import { askOfProposal, givenProposal, storyOf } from '#test/given/proposals.ts';
import { givenHold, givenPolicy, tasksOf, until, untilStarted } from '#test/given/workflow.ts';
import { proposalQuery } from '#workflows/master-data-change.messages.ts';
import { policyChangeQuery } from '#workflows/policy-change.messages.ts';
import { reviewQuery } from '#workflows/quarantine-review.messages.ts';

const folder = mkdtempSync(join(tmpdir(), 'holdfast-lost-engine-'));
const quiet = () => {};
let program: string;
let server: RunningTemporal;
let given: GivenReviews;
let mail: GivenMailServer;
let engine: Pick<GivenReviews, 'client' | 'context' | 'ids'>;
let connection: Connection;

const start = async (name: string, port?: number) =>
  await startTemporal({ program, dataFolder: join(folder, name), inMemory: true, port, log: quiet });

beforeAll(async () => {
  const { temporalCliPath, cache } = readStartConfig();
  program = await findTemporal({ cliPath: temporalCliPath, cacheHome: cache, log: quiet });
  server = await start('first');
  connection = await Connection.connect({ address: server.address });
  given = await givenReviews();
  engine = { ...given, client: new Client({ connection }) };
  // Put off for as long as the first engine lives.
  mail = await givenMailServer({ 'ines@fern.example': [451, 250] });
  await givenPolicy(given, 'notification_retry_after_minutes', '1000');
  await given.database.sql`update users set email = 'ines@fern.example' where username = 'i.carvalho'`;
  await given.workers(
    {
      reconcile: { everyMilliseconds: 200, graceMilliseconds: 0 },
      delivery: { mail: mail.settings, taskWatchSeconds: 3_600 },
    },
    server.address,
  );
});
afterAll(async () => {
  await given.stop();
  await connection.close();
  await mail.stop();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

const runOf = (workflowId: string) => engine.client.workflow.getHandle(workflowId);
const waiting = async () => {
  const [row] = await given.database.sql<{ batch: string; state: string; attempts: number }[]>`
    select batch_id as batch, state, attempts from notifications
     where user_id = ${given.ids.user('i.carvalho')} order by id limit 1`;
  return row;
};

test('an engine that lost everything is given all that was under way, from where the tables say that it stands', async () => {
  const ines = given.person('i.carvalho');
  const dana = given.person('d.whitlock');
  await givenPolicy(given, 'review_remind_after_minutes', '0.001', { kind: 'item', key: given.ids.item('FIG-JAM') });
  const hold = await givenHold(given, { item: 'FIG-JAM' });
  const proposal = await givenProposal(engine, ines, 'CRISP', { shelfLifeDays: 200, allergens: ['wheat'] });
  const change = await propose(given.context, personWith('quality_manager', dana.id), aPolicy({ value: '61' }));
  if (!change.ok) throw new Error(change.violation.message);
  const changed = policyChangeProcess.workflowId(change.value.changeId);
  await Promise.all([untilStarted(given.context, hold.workflowId), untilStarted(given.context, changed)]);
  // The reminder of the hold is a message that is put off.
  await until(async () => (await waiting())?.attempts === 1);

  const { port } = server;
  await server.stop();
  server = await start('second', port);

  const proposed = masterDataChangeProcess.workflowId(proposal.proposalId);
  const running = async (workflowId: string) =>
    await runOf(workflowId)
      .describe()
      .then(
        ({ status }) => status.name === 'RUNNING',
        () => false,
      );
  for (const workflowId of [hold.workflowId, proposed, changed]) await until(() => running(workflowId));
  expect(await runOf(hold.workflowId).query(reviewQuery)).toMatchObject({ state: 'open' });
  expect(await runOf(proposed).query(proposalQuery)).toMatchObject({ state: 'open', number: proposal.number });
  expect(await runOf(changed).query(policyChangeQuery)).toMatchObject({ state: 'proposed' });
  expect(await askOfProposal(engine, dana, proposal, { decide: 'reject' })).toMatchObject({ ok: true });
  expect(await storyOf(given.context, proposal.proposalId)).toEqual(['opened', 'rejected']);

  await until(async () => (await waiting())?.state === 'sent');
  // What keeps tasks in mind is there again as well.
  await until(() =>
    engine.client.schedule
      .getHandle(taskWatchProcess.scheduleId)
      .describe()
      .then(
        () => true,
        () => false,
      ),
  );
});

test('what somebody terminated in the engine is reported: cases by an exception task, messages as not delivered', async () => {
  const ines = given.person('i.carvalho');
  const proposal = await givenProposal(engine, ines, 'BOARD', { shelfLifeDays: 19, allergens: ['milk', 'wheat'] });
  const manager = personWith('quality_manager', given.ids.user('d.whitlock'));
  const change = await propose(
    given.context,
    manager,
    aPolicy({ scopeKind: 'site', scope: 'CHI', expectedVersion: 0 }),
  );
  if (!change.ok) throw new Error(change.violation.message);
  const { changeId } = change.value;
  await untilStarted(given.context, policyChangeProcess.workflowId(changeId));
  await runOf(masterDataChangeProcess.workflowId(proposal.proposalId)).terminate('by mistake');
  await runOf(policyChangeProcess.workflowId(changeId)).terminate('by mistake');
  for (const caseId of [proposal.proposalId, changeId])
    await until(async () => (await tasksOf(given.context, caseId)).includes('settle_exception open'));

  const batch = given.context.newId();
  const [message] = await given.database.sql<{ id: string }[]>`
    update notifications set state = 'waiting', batch_id = ${batch}, settled_at = null
     where id = (select id from notifications where state = 'sent' limit 1) returning id`;
  const workflowId = notificationDeliveryProcess.workflowId(batch);
  await engine.client.workflow.start(notificationDeliveryProcess.workflowType, {
    workflowId,
    taskQueue: 'nobody works it',
    args: [{ batchId: batch }],
  });
  await runOf(workflowId).terminate('too many of them');
  await given.database.sql`
    insert into outbox (workflow_type, workflow_id, task_queue, input, search_attributes, summary, created_at,
                        started_at, next_attempt_at)
    values ('notificationDelivery', ${workflowId}, 'nobody works it', '{}', '{}', 'One', now(), now(), now())`;
  const state = async () =>
    (await given.database.sql`select state, error from notifications where id = ${message?.id ?? ''}`)[0];
  await until(async () => (await state())?.state === 'failed');
  expect(await state()).toMatchObject({ error: 'The workflow that delivers it is terminated in the engine' });
  expect(await tasksOf(given.context, given.ids.user('i.carvalho'))).toContain('settle_failed_notification open');
});

test('a run that is left over although its case is decided is told so, and ends', async () => {
  const proposal = await givenProposal(engine, given.person('i.carvalho'), 'OLIVE-OIL', { shelfLifeDays: 500 });
  await given.database.sql`
    update master_data_proposals set state = 'withdrawn', version = version + 1, decided_by = 'test', decided_by_name = 'Test',
      decided_at = now(), decision_reason = 'As a backup of the engine would not know it' where id = ${proposal.proposalId}`;
  expect(await runOf(masterDataChangeProcess.workflowId(proposal.proposalId)).result()).toMatchObject({
    state: 'withdrawn',
  });
});
