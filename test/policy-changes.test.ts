import { randomUUID } from 'node:crypto';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import type { Caller } from '#domain/caller.ts';
import { installedRoles } from '#domain/installed-roles.ts';
import { closePolicyChange } from '#operations/close-policy-change.ts';
import { raisePolicyChangeException } from '#operations/raise-policy-change-exception.ts';
import { remindPolicyApprovers } from '#operations/remind-policy-approvers.ts';
import { commandOf } from '#test/given/lots.ts';
import { importer, personWith } from '#test/given/master-data.ts';
import {
  aPolicy,
  decide,
  givenApprovalSigning,
  givenPolicyStory,
  outcome,
  propose,
} from '#test/given/policy-changes.ts';

const given = await givenPolicyStory();
const { database, context, ids, dana, admin, proposed, limit } = given;
beforeEach(given.begin);
afterAll(() => database.drop());

describe('a proposal', () => {
  test('changes nothing, until a second person approves it with a signature', async () => {
    const changeId = await proposed();
    expect(await limit()).toBe('70');
    const answer = await decide(context, admin, changeId, 'approve');
    expect(answer).toMatchObject({ ok: true, value: { state: 'approved', effectiveFrom: expect.any(String) } });
    expect(await limit()).toBe('60');
    const [row] = await database.sql`
      select policy.version, change.signature_id is not null as signed, policy.approved_by, policy.proposed_by
        from policies policy join policy_changes change on change.id = policy.change_id where change.id = ${changeId}`;
    expect(row).toEqual({ version: 2, signed: true, approved_by: admin.id, proposed_by: dana.id });
    const tasks = await database.sql`select state from tasks where subject_id = ${changeId}`;
    expect(tasks).toEqual([{ state: 'settled' }]);
  });

  test('is never approved by who proposed it, nor by a system, nor without a signature for what is shown', async () => {
    const changeId = await proposed();
    expect(outcome(await decide(context, dana, changeId, 'approve'))).toBe('policy-change.second-person-required');
    expect(outcome(await decide(context, dana, changeId, 'reject'))).toBe('policy-change.second-person-required');
    expect(outcome(await decide(context, admin, changeId, 'withdraw'))).toBe('policy-change.not-yours');
    const inspector = { ...admin, id: ids.user('r.okafor') };
    expect(outcome(await decide(context, inspector, changeId, 'approve'))).toBe('access.right-missing');
    const other = await proposed(aPolicy({ key: 'inspection_waived', value: true }));
    const signing = await givenApprovalSigning(context, admin, other);
    expect(outcome(await decide(context, admin, changeId, 'approve', signing))).toBe('signature.other-subject');
    expect(await limit()).toBe('70');
  });

  test('may be rejected by another and withdrawn by who proposed it, and nothing changes', async () => {
    expect(outcome(await decide(context, admin, await proposed(), 'reject'))).toBe('rejected');
    const second = await proposed();
    expect(outcome(await decide(context, dana, second, 'withdraw'))).toBe('withdrawn');
    expect(outcome(await decide(context, admin, second, 'reject'))).toBe('policy-change.already-decided');
    expect(await limit()).toBe('70');
  });

  test('lapses where nobody decides, is brought to mind before, and says when its process met a fault', async () => {
    const changeId = await proposed();
    for (const what of ['remind', 'escalate'] as const)
      await remindPolicyApprovers(context, commandOf(importer, { changeId, what }, randomUUID()));
    const fault = { changeId, message: 'The engine was asked to cancel' };
    await raisePolicyChangeException(context, commandOf(importer, fault, randomUUID()));
    await raisePolicyChangeException(context, commandOf(importer, fault, randomUUID()));
    expect(await database.sql`select kind from tasks where subject_id = ${changeId} and state = 'open'`).toHaveLength(
      2,
    );
    const closed = await closePolicyChange(context, commandOf(importer, { changeId }, randomUUID()));
    expect(outcome(closed)).toBe('expired');
    expect(outcome(await decide(context, admin, changeId, 'reject'))).toBe('policy-change.already-decided');
    const [row] = await database.sql`
      select reminded_at is not null as reminded, escalated_at is not null as escalated from policy_changes where id = ${changeId}`;
    expect(row).toEqual({ reminded: true, escalated: true });
    expect(await database.sql`select from tasks where subject_id = ${changeId} and state = 'cancelled'`).toHaveLength(
      2,
    );
    expect(outcome(await propose(context, dana, aPolicy()))).toBe('proposed');
  });

  test('of two about the same, proposed at once, one is there and the other says whose', async () => {
    const answers = await Promise.all([
      propose(context, dana, aPolicy()),
      propose(context, admin, aPolicy({ value: '50' })),
    ]);
    expect(answers.map(outcome).sort()).toEqual(['policy-change.already-proposed', 'proposed']);
    expect(
      outcome(await propose(context, dana, aPolicy({ scopeKind: 'category', scope: 'cheese', expectedVersion: 0 }))),
    ).toBe('proposed');
  });

  test('of two decisions at once, one counts and the other reads who was first', async () => {
    const changeId = await proposed();
    const answers = await Promise.all([
      decide(context, admin, changeId, 'approve'),
      decide(context, admin, changeId, 'reject'),
      decide(context, dana, changeId, 'withdraw'),
    ]);
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    expect(answers.filter((answer) => !answer.ok).map(outcome)).toEqual(Array(2).fill('policy-change.already-decided'));
  });

  test('of a floor by law and a laxer value approved at once, the floor holds, whichever was first', async () => {
    const law = { byLaw: true, lawReference: 'A law', value: '60', expectedVersion: 0 };
    const [floor, laxer] = [await proposed(aPolicy(law)), await proposed(aPolicy({ value: '80' }))];
    const [first, second] = await Promise.all([
      decide(context, admin, floor, 'approve'),
      decide(context, admin, laxer, 'approve'),
    ]);
    expect(outcome(first)).toBe('approved');
    expect(['approved', 'policy.below-floor']).toContain(outcome(second));
    expect(await limit(new Date(Date.now() + 1_000))).toBe('60');
  });

  test('to end a legal hold that is not there is refused', async () => {
    const hold = { subject: 'legal_hold_release' as const, legalHoldId: randomUUID(), expectedVersion: 1 };
    const answer = await propose(context, admin, { ...hold, reason: 'The claim was settled out of court' });
    expect(outcome(answer)).toBe('legal-hold.unknown');
  });

  test('on a version that has been replaced meanwhile is refused, when proposed and when approved', async () => {
    expect(outcome(await propose(context, dana, aPolicy({ expectedVersion: 7 })))).toBe('policy.version-changed');
    const changeId = await proposed();
    await database.sql`
      insert into policies (id, key, scope_kind, value, version, effective_from, reason, proposed_by, approved_by)
      values (${randomUUID()}, 'supplier_risk_limit', 'global', '"65"', 2, now(), 'Imported', 'a', 'b')`;
    expect(outcome(await decide(context, admin, changeId, 'approve'))).toBe('policy.version-changed');
    expect(await limit()).toBe('65');
  });

  test('needs the right at its scope', async () => {
    const atNewark = personWith('quality_manager', ids.user('i.carvalho'), ids.site('EWR'));
    const site = (scope: string) => aPolicy({ scopeKind: 'site', scope, expectedVersion: 0 });
    expect(outcome(await propose(context, atNewark, site('EWR')))).toBe('proposed');
    expect(outcome(await propose(context, atNewark, site('CHI')))).toBe('access.right-missing');
    expect(outcome(await propose(context, atNewark, aPolicy()))).toBe('access.right-missing');
    const key: Caller = { ...dana, kind: 'api_key' };
    expect(outcome(await propose(context, key, aPolicy()))).toBe('policy-change.second-person-required');
    expect(installedRoles.receiver).not.toContain('policy.propose');
  });
});
