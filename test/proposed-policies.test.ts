import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { givenContext } from '#test/given/context.ts';
import { aPolicy, decide, givenPolicyStory, outcome, propose } from '#test/given/policy-changes.ts';

const given = await givenPolicyStory();
const { database, context, dana, admin, proposed, limit } = given;
beforeEach(given.begin);
afterAll(() => database.drop());

describe('a proposed policy', () => {
  test.each([
    [{ key: 'mood' }, 'policy.unknown'],
    [{ value: '101' }, 'policy.out-of-range'],
    [{ value: null }, 'policy.cannot-end'],
    [{ value: '70' }, 'policy-change.changes-nothing'],
    [{ scopeKind: 'item' as const, scope: 'NO-SUCH', expectedVersion: 0 }, 'policy.scope-unknown'],
    [{ scopeKind: 'site' as const, scope: null, expectedVersion: 0 }, 'policy.scope-unknown'],
    [{ scopeKind: 'category' as const, scope: 'moonshine', expectedVersion: 0 }, 'policy.scope-unknown'],
    [{ scopeKind: 'jurisdiction' as const, scope: 'Utopia', expectedVersion: 0 }, 'policy.scope-unknown'],
    [{ scope: 'EWR' }, 'policy.scope-unknown'],
    [{ effectiveFrom: '2020-01-01T00:00:00Z' }, 'policy.effective-in-past'],
    [{ byLaw: true, expectedVersion: 0 }, 'policy.law-reference-missing'],
    [{ reason: 'because' }, 'reason.too-short'],
  ])('%j is refused: %s', async (more, code) => {
    expect(outcome(await propose(context, dana, aPolicy(more)))).toBe(code);
  });

  test('that would loosen what law asks for is refused, and one that tightens it is not', async () => {
    const years = (value: string, scope: object) =>
      propose(context, dana, aPolicy({ key: 'document_retention_years', value, expectedVersion: 0, ...scope }));
    expect(outcome(await years('1', { scopeKind: 'site', scope: 'EWR' }))).toBe('policy.below-floor');
    expect(outcome(await years('3', { scopeKind: 'site', scope: 'EWR' }))).toBe('proposed');
  });

  test('takes effect when it is due, not before, and ends again', async () => {
    const due = new Date(Date.now() + 86_400_000);
    await decide(context, admin, await proposed(aPolicy({ effectiveFrom: due.toISOString() })), 'approve');
    expect(await limit()).toBe('70');
    expect(await limit(due)).toBe('60');
    const cheese = aPolicy({ scopeKind: 'category', scope: 'cheese', value: '40', expectedVersion: 0 });
    await decide(context, admin, await proposed(cheese), 'approve');
    expect(await limit(new Date(), { category: 'cheese' })).toBe('40');
    const end = aPolicy({ scopeKind: 'category', scope: 'cheese', value: null, expectedVersion: 1 });
    await decide(context, admin, await proposed(end), 'approve');
    expect(await limit(new Date(), { category: 'cheese' })).toBe('70');
  });

  test('whose instant has passed when it is approved takes effect then, and changes no past', async () => {
    const changeId = await proposed(aPolicy({ effectiveFrom: new Date(Date.now() + 60_000).toISOString() }));
    const nextDay = new Date(Date.now() + 86_400_000);
    const later = givenContext(database.db, nextDay);
    const answer = await decide(later, admin, changeId, 'approve');
    expect(answer).toMatchObject({ ok: true, value: { effectiveFrom: nextDay.toISOString() } });
    expect(await limit(new Date(nextDay.getTime() - 1))).toBe('70');
  });
});

test('a floor that law sets is proposed with its law, and holds below from its approval on', async () => {
  await decide(
    context,
    admin,
    await proposed(aPolicy({ scopeKind: 'category', scope: 'cheese', value: '90', expectedVersion: 0 })),
    'approve',
  );
  const law = aPolicy({ byLaw: true, lawReference: 'Act 7, section 3', value: '55', expectedVersion: 0 });
  await decide(context, admin, await proposed(law), 'approve');
  expect(await limit(new Date(), { category: 'cheese' })).toBe('55');
});

test('a reason code is proposed, approved and from then on there for everybody', async () => {
  const code = { list: 'hold' as const, code: 'broken_seal', label: 'Seal broken', active: true, requiresNote: false };
  const asked = { subject: 'reason_code' as const, ...code, expectedVersion: 0, reason: 'Asked for by the docks' };
  expect(outcome(await decide(context, admin, await proposed(asked), 'approve'))).toBe('approved');
  expect(await database.sql`select label, version from reason_codes where code = 'broken_seal'`).toEqual([
    { label: 'Seal broken', version: 1 },
  ]);
  expect(outcome(await propose(context, dana, { ...asked, expectedVersion: 1 }))).toBe('policy-change.changes-nothing');
  expect(outcome(await propose(context, dana, { ...asked, code: 'Broken Seal' }))).toBe('reason-code.malformed');
});
