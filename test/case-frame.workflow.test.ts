import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Caller } from '#domain/caller.ts';
import { masterDataChangeProcess, policyChangeProcess } from '#domain/processes.ts';
import { type GivenReviews, givenReviews } from '#test/given/engine.ts';
import { personWith } from '#test/given/master-data.ts';
import { aPolicy, propose } from '#test/given/policy-changes.ts';
import { askOfProposal, givenProposal, storyOf } from '#test/given/proposals.ts';
import { givenReviewSigning } from '#test/given/signing.ts';
import { ask, givenHold, historyOf, tasksOf, until, untilStarted } from '#test/given/workflow.ts';
import { newRunAfterEvents } from '#test/setup/long-history.ts';
import {
  decideChangeUpdate,
  policyChangeQuery,
  policyChangeStandingSignal,
} from '#workflows/policy-change.messages.ts';
import { decideUpdate } from '#workflows/quarantine-review.messages.ts';

let given: GivenReviews;
let dana: Caller;
let ines: Caller;

beforeAll(async () => {
  given = await givenReviews();
  dana = given.person('d.whitlock');
  ines = given.person('i.carvalho');
  await given.workers();
});
afterAll(() => given.stop());

const reason = 'Agreed in the meeting of the quality circle';
/** Has every change of one row fail, until it is mended. */
async function broken(table: string, id: string): Promise<() => Promise<unknown>> {
  const name = `broken_${id.replaceAll('-', '_')}`;
  await given.database.sql.unsafe(`
    create function ${name}() returns trigger language plpgsql as $$ begin raise exception 'broken on purpose'; end $$;
    create trigger ${name} before update on ${table} for each row when (old.id = '${id}') execute function ${name}()`);
  return () => given.database.sql.unsafe(`drop trigger ${name} on ${table}`);
}
const exceptions = async (caseId: string) =>
  (await tasksOf(given.context, caseId)).filter((task) => task.startsWith('settle_exception'));

test('a request that fails again after its first failure was settled raises an exception again', async () => {
  const hold = await givenHold(given);
  await untilStarted(given.context, hold.workflowId);
  const mend = await broken('holds', hold.holdId);
  const signed = await givenReviewSigning(given.context, ines, hold.reviewId, 'decide');
  const input = { reviewId: hold.reviewId, outcome: 'lift' as const, reason, ...signed };
  const send = (attempt: string) =>
    given.client.workflow
      .getHandle(hold.workflowId)
      .executeUpdate(decideUpdate, {
        args: [{ commandId: 'the-same', caller: { kind: 'person', id: ines.id }, attempt, input }],
        updateId: attempt,
      })
      .catch((error: { cause?: { type?: string } }) => error.cause?.type);

  expect(await send('first')).toBe('engine.unavailable');
  expect(await exceptions(hold.reviewId)).toEqual(['settle_exception open']);
  await ask(given, 'settleException', dana, hold, { settlement: 'retry', reason });
  expect(await exceptions(hold.reviewId)).toEqual(['settle_exception settled']);

  expect(await send('second')).toBe('engine.unavailable');
  expect(await exceptions(hold.reviewId)).toEqual(['settle_exception settled', 'settle_exception open']);
  await mend();
  expect((await historyOf(given.context, hold.reviewId)).filter((what) => what === 'exception_raised')).toHaveLength(2);
});

test('a change of master data whose step fails, or that somebody cancels in the engine, says so in a task', async () => {
  const proposal = await givenProposal(given, ines, 'CRISP', { shelfLifeDays: 200, allergens: ['wheat'] });
  const { proposalId } = proposal;
  const handle = given.client.workflow.getHandle(masterDataChangeProcess.workflowId(proposalId));
  const mend = await broken('master_data_proposals', proposalId);
  expect(await askOfProposal(given, dana, proposal, { decide: 'reject' })).toMatchObject({
    violation: { code: 'engine.unavailable' },
  });
  await mend();
  expect(await exceptions(proposalId)).toEqual(['settle_exception open']);
  await handle.cancel();
  await until(async () => (await storyOf(given.context, proposalId)).length === 3);
  expect(await storyOf(given.context, proposalId)).toEqual(['opened', 'exception_raised', 'exception_raised']);
  expect(await exceptions(proposalId)).toEqual(['settle_exception open']);

  expect(await askOfProposal(given, dana, proposal, { decide: 'reject' })).toMatchObject({ ok: true });
  expect(await exceptions(proposalId)).toEqual(['settle_exception settled']);
  expect(await handle.result()).toMatchObject({ state: 'rejected' });
});

test('a policy change whose history has grown long goes on in a new run, with its deadlines', async () => {
  const manager = personWith('quality_manager', dana.id);
  const answer = await propose(given.context, manager, aPolicy({ value: '61' }));
  if (!answer.ok) throw new Error(answer.violation.message);
  const { changeId } = answer.value;
  const workflowId = policyChangeProcess.workflowId(changeId);
  await untilStarted(given.context, workflowId);
  const handle = given.client.workflow.getHandle(workflowId);
  const firstRun = (await handle.describe()).runId;
  const before = await handle.query(policyChangeQuery);
  expect(before).toMatchObject({ state: 'proposed', reminders: 0 });

  // What a run knows already changes nothing, and is an event of its history all the same.
  const tellAgain = () => handle.signal(policyChangeStandingSignal, answer.value);
  await Promise.all(Array.from({ length: newRunAfterEvents + 10 }, tellAgain));
  await until(async () => (await handle.describe()).runId !== firstRun);
  expect(await handle.query(policyChangeQuery)).toEqual({ ...before, version: answer.value.version });

  const request = { commandId: randomUUID(), caller: { kind: 'person' as const, id: dana.id } };
  const input = { changeId, decision: 'withdraw' as const, reason };
  await handle.executeUpdate(decideChangeUpdate, { args: [{ ...request, input }] });
  expect(await handle.result()).toMatchObject({ state: 'withdrawn' });
});
