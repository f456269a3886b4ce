import { afterAll, beforeAll, expect, test } from 'vitest';
import { delegations } from '#db/schema/access.ts';
import { roleGrants } from '#db/schema/people.ts';
import type { Caller } from '#domain/caller.ts';
import { confirmOutcome } from '#operations/confirm-outcome.ts';
import type { OperationContext } from '#operations/context.ts';
import { decideQuarantineReview } from '#operations/decide-quarantine-review.ts';
import { recordInspection } from '#operations/record-inspection.ts';
import { givenContext } from '#test/given/context.ts';
import { commandOf, givenLot } from '#test/given/lots.ts';
import { givenStory, personWith, type StoryIds } from '#test/given/master-data.ts';
import { givenReviewSigning } from '#test/given/signing.ts';
import { givenHold } from '#test/given/workflow.ts';
import { type GivenDatabase, givenDatabase } from '#test/setup/database.ts';

let database: GivenDatabase;
let context: OperationContext;
let ids: StoryIds;

beforeAll(async () => {
  database = await givenDatabase();
  context = givenContext(database.db);
  ids = await givenStory(context);
});
afterAll(() => database.drop());

/** As the activity hands a decision on: who, and no rights. */
const decide = async (
  reviewId: string,
  username: string,
  onBehalfOf?: Caller['onBehalfOf'],
  outcome: 'lift' | 'return_to_supplier' = 'lift',
) => {
  const by: Caller = { kind: 'person', id: ids.user(username), name: username, grants: [], onBehalfOf };
  const reason = 'Re-test of five units passed on every count';
  const answer = await decideQuarantineReview(
    context,
    commandOf(by, {
      reviewId,
      outcome,
      reason,
      ...(await givenReviewSigning(context, by, reviewId, 'decide')),
    }),
  );
  return answer.ok ? 'allowed' : answer.violation.code;
};

test('who recorded the inspection that failed does not let its lot go again; a second person may', async () => {
  const lot = await givenLot(context, ids, { code: 'FAILED', stock: [{ at: 'EWR/C-01', quantity: '10' }] });
  const ines = personWith('quality_approver', ids.user('i.carvalho'), ids.site('EWR'));
  const inspection = { site: 'EWR', lots: [lot.code], result: 'fail' as const, checks: [], documents: [] };
  const answer = await recordInspection(context, commandOf(ines, inspection));
  const reviewId = (answer.ok && answer.value.holds[0]?.reviewId) || '';

  expect(await decide(reviewId, 'i.carvalho')).toBe('access.duties-conflict');
  expect(await decide(reviewId, 'd.whitlock')).toBe('allowed');
});

test('who stands in for a colleague decides with what they handed over, and not about what that colleague asked for', async () => {
  const now = Date.now();
  await context.db.insert(delegations).values({
    id: context.newId(),
    fromUserId: ids.user('d.whitlock'),
    toUserId: ids.user('o.haddad'),
    validFrom: new Date(now - 60_000),
    validUntil: new Date(now + 3_600_000),
    reason: 'On leave until tomorrow',
    createdAt: new Date(now),
  });
  const lot = await givenLot(context, ids, { code: 'BEHALF', stock: [{ at: 'EWR/C-01', quantity: '10' }] });
  const dana = personWith('quality_manager', ids.user('d.whitlock'));
  const ruth = personWith('warehouse_lead', ids.user('r.okafor'));
  const decideFor = async (by: Caller) => {
    const { reviewId } = await givenHold({ context, ids }, { lot: lot.id, site: 'EWR', by });
    const standIn = { id: ids.user('d.whitlock'), name: '' };
    return [await decide(reviewId, 'o.haddad'), await decide(reviewId, 'o.haddad', standIn)];
  };
  expect(await decideFor(dana)).toEqual(['access.right-missing', 'access.duties-conflict']);
  expect(await decideFor(ruth)).toEqual(['access.right-missing', 'allowed']);
  const [entry] = await database.sql`
    select actor_name, on_behalf_of_name from audit_entries where action = 'quarantine_review.decided' order by position desc limit 1`;
  expect(entry).toMatchObject({ actor_name: 'Omar Haddad', on_behalf_of_name: 'Dana Whitlock' });
});

test('who decides for one entity does not decide about stock of another that the hold reaches', async () => {
  const [shared, own] = [
    { code: 'SHARED', at: 'CHI/C-01', others: [{ at: 'CHI/C-02', owner: 'MFF', quantity: '1' }] },
    { code: 'OWN', at: 'CHI/C-01', others: [{ at: 'EWR/C-01', owner: 'MFF', quantity: '1' }] },
  ].map(({ code, at, others }) => ({ code, stock: [{ at, owner: 'FTB', quantity: '10' }, ...others] }));
  await context.db.insert(roleGrants).values({
    id: context.newId(),
    userId: ids.user('c.mendes'),
    role: 'quality_approver',
    entityId: ids.entity('FTB'),
    validFrom: new Date(0),
    grantedBy: 'test',
  });
  const decideAbout = async (given: typeof shared) => {
    const { id } = await givenLot(context, ids, given ?? { code: '', stock: [] });
    const { reviewId } = await givenHold({ context, ids }, { lot: id, site: 'CHI' });
    return decide(reviewId, 'c.mendes');
  };
  expect(await decideAbout(shared)).toBe('access.right-missing');
  expect(await decideAbout(own)).toBe('allowed');
});

test('what somebody decided on behalf of a colleague is confirmed by neither, also after the delegation has ended', async () => {
  const now = context.clock.now().getTime();
  const [delegation] = await context.db
    .insert(delegations)
    .values({
      id: context.newId(),
      fromUserId: ids.user('d.whitlock'),
      toUserId: ids.user('i.carvalho'),
      validFrom: new Date(now - 60_000),
      validUntil: new Date(now + 3_600_000),
      reason: 'On leave until tomorrow',
      createdAt: new Date(now),
    })
    .returning();
  const lot = await givenLot(context, ids, { code: 'SENT-BACK', stock: [{ at: 'EWR/C-01', quantity: '10' }] });
  const { reviewId } = await givenHold({ context, ids }, { lot: lot.id, site: 'EWR' });
  const confirm = async (username: string) => {
    const by: Caller = { kind: 'person', id: ids.user(username), name: username, grants: [] };
    const signing = await givenReviewSigning(context, by, reviewId, 'confirm_outcome');
    const answer = await confirmOutcome(context, commandOf(by, { reviewId, reference: 'RMA-1', ...signing }));
    return answer.ok ? 'allowed' : answer.violation.code;
  };

  const standIn = { id: ids.user('d.whitlock'), name: 'Dana Whitlock' };
  expect(await decide(reviewId, 'i.carvalho', standIn, 'return_to_supplier')).toBe('allowed');
  await database.sql`update delegations set ended_at = now(), ended_by = 'test' where id = ${delegation?.id ?? ''}`;
  expect(await confirm('i.carvalho')).toBe('review.second-person-required');
  expect(await confirm('d.whitlock')).toBe('review.second-person-required');
  expect(await confirm('o.haddad')).toBe('allowed');
});
