import { randomUUID } from 'node:crypto';
import { ApplicationFailure, WorkflowUpdateFailedError } from '@temporalio/client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Caller } from '#domain/caller.ts';
import type { PolicyChangeDecision } from '#domain/policy-change.ts';
import { policyChangeProcess } from '#domain/processes.ts';
import { type GivenReviews, givenReviews } from '#test/given/engine.ts';
import { personWith } from '#test/given/master-data.ts';
import { aPolicy, givenApprovalSigning, propose } from '#test/given/policy-changes.ts';
import { givenPolicy, until, untilStarted } from '#test/given/workflow.ts';
import { decideChangeUpdate } from '#workflows/policy-change.messages.ts';

let given: GivenReviews;
let dana: Caller;
let admin: Caller;

beforeAll(async () => {
  given = await givenReviews();
  dana = personWith('quality_manager', given.ids.user('d.whitlock'));
  admin = personWith('administrator', given.ids.user('admin'));
  const newark = { kind: 'site', key: given.ids.site('EWR') } as const;
  await givenPolicy(given, 'policy_change_remind_after_minutes', '0.001', newark);
  await givenPolicy(given, 'policy_change_escalate_after_minutes', '0.002', newark);
  await givenPolicy(given, 'policy_change_expire_after_minutes', '0.003', newark);
  await given.workers();
});
afterAll(() => given.stop());

/** Proposed for Newark, where nobody has more than moments to decide, or for Elk Grove, where they have days. */
async function proposed(site: 'EWR' | 'CHI', value = '60'): Promise<string> {
  const answer = await propose(
    given.context,
    dana,
    aPolicy({ scopeKind: 'site', scope: site, value, expectedVersion: 0 }),
  );
  if (!answer.ok) throw new Error(JSON.stringify(answer.violation));
  await untilStarted(given.context, policyChangeProcess.workflowId(answer.value.changeId));
  return answer.value.changeId;
}

type Asking = { key?: string; attempt?: string };

async function ask(
  by: Caller,
  changeId: string,
  decision: PolicyChangeDecision,
  { key = randomUUID(), attempt = randomUUID() }: Asking = {},
) {
  const signingId = decision === 'approve' ? await givenApprovalSigning(given.context, by, changeId) : undefined;
  const reason = 'Agreed in the meeting of the quality circle';
  const request = {
    commandId: `${by.id}:${key}`,
    caller: { kind: by.kind, id: by.id },
    requestId: key,
    attempt,
    input: { changeId, decision, reason, ...(signingId && { signingId }) },
  };
  const handle = given.client.workflow.getHandle(policyChangeProcess.workflowId(changeId));
  try {
    const { state } = await handle.executeUpdate(decideChangeUpdate, { args: [request], updateId: attempt });
    return state;
  } catch (error) {
    if (!(error instanceof WorkflowUpdateFailedError && error.cause instanceof ApplicationFailure)) throw error;
    return error.cause.type;
  }
}

const historyOf = async (changeId: string): Promise<string[]> => {
  const rows = await given.database.sql`
    select action from audit_entries where subject_id = ${changeId} and action like 'policy_change.%' order by position`;
  return rows.map(({ action }) => String(action).replace('policy_change.', ''));
};
const finished = (changeId: string) =>
  given.client.workflow.getHandle(policyChangeProcess.workflowId(changeId)).result();

test('a proposal that nobody decides is brought to mind, called overdue, and lapses', async () => {
  const changeId = await proposed('EWR');
  expect(await finished(changeId)).toMatchObject({ state: 'expired' });
  expect(await historyOf(changeId)).toEqual(['proposed', 'reminded', 'escalated', 'expired']);
});

test('of a refusal and an approval the approval counts, and its process ends', async () => {
  const changeId = await proposed('CHI');
  expect(await ask(dana, changeId, 'approve')).toBe('policy-change.second-person-required');
  expect(await ask(admin, changeId, 'approve')).toBe('approved');
  expect(await finished(changeId)).toMatchObject({ state: 'approved' });
  expect(await historyOf(changeId)).toEqual(['proposed', 'decided']);
});

test('a request to cancel the workflow is reported by a task and not obeyed', async () => {
  const answer = await propose(given.context, dana, aPolicy({ value: '61' }));
  if (!answer.ok) throw new Error(answer.violation.message);
  const { changeId } = answer.value;
  await untilStarted(given.context, policyChangeProcess.workflowId(changeId));
  await given.client.workflow.getHandle(policyChangeProcess.workflowId(changeId)).cancel();
  await until(async () => (await historyOf(changeId)).includes('exception_raised'));
  expect(await ask(dana, changeId, 'withdraw')).toBe('withdrawn');
  expect(await finished(changeId)).toMatchObject({ state: 'withdrawn' });
  const left = await given.database
    .sql`select from tasks where subject_id = ${changeId} and state in ('open', 'claimed')`;
  expect(left).toHaveLength(0);
});

test('a decision that fails, and fails again when it is asked for again under its key, is a problem twice', async () => {
  const answer = await propose(given.context, dana, aPolicy({ value: '62' }));
  if (!answer.ok) throw new Error(answer.violation.message);
  const { changeId } = answer.value;
  await untilStarted(given.context, policyChangeProcess.workflowId(changeId));
  const { sql } = given.database;
  await sql.unsafe(`
    create function not_now() returns trigger language plpgsql as $$ begin raise exception 'not now'; end $$;
    create trigger not_now before update on policy_changes for each row
      when (old.id = '${changeId}' and new.state = 'withdrawn') execute function not_now()`);
  const openTasks = () =>
    sql`select id from tasks where subject_id = ${changeId} and kind = 'settle_exception' and state = 'open'`;
  const key = randomUUID();
  expect(await ask(dana, changeId, 'withdraw', { key })).toBe('engine.unavailable');
  const [first] = await openTasks();
  await sql`update tasks set state = 'settled', settled_at = now(), settled_by = 'dana' where id = ${first?.id}`;
  expect(await ask(dana, changeId, 'withdraw', { key })).toBe('engine.unavailable');
  const again = await openTasks();
  expect(again).toHaveLength(1);
  expect(again[0]?.id).not.toBe(first?.id);
  await sql`drop trigger not_now on policy_changes`;
  expect(await ask(dana, changeId, 'withdraw', { key })).toBe('withdrawn');
});
