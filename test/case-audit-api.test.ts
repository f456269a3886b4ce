import { afterAll, beforeAll, expect, test } from 'vitest';
import { hashLeaf } from '#db/audit-hashes.ts';
import type { OperationContext } from '#operations/context.ts';
import { proposeMasterData } from '#operations/propose-master-data.ts';
import { type GivenApi, givenApi } from '#test/given/api.ts';
import { givenContext } from '#test/given/context.ts';
import { commandOf } from '#test/given/lots.ts';
import { personWith } from '#test/given/master-data.ts';
import { aPolicy, propose } from '#test/given/policy-changes.ts';

let api: GivenApi;
let context: OperationContext;
let audrey: string;

beforeAll(async () => {
  api = await givenApi();
  context = givenContext(api.database.db);
  await api.person('audrey', [{ role: 'auditor' }]);
  audrey = await api.signIn('audrey');
});
afterAll(() => api.stop());

const exported = (path: string) => api.call('GET', `/v1/audit/cases/${path}`, { token: audrey });

test('the trail of a proposed policy and of a proposal of master data goes out, as JSON and to print', async () => {
  const dana = personWith('quality_manager', await api.person('dana', [{ role: 'quality_manager' }]));
  const change = await propose(context, dana, aPolicy({ value: '61' }));
  const steward = personWith('master_data_steward', await api.person('sara', [{ role: 'master_data_steward' }]));
  const proposal = await proposeMasterData(
    context,
    commandOf(steward, {
      proposal: {
        kind: 'item',
        action: 'change',
        code: 'CRISP',
        version: 1,
        fields: { shelfLifeDays: 200, allergens: [] },
      },
      reason: 'The supplier sent <its> statement of 2026-11-02',
    }),
  );
  if (!change.ok || !proposal.ok) throw new Error(JSON.stringify([change, proposal]));
  for (const [path, action, number] of [
    [`policy_change/${change.value.changeId}/export`, 'policy_change.proposed', change.value.number],
    [`master_data_proposal/${proposal.value.proposalId}/export`, 'proposal.opened', proposal.value.number],
  ] as const) {
    const { status, body } = await exported(path);
    expect(status).toBe(200);
    expect(body).toMatchObject({ number, lot: null, title: expect.any(String), movements: [] });
    const entries = body.entries as { action: string; canonical: string; leaf: string }[];
    expect(entries.map((entry) => entry.action)).toContain(action);
    for (const { canonical, leaf } of entries) expect(hashLeaf(canonical).toString('hex')).toBe(leaf);
    const page = await exported(`${path}/page`);
    expect(String(page.body.text)).toContain(`Audit trail of ${number}`);
    expect(String(page.body.text)).not.toMatch(/<script|<its>/);
  }
  const nowhere = await exported('policy_change/01a2270f-902e-7422-841b-3e0e68adfb4d/export');
  expect(nowhere).toMatchObject({ status: 404, body: { code: 'policy-change.unknown' } });
});
