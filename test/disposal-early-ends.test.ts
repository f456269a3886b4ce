import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Caller } from '#domain/caller.ts';
import { code, type DisposalPlay, givenDisposals, reason } from '#test/given/disposal-play.ts';
import { askDisposal, disposalHistory, disposalOf, givenDocument, signedDisposal } from '#test/given/disposals.ts';
import { stockOf } from '#test/given/lots.ts';
import { givenRole } from '#test/given/stand-ins.ts';
import { ask, givenPolicy, tasksOf, until } from '#test/given/workflow.ts';

let play: DisposalPlay;
beforeAll(async () => {
  play = await givenDisposals();
});
afterAll(() => play.given.stop());

const endEarly: DisposalPlay['endEarly'] = (...asked) => play.endEarly(...asked);
const extend = async (disposalId: string, days: number, by: Caller = play.dana, signed = true) =>
  await askDisposal(play.given, 'extend', by, disposalId, {
    until: new Date(Date.now() + days * 86_400_000).toISOString(),
    reason: 'The contractor comes a week later',
    ...(signed && { signingId: await signedDisposal(play.given.context, by, disposalId) }),
  });

test('ended early, the rest stays held and is decided about at once, and what is gone is certified with its papers', async () => {
  const { ines, decided, approve, destroy, witness, paper, gone, given } = play;
  const hold = await decided();
  const { disposalId, lotId } = hold;
  await approve(disposalId);
  expect(code(await endEarly(disposalId))).toBe('disposal.nothing-destroyed');
  await destroy(disposalId, '25');
  expect(code(await endEarly(disposalId))).toBe('disposal.runs-pending');
  await witness(disposalId);

  const ended = await endEarly(disposalId);
  expect(ended).toMatchObject({
    ok: true,
    value: {
      state: 'destroyed',
      quantity: { destroyed: '25', givenBack: '15', left: '0' },
      origin: { standing: { state: 'open' } },
    },
  });
  expect(await stockOf(given.context, lotId)).toEqual(['EWR/DOCK-IN MFF approved 15']);
  expect(await tasksOf(given.context, disposalId)).toContain('add_destruction_papers open');
  expect(code(await destroy(disposalId, '15'))).toBe('disposal.nothing-left');

  // Its review goes on while the papers are awaited, and may lead to another disposal of the same hold.
  await until(async () => (await ask(given, 'decide', ines, hold, { outcome: 'dispose', reason })).ok);
  const rest = await disposalOf(given.context, hold.reviewId);
  expect(rest).not.toBe(disposalId);
  expect(await paper(disposalId)).toMatchObject({
    value: { state: 'closed', certificateNumber: expect.stringMatching(/^CD-/) },
  });
  await approve(rest);
  await destroy(rest, '15');
  await witness(rest);
  expect(await paper(rest)).toMatchObject({ value: { state: 'closed', origin: { standing: { state: 'closed' } } } });
  expect([await gone(lotId, 'disposed'), await stockOf(given.context, lotId)]).toEqual(['40', []]);
  expect(await disposalHistory(given.context, disposalId)).toEqual(
    expect.arrayContaining(['ended_early', 'destroyed', 'closed']),
  );
});

test('what was given back may be lifted while the papers of the rest are awaited', async () => {
  const { ines, decided, approve, destroy, witness, paper, given } = play;
  const hold = await decided();
  await approve(hold.disposalId);
  await destroy(hold.disposalId, '25');
  await witness(hold.disposalId);
  await endEarly(hold.disposalId);
  await until(async () => (await ask(given, 'decide', ines, hold, { outcome: 'lift', reason })).ok);
  expect(await paper(hold.disposalId)).toMatchObject({ value: { state: 'closed' } });
  expect(await stockOf(given.context, hold.lotId)).toEqual(['EWR/DOCK-IN MFF approved 15']);
});

test('nobody who decided or destroyed ends it early, and who did so destroys nothing of it afterwards', async () => {
  const { dana, ines, ruth, decided, approve, destroy, witness, given } = play;
  for (const by of [ines, ruth]) await givenRole(given.context, by, 'quality_manager');
  const hold = await decided();
  await approve(hold.disposalId);
  await destroy(hold.disposalId, '25');
  await witness(hold.disposalId);
  for (const by of [ines, ruth]) expect(code(await endEarly(hold.disposalId, by))).toBe('access.duties-conflict');
  expect(code(await endEarly(hold.disposalId, play.omar))).toBe('access.right-missing');
  expect(code(await endEarly(hold.disposalId, dana, 'burnt'))).toBe('reason.too-short');
  expect(code(await endEarly(hold.disposalId))).toBe('allowed');
  await until(async () => (await ask(given, 'decide', ines, hold, { outcome: 'dispose', reason })).ok);
  const rest = await disposalOf(given.context, hold.reviewId);
  await approve(rest, given.person('d.whitlock'));
  expect(code(await destroy(rest, '15', dana))).toBe('access.duties-conflict');
});

test('a disposal is extended with a signature and within the limit: its tasks and its workflow move along', async () => {
  const { omar, decided, given } = play;
  const jam = { kind: 'item', key: given.ids.item('FIG-JAM') } as const;
  await givenPolicy(given, 'disposal_extension_max_days', '10', jam);
  const { disposalId } = await decided({ item: 'FIG-JAM' });
  expect(code(await extend(disposalId, 9, omar))).toBe('access.right-missing');
  expect(code(await extend(disposalId, 1))).toBe('disposal.extension-not-later');
  expect(code(await extend(disposalId, 11))).toBe('disposal.extension-too-long');
  expect(code(await extend(disposalId, 9, undefined, false))).toBe('signature.required');
  const extended = await extend(disposalId, 9);
  const dueAt = extended.ok ? extended.value.dueAt : '';
  expect(Date.parse(dueAt)).toBeGreaterThan(Date.now() + 8 * 86_400_000);
  const [task] = await given.database.sql`select due_at from tasks where subject_id = ${disposalId} and state = 'open'`;
  expect(task?.due_at.toISOString()).toBe(dueAt);
  const followed = await given.client.workflow.getHandle(`disposal-${disposalId}`).query<{ dueAt: string }>('disposal');
  expect(followed).toMatchObject({ dueAt, reminders: 0 });
  expect(await disposalHistory(given.context, disposalId)).toEqual(['opened', 'signature.given', 'extended']);
});

test('each booked run is proved, by a paper about it or one about all', async () => {
  const { ruth, decided, approve, destroy, witness, given } = play;
  const { disposalId } = await decided();
  await approve(disposalId);
  for (const quantity of ['25', '15']) {
    await destroy(disposalId, quantity);
    await witness(disposalId);
  }
  const runs = await given.database.sql`select id from destructions where disposal_id = ${disposalId} order by run`;
  const proved = [];
  for (const { id: destructionId } of runs) {
    const paper = { kind: 'certificate_of_destruction' as const, documentId: await givenDocument(given.context) };
    const answer = await askDisposal(given, 'addPaper', ruth, disposalId, { ...paper, destructionId });
    proved.push(answer.ok ? [answer.value.state, ...answer.value.papersMissing] : answer.violation.code);
  }
  expect(proved).toEqual([['destroyed', 'certificate_of_destruction'], ['closed']]);
});
