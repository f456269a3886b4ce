import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Caller } from '#domain/caller.ts';
import { masterDataChangeProcess } from '#domain/processes.ts';
import { type GivenReviews, givenReviews } from '#test/given/engine.ts';
import { askOfProposal, givenProposal, storyOf } from '#test/given/proposals.ts';
import { givenPolicy, until } from '#test/given/workflow.ts';
import { proposalQuery } from '#workflows/master-data-change.messages.ts';

let given: GivenReviews;
let ines: Caller;
let dana: Caller;

beforeAll(async () => {
  given = await givenReviews();
  ines = given.person('i.carvalho');
  dana = given.person('d.whitlock');
  const set = async (category: string, remind: string, escalate: string, expire: string) => {
    const scope = { kind: 'category', key: category } as const;
    await givenPolicy(given, 'master_data_change_remind_after_minutes', remind, scope);
    await givenPolicy(given, 'master_data_change_escalate_after_minutes', escalate, scope);
    await givenPolicy(given, 'master_data_change_expire_after_minutes', expire, scope);
  };
  await set('seafood', '0.002', '0.004', '0.008');
  await set('kit', '0.002', '0.004', '20160');
  await given.workers();
});
afterAll(() => given.stop());

const told = (proposalId: string, what: string) =>
  until(async () => (await storyOf(given.context, proposalId)).includes(what));
const tasksOf = async (proposalId: string) =>
  (await given.database.sql`select kind, state from tasks where subject_id = ${proposalId} order by id`).map(
    ({ kind, state }) => `${kind} ${state}`,
  );

describe.concurrent('the process of a change of master data', () => {
  test('reminds, takes it to quality management, and lets it lapse: nothing has changed', async () => {
    const proposal = await givenProposal(given, ines, 'SALMON', { shelfLifeDays: 29, allergens: ['fish'] });
    await told(proposal.proposalId, 'lapsed');
    expect(await storyOf(given.context, proposal.proposalId)).toEqual(['opened', 'reminded', 'escalated', 'lapsed']);
    expect(await tasksOf(proposal.proposalId)).toEqual([
      'decide_proposal cancelled',
      'decide_escalated_proposal cancelled',
    ]);
    const [item] = await given.database.sql`select version from items where code = 'SALMON'`;
    expect(item?.version).toBe(1);
    const handle = given.client.workflow.getHandle(masterDataChangeProcess.workflowId(proposal.proposalId));
    expect(await handle.result()).toMatchObject({ state: 'lapsed' });
  });

  test('is decided after it was escalated, and ends with it', async () => {
    const proposal = await givenProposal(given, ines, 'BOARD', { shelfLifeDays: 19, allergens: ['milk', 'wheat'] });
    await told(proposal.proposalId, 'escalated');
    const answer = await askOfProposal(given, dana, proposal, { decide: 'approve' });
    expect(answer).toMatchObject({ ok: true, value: { state: 'approved', decision: { byName: expect.any(String) } } });
    expect(await storyOf(given.context, proposal.proposalId)).toEqual(['opened', 'reminded', 'escalated', 'approved']);
    expect(await tasksOf(proposal.proposalId)).toEqual([
      'decide_proposal settled',
      'decide_escalated_proposal settled',
    ]);
    const handle = given.client.workflow.getHandle(masterDataChangeProcess.workflowId(proposal.proposalId));
    expect(await handle.result()).toMatchObject({ state: 'approved', reminders: 1, escalations: 1 });
  });

  test('refuses who lost the right meanwhile, and a cancelled workflow goes on', async () => {
    const proposal = await givenProposal(given, ines, 'CRISP', { shelfLifeDays: 200, allergens: ['wheat'] });
    const handle = given.client.workflow.getHandle(masterDataChangeProcess.workflowId(proposal.proposalId));
    const lost = await askOfProposal(given, given.person('r.okafor'), proposal, { decide: 'approve' });
    expect(lost).toMatchObject({ ok: false, violation: { code: 'access.right-missing' } });
    await handle.cancel();
    expect(await askOfProposal(given, dana, proposal, { decide: 'reject' })).toMatchObject({
      ok: true,
      value: { state: 'rejected' },
    });
    expect(await handle.result()).toMatchObject({ state: 'rejected' });
  });

  test('operators read from the workflow where the proposal stands', async () => {
    const proposal = await givenProposal(given, ines, 'OLIVE-OIL', { shelfLifeDays: 500, allergens: [] });
    const handle = given.client.workflow.getHandle(masterDataChangeProcess.workflowId(proposal.proposalId));
    expect(await handle.query(proposalQuery)).toMatchObject({ state: 'open', number: proposal.number });
    const description = await handle.describe();
    expect(await description.staticSummary()).toContain(proposal.number);
    expect(description.typedSearchAttributes.get({ name: 'HoldfastState', type: 'KEYWORD' })).toBe('open');
    expect(await askOfProposal(given, ines, proposal, { withdraw: true })).toMatchObject({
      ok: true,
      value: { state: 'withdrawn' },
    });
  });
});
