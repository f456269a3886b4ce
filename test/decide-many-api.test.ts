import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { password } from '#test/given/api.ts';
import { readStoryIds, type StoryIds } from '#test/given/master-data.ts';
import { givenRelease, givenSpecifications } from '#test/given/release.ts';
import { enterResults, passing } from '#test/given/release-steps.ts';
import { type GivenReviewsApi, givenReviewsApi } from '#test/given/reviews-api.ts';

let given: GivenReviewsApi;
let ids: StoryIds;
let dana: string;
let sam: string;
let carl: string;

beforeAll(async () => {
  given = await givenReviewsApi();
  ids = await readStoryIds(given.context);
  await givenSpecifications(given, 'GC-BULK');
  await given.api.person('dana', [{ role: 'quality_manager' }]);
  await given.api.person('ines', [{ role: 'quality_approver', site: 'EWR' }]);
  await given.api.person('sam', [{ role: 'master_data_steward' }]);
  dana = await given.api.signIn('dana');
  await given.api.person('carl', [{ role: 'customer_service' }]);
  sam = await given.api.signIn('sam');
  carl = await given.api.signIn('carl');
});
afterAll(() => given.stop());

const reason = 'Compared with the statement of the supplier';
type Row = { ok: boolean; status: number; code?: string; answer?: { state: string } };
const rowsOf = ({ body }: { body: Record<string, unknown> }) =>
  (body.items as Row[]).map(({ status, code, answer }) => [status, code ?? answer?.state]);

/** Reads each record and signs for all of them with one password. */
async function signFor(kind: string, path: string, recordIds: readonly string[], token = dana): Promise<string> {
  const subjects = await Promise.all(
    recordIds.map(async (id) => {
      const { body } = await given.api.call('GET', `/v1/${path}/${id}`, { token });
      return { kind, id, shownHash: (body.toSign as { hash: string }).hash };
    }),
  );
  const { body } = await given.post('signings', token, { password, meaning: 'approval', subjects });
  return String(body.signingId);
}
const signedWith = async (signingId: string) =>
  (await given.api.database.sql`select subject_id as id from signatures where signing_id = ${signingId}`).map(
    ({ id }) => String(id),
  );
const ready = async () => {
  const release = await givenRelease({ context: given.context, ids });
  const entered = await enterResults({ context: given.context, ids }, release, passing);
  if (!entered.ok) throw new Error(JSON.stringify(entered.violation));
  return release.releaseId;
};

