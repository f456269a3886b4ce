import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, test } from 'vitest';
import type { Caller } from '#domain/caller.ts';
import { policyChangeProcess } from '#domain/processes.ts';
import { type GivenReviews, givenReviews } from '#test/given/engine.ts';
import { personWith } from '#test/given/master-data.ts';
import { aPolicy, givenApprovalSigning, propose } from '#test/given/policy-changes.ts';
import { givenPolicy, tasksOf, until, untilStarted } from '#test/given/workflow.ts';
import { decideChangeUpdate } from '#workflows/policy-change.messages.ts';
import { saveHistory } from './save-history.ts';

/** Not a test: plays policy changes of each kind, as `save-histories.ts` plays reviews. */
let given: GivenReviews;
let dana: Caller;

beforeAll(async () => {
  given = await givenReviews();
  dana = given.person('d.whitlock');
  await given.workers();
});
afterAll(() => given.stop());

const reason = 'Agreed in the meeting of the quality circle';
const admin = () => given.person('admin');
const change = (site: string) =>
  aPolicy({ scopeKind: 'site', scope: site, expectedVersion: 0, reason: 'Two findings of Listeria this quarter' });
const started = async (site: string) => {
  const manager = personWith('quality_manager', given.ids.user('d.whitlock'));
  const answer = await propose(given.context, manager, change(site));
  if (!answer.ok) throw new Error(JSON.stringify(answer.violation));
  await untilStarted(given.context, policyChangeProcess.workflowId(answer.value.changeId));
  return answer.value.changeId;
};
const decideChange = async (by: Caller, changeId: string, decision: 'approve' | 'withdraw') => {
  const signingId = decision === 'approve' ? await givenApprovalSigning(given.context, by, changeId) : undefined;
  const input = { changeId, decision, reason, ...(signingId && { signingId }) };
  const commandId = randomUUID();
  const request = { commandId, caller: { kind: by.kind, id: by.id }, requestId: commandId, input };
  const handle = given.client.workflow.getHandle(policyChangeProcess.workflowId(changeId));
  await handle.executeUpdate(decideChangeUpdate, { args: [request], updateId: commandId }).catch(() => {});
};

test('approved', async () => {
  const changeId = await started('CHI');
  await decideChange(dana, changeId, 'approve');
  await decideChange(admin(), changeId, 'approve');
  await saveHistory(given.client, 'policy-change-approved', policyChangeProcess.workflowId(changeId));
});

test('expired', async () => {
  const site = { kind: 'site', key: given.ids.site('EWR') } as const;
  await givenPolicy(given, 'policy_change_remind_after_minutes', '0.005', site);
  await givenPolicy(given, 'policy_change_escalate_after_minutes', '0.01', site);
  await givenPolicy(given, 'policy_change_expire_after_minutes', '0.015', site);
  await saveHistory(given.client, 'policy-change-expired', policyChangeProcess.workflowId(await started('EWR')));
});

test('cancelled-in-the-engine-then-withdrawn', async () => {
  const changeId = await started('DEN');
  const workflowId = policyChangeProcess.workflowId(changeId);
  await given.client.workflow.getHandle(workflowId).cancel();
  await until(async () => (await tasksOf(given.context, changeId)).includes('settle_exception open'));
  await decideChange(dana, changeId, 'withdraw');
  await saveHistory(given.client, 'policy-change-cancelled-in-the-engine-then-withdrawn', workflowId);
});

test('failed-then-approved', async () => {
  const changeId = await started('ONT');
  await given.database.sql.unsafe(`
    create function break_it() returns trigger language plpgsql as $$ begin raise exception 'broken on purpose'; end $$;
    create trigger broken before update on policy_changes for each row
      when (old.id = '${changeId}') execute function break_it()`);
  await decideChange(admin(), changeId, 'approve');
  await given.database.sql`drop trigger broken on policy_changes`;
  await decideChange(admin(), changeId, 'approve');
  await saveHistory(given.client, 'policy-change-failed-then-approved', policyChangeProcess.workflowId(changeId));
});

test('retention', async () => {
  const workflowId = `retention-${randomUUID()}`;
  await given.client.workflow.start('retention', { workflowId, taskQueue: given.taskQueue });
  await saveHistory(given.client, 'retention', workflowId);
});
