import { afterAll, beforeAll, expect, test } from 'vitest';
import { delegations } from '#db/schema/access.ts';
import { roleGrants } from '#db/schema/people.ts';
import type { Caller } from '#domain/caller.ts';
import type { OperationContext } from '#operations/context.ts';
import { decideQuarantineReview } from '#operations/decide-quarantine-review.ts';
import { givenContext } from '#test/given/context.ts';
import { commandOf } from '#test/given/lots.ts';
import { givenStory, type StoryIds } from '#test/given/master-data.ts';
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

/** A decision that has travelled through the engine: what is known of who asked is who they are. */
const decideAs = async (by: Caller, reviewId: string, between: () => Promise<unknown> = async () => {}) => {
  const signing = await givenReviewSigning(context, by, reviewId, 'decide');
  await between();
  const reason = 'Re-test of five units passed on every count';
  const answer = await decideQuarantineReview(
    context,
    commandOf(by, { reviewId, outcome: 'lift' as const, reason, ...signing }),
  );
  return answer.ok ? 'allowed' : answer.violation.code;
};
const person = (username: string, more: Partial<Caller> = {}): Caller => ({
  ...{ kind: 'person', id: ids.user(username), name: username, grants: [] },
  ...more,
});

test('a grant that ends between the request and the decision lets nothing go', async () => {
  const { reviewId } = await givenHold({ context, ids });
  const [grant] = await context.db
    .insert(roleGrants)
    .values({
      id: context.newId(),
      userId: ids.user('c.mendes'),
      role: 'quality_approver',
      validFrom: new Date(0),
      grantedBy: 'test',
    })
    .returning();
  const end = () => database.sql`update role_grants set valid_until = now() where id = ${grant?.id ?? ''}`;
  expect(await decideAs(person('c.mendes'), reviewId, end)).toBe('access.right-missing');
  await database.sql`update role_grants set valid_until = null where id = ${grant?.id ?? ''}`;
  expect(await decideAs(person('c.mendes'), reviewId)).toBe('allowed');
});

test('nor does a delegation that ends meanwhile, or whose giver has lost what they handed over', async () => {
  const { reviewId } = await givenHold({ context, ids });
  const now = context.clock.now().getTime();
  const onBehalfOf = { id: ids.user('d.whitlock'), name: 'Dana Whitlock' };
  const standIn = person('o.haddad', { onBehalfOf });
  const [delegation] = await context.db
    .insert(delegations)
    .values({
      id: context.newId(),
      fromUserId: onBehalfOf.id,
      toUserId: ids.user('o.haddad'),
      validFrom: new Date(now - 60_000),
      validUntil: new Date(now + 3_600_000),
      reason: 'On leave until tomorrow',
      createdAt: new Date(now),
    })
    .returning();
  const id = delegation?.id ?? '';
  const ends = () => database.sql`update delegations set ended_at = now(), ended_by = 'test' where id = ${id}`;
  const lost = () => database.sql`update role_grants set valid_until = now() where user_id = ${onBehalfOf.id}`;
  expect(await decideAs(standIn, reviewId, ends)).toBe('access.right-missing');
  await database.sql`update delegations set ended_at = null, ended_by = null where id = ${id}`;
  expect(await decideAs(standIn, reviewId, lost)).toBe('access.right-missing');
  await database.sql`update role_grants set valid_until = null where user_id = ${onBehalfOf.id}`;
  expect(await decideAs(standIn, reviewId)).toBe('allowed');
});

test('a grant for a site and a category and one for an entity do not make a third', async () => {
  const dairy = await givenHold({ context, ids }, { site: 'EWR' });
  for (const scope of [{ siteId: ids.site('EWR'), category: 'dry' }, { entityId: ids.entity('FTB') }])
    await context.db.insert(roleGrants).values({
      id: context.newId(),
      userId: ids.user('h.sokol'),
      role: 'quality_approver',
      validFrom: new Date(0),
      grantedBy: 'test',
      ...scope,
    });
  // Cheese of MFF at Newark: neither dry nor of FTB.
  expect(await decideAs(person('h.sokol'), dairy.reviewId)).toBe('access.right-missing');
  const stock = [{ at: 'EWR/DOCK-IN', quantity: '40' }];
  const dry = await givenHold({ context, ids }, { site: 'EWR', item: 'CRISP', stock });
  expect(await decideAs(person('h.sokol'), dry.reviewId)).toBe('allowed');
});
