import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { password } from '#test/given/api.ts';
import { type GivenReviewsApi, givenReviewsApi } from '#test/given/reviews-api.ts';
import { historyOf } from '#test/given/workflow.ts';

let given: GivenReviewsApi;
let ines: string;

beforeAll(async () => {
  given = await givenReviewsApi();
  await given.api.person('ines', [{ role: 'quality_approver', site: 'EWR' }]);
  ines = await given.api.signIn('ines');
});
afterAll(() => given.stop());

const reason = 'Re-test of five units passed on every count';
const lift = (reviewIds: readonly string[]) => reviewIds.map((reviewId) => ({ reviewId, outcome: 'lift', reason }));
const decide = (body: unknown, key?: string) => given.post('quarantine-reviews/decisions', ines, body, key);

/** Reads every review and signs for all of them with one password. */
async function signFor(reviewIds: readonly string[], token = ines): Promise<string> {
  const subjects = await Promise.all(
    reviewIds.map(async (id) => {
      const { body } = await given.api.call('GET', `/v1/quarantine-reviews/${id}`, { token });
      return { kind: 'quarantine_review', id, shownHash: (body.toSign as { hash: string }).hash };
    }),
  );
  const { body } = await given.post('signings', token, { password, meaning: 'approval', subjects });
  return String(body.signingId);
}

describe('deciding about many reviews at once', () => {
  test('gives each a decision and a signature of its own, and answers each by itself', async () => {
    const holds = await Promise.all([given.held(), given.held(), given.held(), given.held()]);
    const [first = '', second = '', changed = '', last = ''] = holds.map(({ reviewId }) => reviewId);
    const reviewIds = [first, second, changed, last];
    const signingId = await signFor(reviewIds);
    await given.post(`quarantine-reviews/${changed}/evidence`, ines, { kind: 'note', note: 'The log shows a gap' });
    const short = { reviewId: second, outcome: 'lift', reason: 'fine' };
    const decisions = [...lift([first]), short, ...lift([changed, last, randomUUID()])];

    const answer = await decide({ signingId, decisions });
    expect(answer).toMatchObject({ status: 200, body: { decided: 2, refused: 3 } });
    const rows = answer.body.items as { ok: boolean; status: number; code?: string; answer?: { state: string } }[];
    expect(rows.map(({ status, code, answer: done }) => [status, code ?? done?.state])).toEqual([
      [200, 'closed'],
      [422, 'reason.too-short'],
      [409, 'signature.shown-changed'],
      [200, 'closed'],
      [404, 'review.unknown'],
    ]);
    const signed = await given.api.database.sql`
      select subject_id as id from signatures where signing_id = ${signingId} order by subject_id`;
    expect(signed.map(({ id }) => id)).toEqual([first, last].sort());
    expect(await historyOf(given.context, second)).toEqual(['opened']);
  });

  test('sent again under its key, decided rows answer the same, and what was refused is tried again', async () => {
    const [one, two] = await Promise.all([given.held(), given.held()]);
    const reviewIds = [one.reviewId, two.reviewId];
    const body = { signingId: await signFor(reviewIds), decisions: lift(reviewIds) };
    await given.api.database.sql.unsafe(`
      create function not_yet() returns trigger language plpgsql as $$ begin raise exception 'not yet'; end $$;
      create trigger not_yet before update on holds for each row
        when (old.id = '${two.holdId}') execute function not_yet()`);
    const key = randomUUID();
    const first = await decide(body, key);
    expect(first.body).toMatchObject({ decided: 1, refused: 1, items: [{ ok: true }, { code: 'engine.unavailable' }] });
    await given.api.database.sql`drop trigger not_yet on holds`;

    const again = await decide(body, key);
    expect(again.body).toMatchObject({ decided: 2, refused: 0 });
    expect((again.body.items as unknown[])[0]).toEqual((first.body.items as unknown[])[0]);
    expect(await historyOf(given.context, one.reviewId)).toEqual(['opened', 'decided', 'closed']);
    expect(await historyOf(given.context, two.reviewId)).toEqual(['opened', 'exception_raised', 'decided', 'closed']);
    const other = await decide(
      { ...body, decisions: body.decisions.map((row) => ({ ...row, outcome: 'dispose' })) },
      key,
    );
    expect(other.body).toMatchObject({ decided: 0, items: [{ code: 'idempotency.key-reused' }, {}] });
  });

  test('is for some and not too many, each once', async () => {
    const signingId = randomUUID();
    const many = lift(Array.from({ length: 101 }, () => randomUUID()));
    const twice = lift([many[0]?.reviewId ?? '', many[0]?.reviewId ?? '']);
    for (const decisions of [[], many, twice])
      expect(await decide({ signingId, decisions })).toMatchObject({
        status: 400,
        body: { code: 'request.malformed' },
      });
  });
});
