import { afterAll, beforeAll, test } from 'vitest';
import type { Caller } from '#domain/caller.ts';
import { masterDataChangeProcess } from '#domain/processes.ts';
import { type GivenReviews, givenReviews } from '#test/given/engine.ts';
import { askOfProposal, givenProposal, storyOf } from '#test/given/proposals.ts';
import { givenPolicy, until } from '#test/given/workflow.ts';
import { saveHistory } from './save-history.ts';

/** Not a test: plays changes of master data of each kind and saves their histories, as `save-histories.ts` does for reviews. */
let given: GivenReviews;
let ines: Caller;
let dana: Caller;

beforeAll(async () => {
  given = await givenReviews();
  ines = given.person('i.carvalho');
  dana = given.person('d.whitlock');
  const seafood = { kind: 'category', key: 'seafood' } as const;
  await givenPolicy(given, 'master_data_change_remind_after_minutes', '0.002', seafood);
  await givenPolicy(given, 'master_data_change_escalate_after_minutes', '0.004', seafood);
  await givenPolicy(given, 'master_data_change_expire_after_minutes', '0.008', seafood);
  await given.workers();
});
afterAll(() => given.stop());

const save = (name: string, proposalId: string) =>
  saveHistory(given.client, `master-data-change-${name}`, masterDataChangeProcess.workflowId(proposalId));

test('approved', async () => {
  const proposal = await givenProposal(given, ines, 'CRISP', { shelfLifeDays: 200, allergens: ['wheat'] });
  await askOfProposal(given, given.person('r.okafor'), proposal, { decide: 'approve' });
  await askOfProposal(given, dana, proposal, { decide: 'approve' });
  await save('refused-then-approved', proposal.proposalId);
});

test('lapsed', async () => {
  const { proposalId } = await givenProposal(given, ines, 'SALMON', { shelfLifeDays: 29, allergens: ['fish'] });
  await until(async () => (await storyOf(given.context, proposalId)).includes('lapsed'));
  await save('reminded-escalated-lapsed', proposalId);
});

test('withdrawn', async () => {
  const proposal = await givenProposal(given, ines, 'FIG-JAM', { shelfLifeDays: 200, allergens: [] });
  await askOfProposal(given, ines, proposal, { withdraw: true });
  await save('withdrawn', proposal.proposalId);
});

test('cancelled-and-failed-then-withdrawn', async () => {
  const proposal = await givenProposal(given, ines, 'BOARD', { shelfLifeDays: 19, allergens: ['milk', 'wheat'] });
  await given.client.workflow.getHandle(masterDataChangeProcess.workflowId(proposal.proposalId)).cancel();
  await given.database.sql.unsafe(`
    create function break_it() returns trigger language plpgsql as $$ begin raise exception 'broken on purpose'; end $$;
    create trigger broken before update on master_data_proposals for each row
      when (old.id = '${proposal.proposalId}') execute function break_it()`);
  await askOfProposal(given, dana, proposal, { decide: 'approve' });
  await given.database.sql`drop trigger broken on master_data_proposals`;
  await askOfProposal(given, ines, proposal, { withdraw: true });
  await save('cancelled-and-failed-then-withdrawn', proposal.proposalId);
});
