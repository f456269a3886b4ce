import { afterAll, beforeAll, expect, test } from 'vitest';
import { approveRelease } from '#operations/approve-release.ts';
import { type GivenReviews, givenReviews } from '#test/given/engine.ts';
import { personWith } from '#test/given/master-data.ts';
import { givenRelease, givenSpecifications, releaseHistoryOf } from '#test/given/release.ts';
import { askRelease, decideRelease, enterResults, failing, passing } from '#test/given/release-steps.ts';
import { until, untilStarted } from '#test/given/workflow.ts';

let given: GivenReviews;

beforeAll(async () => {
  given = await givenReviews();
  await givenSpecifications(given, 'GC-BULK');
  await given.workers({ reconcile: { everyMilliseconds: 50, graceMilliseconds: 0 } });
});
afterAll(() => given.stop());

const runOf = (workflowId: string) => given.client.workflow.getHandle(workflowId);

test('a release whose results failed, or that was decided beside its workflow, ends its run', async () => {
  const failed = await givenRelease(given);
  await untilStarted(given.context, failed.workflowId);
  await enterResults(given, failed, failing);
  expect(await runOf(failed.workflowId).result()).toMatchObject({ state: 'failed' });

  const approved = await givenRelease(given);
  await untilStarted(given.context, approved.workflowId);
  await enterResults(given, approved, passing);
  const dana = personWith('quality_manager', given.ids.user('d.whitlock'));
  await decideRelease(given, approveRelease, dana, { releaseId: approved.releaseId });
  expect(await runOf(approved.workflowId).result()).toMatchObject({ state: 'approved' });
});

test('an open release whose workflow somebody ended in the engine is reported once', async () => {
  const { releaseId, workflowId } = await givenRelease(given);
  await untilStarted(given.context, workflowId);
  await runOf(workflowId).terminate('by mistake');
  const raised = async () =>
    (await releaseHistoryOf(given, releaseId)).filter((action) => action === 'exception_raised').length;
  await until(async () => (await raised()) > 0);
  expect(await raised()).toBe(1);
});

test('an open release that the engine has forgotten is started again from where its table says that it stands', async () => {
  const release = await givenRelease(given);
  const { releaseId, workflowId } = release;
  await untilStarted(given.context, workflowId);
  const forgotten = `${workflowId}-lost`;
  await given.database.sql`update outbox set workflow_id = ${forgotten} where workflow_id = ${workflowId}`;
  await given.database.sql`update release_approvals set workflow_id = ${forgotten} where id = ${releaseId}`;
  await until(async () => {
    return await runOf(forgotten)
      .describe()
      .then(
        () => true,
        () => false,
      );
  });
  const dana = given.person('d.whitlock');
  await enterResults(given, release, passing);
  const approved = await askRelease(given, 'approve', dana, { releaseId, workflowId: forgotten }, {});
  expect(approved).toMatchObject({ ok: true, value: { state: 'approved' } });
});
