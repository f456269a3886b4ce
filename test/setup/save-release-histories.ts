import { afterAll, beforeAll, test } from 'vitest';
import { releasesInEngine } from '#db/queries/releases-in-engine.ts';
import type { Caller } from '#domain/caller.ts';
import { type GivenReviews, givenReviews } from '#test/given/engine.ts';
import { type GivenRelease, givenRelease, givenSpecifications } from '#test/given/release.ts';
import { askRelease, enterResults, passing } from '#test/given/release-steps.ts';
import { givenPolicy, tasksOf, until, untilStarted } from '#test/given/workflow.ts';
import { standingSignal } from '#workflows/release-approval.messages.ts';
import { saveHistory } from './save-history.ts';

/** Not a test: plays one release of each kind through the real engine and saves its history, as `save-histories.ts` does reviews. */
let given: GivenReviews;
let dana: Caller;
let ines: Caller;

beforeAll(async () => {
  given = await givenReviews();
  dana = given.person('d.whitlock');
  ines = given.person('i.carvalho');
  const salmon = { kind: 'item', key: given.ids.item('SALMON') } as const;
  await givenPolicy(given, 'release_remind_after_minutes', '0.002', salmon);
  await givenPolicy(given, 'release_escalate_after_minutes', '0.004', salmon);
  await givenPolicy(given, 'release_due_after_minutes', '0.006', salmon);
  await givenPolicy(given, 'release_approvals', '2', { kind: 'item', key: given.ids.item('GC-CUP') });
  await givenSpecifications(given, 'GC-BULK', 'GC-CUP', 'SALMON');
  await given.workers();
});
afterAll(() => given.stop());

const reason = 'The pallet smells of diesel, see the photo';

const releases: Record<string, () => Promise<GivenRelease>> = {
  'approved-by-two-in-parts': async () => {
    const release = await givenRelease(given, { item: 'GC-CUP' });
    await enterResults(given, release, passing);
    const part = { from: 'C-01', to: 'C-02', quantity: '10', unit: 'each' };
    await askRelease(given, 'approve', dana, release, { part });
    await askRelease(given, 'approve', ines, release, {});
    await askRelease(given, 'approve', dana, release, {});
    await askRelease(given, 'approve', dana, release, {});
    await askRelease(given, 'approve', ines, release, {});
    return release;
  },
  'extended-then-approved': async () => {
    const release = await givenRelease(given);
    const until = new Date(Date.now() + 10 * 86_400_000).toISOString();
    await askRelease(given, 'extend', ines, release, { until, reason: 'The laboratory answers on Tuesday' });
    await enterResults(given, release, passing);
    await askRelease(given, 'approve', dana, release, {});
    return release;
  },
  rejected: async () => {
    const release = await givenRelease(given);
    await askRelease(given, 'approve', dana, release, {});
    await askRelease(given, 'reject', dana, release, { reason });
    return release;
  },
  'reminded-escalated-held': async () => {
    const release = await givenRelease(given, { item: 'SALMON' });
    await untilStarted(given.context, release.workflowId);
    return release;
  },
  'urgent-then-told-of-its-results': async () => {
    const release = await givenRelease(given);
    await askRelease(given, 'releaseUrgently', dana, release, { reason });
    await enterResults(given, release, passing);
    const [kept] = await releasesInEngine(given.context.db, [release.releaseId]);
    if (!kept) throw new Error('It is gone');
    await given.client.workflow.getHandle(release.workflowId).signal(standingSignal, kept.standing);
    return release;
  },
  'cancelled-in-the-engine-then-settled': async () => {
    const release = await givenRelease(given);
    await untilStarted(given.context, release.workflowId);
    await given.client.workflow.getHandle(release.workflowId).cancel();
    await until(async () => (await tasksOf(given.context, release.releaseId)).includes('settle_exception open'));
    await askRelease(given, 'settleException', dana, release, { reason });
    await askRelease(given, 'reject', dana, release, { reason });
    return release;
  },
};

test.each(Object.entries(releases))('%s', async (name, play) => {
  const { workflowId } = await play();
  await saveHistory(given.client, `release-approval-${name}`, workflowId);
});