describe('many approvals with one proof', () => {
  test('of releases: a signature and an outcome for each, and the same again under the same key', async () => {
    const [first, changed, last] = [await ready(), await ready(), await ready()];
    const signingId = await signFor('release_approval', 'release-approvals', [first, changed, last]);
    const again = [{ characteristic: 'Temperature', sample: 1, value: '4.5' }];
    await enterResults({ context: given.context, ids }, { releaseId: changed }, again, { note: 'Read again' });
    const approvals = [first, changed, last, randomUUID()].map((releaseId) => ({ releaseId }));
    const key = randomUUID();
    // Two of the same at once: one carries each decision, the other finds it.
    const [answer, other] = await Promise.all([
      given.post('release-approvals/approvals', dana, { signingId, approvals }, key),
      given.post('release-approvals/approvals', dana, { signingId, approvals }, key),
    ]);
    expect(answer).toMatchObject({ status: 200, body: { decided: 2, refused: 2 } });
    expect(rowsOf(answer)).toEqual([
      [200, 'approved'],
      [409, 'signature.shown-changed'],
      [200, 'approved'],
      [404, 'release.unknown'],
    ]);
    expect(rowsOf(other)).toEqual(rowsOf(answer));
    expect((await signedWith(signingId)).sort()).toEqual([first, last].sort());
    const repeated = await given.post('release-approvals/approvals', dana, { signingId, approvals }, key);
    expect(rowsOf(repeated)).toEqual(rowsOf(answer));
    const approved = await given.api.database.sql`
      select release_id as id from release_decisions where release_id in ${given.api.database.sql([first, changed, last])}`;
    expect(approved).toHaveLength(2);
  });

  test('of disposals, whoever decided them aside', async () => {
    const ines = await given.api.signIn('ines');
    const opened = async () => {
      const { reviewId } = await given.held();
      const signingId = await signFor('quarantine_review', 'quarantine-reviews', [reviewId], ines);
      const decision = { outcome: 'dispose', reason: 'Listeria found in two of five units', signingId };
      await given.post(`quarantine-reviews/${reviewId}/decision`, ines, decision);
      const { body } = await given.api.call('GET', `/v1/disposals?origin=${reviewId}`, { token: dana });
      return (body.items as { disposalId: string }[])[0]?.disposalId ?? '';
    };
    const disposals = [await opened(), await opened()];
    const signingId = await signFor('disposal', 'disposals', disposals);
    const approvals = disposals.map((disposalId) => ({ disposalId }));
    const answer = await given.post('disposals/approvals', dana, { signingId, approvals });
    expect(rowsOf(answer)).toEqual([
      [200, 'approved'],
      [200, 'approved'],
    ]);
    expect((await signedWith(signingId)).sort()).toEqual([...disposals].sort());
  });

  test('of proposals of master data, some approved and some not, each with a code of its own', async () => {
    const proposed = async (code: string) => {
      const { body: item } = await given.api.call('GET', `/v1/items/${code}`, { token: sam });
      const change = { kind: 'item', action: 'change', code, version: item.version, fields: { shelfLifeDays: 33 } };
      const { body } = await given.post('master-data-proposals', sam, { proposal: change, reason });
      return String(body.proposalId);
    };
    const [one, two, three] = [await proposed('SALMON'), await proposed('BOARD'), await proposed('GC-LOG')];
    const signingId = await signFor('master_data_proposal', 'master-data-proposals', [one, two, three]);
    const decisions = [
      { proposalId: one, outcome: 'approve', reason, reasonCode: 'partner_told' },
      { proposalId: two, outcome: 'reject', reason },
      { proposalId: three, outcome: 'approve', reason, reasonCode: 'retest_passed' },
    ];
    const answer = await given.post('master-data-proposals/decisions', dana, { signingId, decisions });
    expect(rowsOf(answer)).toEqual([
      [200, 'approved'],
      [200, 'rejected'],
      [422, 'reason-code.unknown'],
    ]);
    const { body: page } = await given.api.call('GET', `/v1/master-data-proposals/${one}`, { token: dana });
    expect(page.reasonCodes).toMatchObject([{ action: 'proposal.approved', code: 'partner_told' }]);
    expect((await signedWith(signingId)).sort()).toEqual([one, two].sort());
  });

  test('is for some and not too many, each once, by whoever may', async () => {
    const id = randomUUID();
    const lists = [
      ['release-approvals/approvals', 'approvals', { releaseId: id }],
      ['disposals/approvals', 'approvals', { disposalId: id }],
      ['master-data-proposals/decisions', 'decisions', { proposalId: id, outcome: 'approve', reason }],
    ] as const;
    for (const [path, list, row] of lists) {
      const many = Array.from({ length: 101 }, () => ({ ...row, [Object.keys(row)[0] ?? '']: randomUUID() }));
      for (const rows of [[], many, [row, row]])
        expect(await given.post(path, dana, { signingId: id, [list]: rows }), path).toMatchObject({
          status: 400,
          body: { code: 'request.malformed' },
        });
      expect((await given.post(path, carl, { signingId: id, [list]: [row] })).status, path).toBe(403);
    }
  });
});

test('a decision about many reviews takes the code of its reason', async () => {
  const { reviewId } = await given.held();
  const signingId = await signFor('quarantine_review', 'quarantine-reviews', [reviewId]);
  const decision = { reviewId, outcome: 'lift', reason: 'Re-test passed on every count', reasonCode: 'retest_passed' };
  const answer = await given.post('quarantine-reviews/decisions', dana, { signingId, decisions: [decision] });
  expect(rowsOf(answer)).toEqual([[200, 'closed']]);
  const { body } = await given.api.call('GET', `/v1/quarantine-reviews/${reviewId}`, { token: dana });
  expect(body).toMatchObject({ decision: { reasonCode: 'retest_passed' } });
  expect((body.policies as { key: string }[]).map(({ key }) => key)).toContain('reason_code_required');
});
