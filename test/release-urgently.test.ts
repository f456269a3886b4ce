import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Caller } from '#domain/caller.ts';
import { type GivenReviews, givenReviews } from '#test/given/engine.ts';
import { stockOf } from '#test/given/lots.ts';
import { givenRelease, givenSpecifications } from '#test/given/release.ts';
import { askRelease, enterResults, failing, passing } from '#test/given/release-steps.ts';
import { givenPolicy } from '#test/given/workflow.ts';

let given: GivenReviews;
let dana: Caller; // quality manager of every site
let ines: Caller; // quality approver at Newark

beforeAll(async () => {
  given = await givenReviews();
  dana = given.person('d.whitlock');
  ines = given.person('i.carvalho');
  const salmon = { kind: 'item', key: given.ids.item('SALMON') } as const;
  await givenPolicy(given, 'urgent_release_allowed', false, salmon);
  await givenPolicy(given, 'conditional_release_allowed', false, salmon);
  await givenSpecifications(given, 'GC-BULK', 'SALMON');
  await given.workers();
});
afterAll(() => given.stop());

const reason = 'The customer waits and the supplier is trusted';
const code = (outcome: { ok: true } | { ok: false; violation: { code: string } }) =>
  outcome.ok ? 'allowed' : outcome.violation.code;

describe.concurrent('a release', () => {
  test('before its results is urgent: by its own right, with a reason, and the results owed hold it when they fail', async () => {
    const release = await givenRelease(given);
    expect(code(await askRelease(given, 'releaseUrgently', ines, release, { reason }))).toBe('access.right-missing');
    expect(code(await askRelease(given, 'releaseUrgently', dana, release, { reason: 'now' }))).toBe('reason.too-short');
    const freed = await askRelease(given, 'releaseUrgently', dana, release, { reason });
    expect(freed).toMatchObject({ ok: true, value: { state: 'released_urgently', outcome: 'incomplete' } });
    expect(await stockOf(given.context, release.lotId)).toEqual(['EWR/C-01 MFF approved 40']);
    expect(await enterResults(given, release, failing)).toMatchObject({ ok: true, value: { state: 'failed' } });
    const [hold] = await given.database.sql`select rule, ended_at from holds where lot_id = ${release.lotId}`;
    expect(hold).toEqual({ rule: 'failed_inspection', ended_at: null });
  });

  test('that was urgent is over when the results owed are good', async () => {
    const release = await givenRelease(given);
    await askRelease(given, 'releaseUrgently', dana, release, { reason });
    expect(await enterResults(given, release, passing)).toMatchObject({ ok: true, value: { state: 'approved' } });
  });

  test('is neither urgent nor conditional where policy rules it out', async () => {
    const release = await givenRelease(given, { item: 'SALMON' });
    expect(code(await askRelease(given, 'releaseUrgently', dana, release, { reason }))).toBe(
      'release.urgent-not-allowed',
    );
    await enterResults(given, release, passing);
    expect(code(await askRelease(given, 'approve', dana, release, { useBy: '2030-01-01' }))).toBe(
      'release.conditions-not-allowed',
    );
  });
});
