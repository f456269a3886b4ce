import { afterAll, beforeAll, test } from 'vitest';
import { disposalProcess } from '#domain/processes.ts';
import { type DisposalPlay, givenDisposals, reason } from '#test/given/disposal-play.ts';
import { askDisposal, disposalHistory, signedDisposal } from '#test/given/disposals.ts';
import { givenPolicy, until } from '#test/given/workflow.ts';
import { saveHistory } from './save-history.ts';

/** Not a test: plays a disposal of each kind through the real engine and saves its history, as `save-histories.ts` does. */
let play: DisposalPlay;
beforeAll(async () => {
  play = await givenDisposals();
});
afterAll(() => play.given.stop());

const stories: Record<string, () => Promise<string>> = {
  'in-two-runs': async () => {
    const { disposalId } = await play.decided();
    await play.approve(disposalId, play.ines);
    await play.approve(disposalId);
    for (const quantity of ['25', '15']) {
      await play.destroy(disposalId, quantity);
      await play.witness(disposalId);
    }
    await play.paper(disposalId);
    return disposalId;
  },
  'extended-ended-early': async () => {
    const { disposalId } = await play.decided();
    await askDisposal(play.given, 'extend', play.dana, disposalId, {
      until: new Date(Date.now() + 9 * 86_400_000).toISOString(),
      reason: 'The contractor comes a week later',
      signingId: await signedDisposal(play.given.context, play.dana, disposalId),
    });
    await play.approve(disposalId);
    await play.destroy(disposalId, '25');
    await play.witness(disposalId);
    await play.endEarly(disposalId);
    await play.paper(disposalId);
    return disposalId;
  },
  'reminded-escalated-withdrawn': async () => {
    const jam = { kind: 'item', key: play.given.ids.item('FIG-JAM') } as const;
    await givenPolicy(play.given, 'disposal_remind_after_minutes', '0.004', jam);
    await givenPolicy(play.given, 'disposal_escalate_after_minutes', '0.008', jam);
    const { disposalId } = await play.decided({ item: 'FIG-JAM' });
    await until(async () => (await disposalHistory(play.given.context, disposalId)).includes('exception_raised'));
    await askDisposal(play.given, 'withdraw', play.dana, disposalId, { reason });
    return disposalId;
  },
};

test.each(Object.entries(stories))('disposal-%s', async (name, tell) => {
  const disposalId = await tell();
  await saveHistory(play.given.client, `disposal-${name}`, disposalProcess.workflowId(disposalId));
});

test('quarantine-review-disposed-by-a-disposal', async () => {
  const { disposalId, workflowId } = await play.decided();
  await play.approve(disposalId);
  await play.destroy(disposalId, '40');
  await play.witness(disposalId);
  await play.paper(disposalId);
  await saveHistory(play.given.client, 'quarantine-review-disposed-by-a-disposal', workflowId);
});
