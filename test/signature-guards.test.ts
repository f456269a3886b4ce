import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { callerById } from '#db/queries/caller-by-id.ts';
import { readReviewFacts } from '#db/queries/shown-review.ts';
import { signatures } from '#db/schema/signatures.ts';
import type { Caller } from '#domain/caller.ts';
import type { ReviewAction } from '#domain/review-actions.ts';
import { reviewMeanings } from '#domain/review-signatures.ts';
import { shownReview } from '#domain/shown-review.ts';
import type { OperationContext } from '#operations/context.ts';
import { takeSignature } from '#operations/take-signature.ts';
import { givenContext } from '#test/given/context.ts';
import { givenStory, type StoryIds } from '#test/given/master-data.ts';
import { givenReviewSigning, givenSigning } from '#test/given/signing.ts';
import { givenHold } from '#test/given/workflow.ts';
import { type GivenDatabase, givenDatabase } from '#test/setup/database.ts';

let database: GivenDatabase;
let context: OperationContext;
let ids: StoryIds;
let ines: Caller;
const now = new Date('2026-11-23T08:00:00Z');

beforeAll(async () => {
  database = await givenDatabase();
  context = givenContext(database.db, now);
  ids = await givenStory(context);
  ines = { kind: 'person', id: ids.user('i.carvalho'), name: 'i.carvalho', grants: [] };
});
afterAll(() => database.drop());

const shown = { number: 'QR-1', quantity: '12.5' };
const newSubject = () => ({ kind: 'trial', id: context.newId() });
const under = (subject: { id: string }) =>
  context.db.select().from(signatures).where(eq(signatures.subjectId, subject.id));

async function sign(signingId: string, subject: { kind: string; id: string }, step?: ReviewAction): Promise<void> {
  const actor = { caller: ines, cause: {}, commandId: `trial ${subject.id}` };
  const facts = step && (await readReviewFacts(context.db, subject.id));
  const reader = await callerById(context.db, ines, now);
  const asked = {
    ...{ signingId, subject },
    meanings: step ? reviewMeanings[step] : (['approval'] as const),
    shown: facts && reader ? shownReview(reader, facts) : shown,
    statement: {},
    policyIds: [],
  };
  expect(await context.db.transaction((tx) => takeSignature(tx, context, actor, asked))).toMatchObject({ ok: true });
}

describe('the database', () => {
  test('keeps signings and signatures as they were given', async () => {
    const subject = newSubject();
    await sign(await givenSigning(context, ines, 'approval', { ...subject, shown }), subject);
    for (const table of ['signings', 'signing_subjects', 'signatures'])
      for (const statement of [`delete from ${table}`, `truncate ${table} cascade`])
        await expect(database.sql.unsafe(statement), statement).rejects.toThrow('append-only');
    await expect(database.sql`update signatures set meaning = 'review'`).rejects.toThrow('append-only');
  });

  test('takes no signature that is not what its signing was for, whoever writes it', async () => {
    const subject = newSubject();
    const signingId = await givenSigning(context, ines, 'approval', { ...subject, shown });
    await sign(signingId, subject);
    const [row] = await under(subject);
    const second = newSubject();
    const another = await givenSigning(context, ines, 'approval', { ...second, shown });
    const write = (change: object) =>
      context.db
        .insert(signatures)
        // The row was read a moment ago.
        .values({
          ...(row as typeof signatures.$inferSelect),
          id: context.newId(),
          signingId: another,
          subjectId: second.id,
          digest: context.newId(),
          ...change,
        });
    const wrong = [
      { signedBy: ids.user('d.whitlock') },
      { meaning: 'review' as const },
      { method: 'oidc' as const },
      { signedAt: new Date(now.getTime() + 300_000) },
      { signedAt: new Date(now.getTime() - 1) },
      { subjectId: subject.id },
      { shown: '{}' },
    ];
    for (const change of wrong) await expect(write(change), JSON.stringify(change)).rejects.toThrow();
    await write({});
  });

  test('takes no decision and no confirmation that is not signed for this review by who made it', async () => {
    const { reviewId } = await givenHold({ context, ids });
    const { reviewId: other } = await givenHold({ context, ids });
    const signatureId = async (about: string, by = ines, step: ReviewAction = 'decide') => {
      const signed = await givenReviewSigning(context, by, about, step);
      await sign(signed.signingId ?? '', { kind: 'quarantine_review', id: about }, step);
      const [signature] = (await under({ id: about })).slice(-1);
      return signature?.id ?? '';
    };
    const decide = (signature: string | null) => database.sql`
      update quarantine_reviews set state = 'decided', outcome = 'dispose', decided_by = ${ines.id}, decided_at = now(),
             decision_reason = 'in the dark', decision_signature_id = ${signature} where id = ${reviewId}`;
    const wrong = [null, await signatureId(other), await signatureId(reviewId, ines, 'confirm_outcome')];
    for (const signature of wrong) await expect(decide(signature)).rejects.toThrow('takes the signature');
    await decide(await signatureId(reviewId));
    const confirm = (signature: string | null) => database.sql`
      insert into outcome_confirmations (review_id, decision, confirmed_by, confirmed_by_name, confirmed_at, signature_id)
      values (${reviewId}, 1, ${ines.id}, 'Ines', now(), ${signature})`;
    for (const signature of [null, await signatureId(other)])
      await expect(confirm(signature)).rejects.toThrow('takes the signature');
    await confirm(await signatureId(reviewId, ines, 'confirm_outcome'));
  });
});
