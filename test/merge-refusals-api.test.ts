import { afterAll, describe, expect, test } from 'vitest';
import { givenMerges } from '#test/given/merges.ts';

const given = await givenMerges();
const { api, people, calls, givenSupplier, versionOf, proposeMerge, merged, received, refusedWith } = given;
afterAll(() => given.stop());

describe('a merge is refused', () => {
  test('where it would free goods, lead in two steps, or go into itself', async () => {
    const [one, two, three] = [await givenSupplier(), await givenSupplier(), await givenSupplier()];
    expect(refusedWith(await proposeMerge(one, one))).toBe('merge.same-record');
    await calls.post(`/parties/${two}/block`, people.dana, { reason: 'The authority has closed its plant' });
    expect(refusedWith(await proposeMerge(two, one))).toBe('merge.blocked');
    await merged(one, two);
    await calls.post(`/parties/${three}/block`, people.dana, { reason: 'The authority has closed its plant' });
    expect(refusedWith(await proposeMerge(two, three))).toBe('merge.has-merged');
    expect(refusedWith(await proposeMerge(await givenSupplier(), one))).toBe('record.merged');
    expect(refusedWith(await calls.change(people.sara, 'party', one, { name: 'Renamed' }))).toBe('record.merged');
    const again = await calls.post(`/parties/${one}/block`, people.dana, {
      reason: 'The authority has closed its plant',
    });
    expect(again.body.code).toBe('record.merged');
  });

  test('where a local override could not go over', async () => {
    const [stays, goes] = [await givenSupplier(), await givenSupplier({ overridable: ['name'] })];
    const own = {
      kind: 'override',
      of: 'party',
      record: goes,
      entity: null,
      site: 'EWR',
      field: 'name',
      value: 'Twin here',
    };
    const overridden = await calls.propose(people.sara, own);
    await calls.decide(people.omar, overridden.body.proposalId);
    expect(refusedWith(await proposeMerge(goes, stays))).toBe('merge.override-differs');
  });

  test('once either record has changed, or was merged otherwise meanwhile; what was proposed of either before is proposed anew', async () => {
    const [stays, goes, other] = [await givenSupplier(), await givenSupplier(), await givenSupplier()];
    const [first, second] = [await proposeMerge(goes, stays), await proposeMerge(goes, other)];
    const change = await calls.change(people.sara, 'party', goes, { name: 'Renamed meanwhile' });
    const ofStays = await calls.change(people.sara, 'party', stays, { name: 'Renamed as well' });
    const decided = await Promise.all([
      calls.decide(people.omar, first.body.proposalId),
      calls.decide(people.dana, second.body.proposalId),
    ]);
    expect(decided.map(({ body }) => body.code ?? body.state).sort()).toEqual(['approved', 'proposal.record-changed']);
    expect((await calls.decide(people.omar, change.body.proposalId)).body.code).toBe('proposal.record-changed');
    const late = await calls.decide(people.omar, ofStays.body.proposalId);
    const [row] = await api.database.sql`
      select kept.code from parties gone join parties kept on kept.id = gone.merged_into where gone.code = ${goes}`;
    expect(late.body.code ?? late.body.state).toBe(row?.code === stays ? 'proposal.record-changed' : 'approved');
  });
});

test('of deliveries under way while two become one, none makes a second lot, and all are there in the end', async () => {
  const [stays, goes] = [await givenSupplier(), await givenSupplier()];
  const { body } = await proposeMerge(goes, stays);
  const signingId = await calls.sign(people.omar, body.proposalId);
  const deliveries = Array.from({ length: 6 }, async () => {
    try {
      return await received(goes, 'RACED-1');
    } catch {
      // Sent back by the merge: its sender tries again.
      return await received(goes, 'RACED-1');
    }
  });
  const [decided, ...receipts] = await Promise.all([
    calls.decide(people.omar, body.proposalId, 'approve', signingId),
    ...deliveries,
  ]);
  expect(decided.body).toMatchObject({ state: 'approved' });
  expect(new Set(receipts.map(({ lines }) => lines[0]?.lotId)).size).toBe(1);
  expect(await received(stays, 'RACED-1')).toMatchObject({
    lines: [{ newLot: false, lotId: receipts[0]?.lines[0]?.lotId }],
  });
});

test('a merge is taken back by a second proposal, with a second signature', async () => {
  const [stays, goes] = [await givenSupplier(), await givenSupplier()];
  await merged(goes, stays);
  const separate = async (code: string) =>
    await calls.propose(people.sara, { kind: 'party', action: 'separate', code, version: await versionOf(code) });
  expect(refusedWith(await separate(stays))).toBe('merge.not-merged');
  const proposed = await separate(goes);
  expect(await received(goes)).toMatchObject({ supplier: stays });
  expect((await calls.decide(people.omar, proposed.body.proposalId)).body).toMatchObject({ state: 'approved' });
  const after = await received(goes);
  expect(after).toMatchObject({ supplier: goes });
  expect(after).not.toHaveProperty('supplierNamedAs');
  const [told] = await api.database.sql`
    select before, after from audit_entries where action = 'party.separated' order by position desc limit 1`;
  expect(told).toMatchObject({ before: { mergedInto: stays }, after: { mergedInto: null } });
});
