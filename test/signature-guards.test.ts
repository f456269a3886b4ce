import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { signatures } from '#db/schema/signatures.ts';
import type { Caller } from '#domain/caller.ts';
import type { OperationContext } from '#operations/context.ts';
import { takeSignature } from '#operations/take-signature.ts';
import { givenContext } from '#test/given/context.ts';
import { givenStory, type StoryIds } from '#test/given/master-data.ts';
import { givenSigning } from '#test/given/signing.ts';
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

async function sign(signingId: string, subject: { kind: string; id: string }): Promise<void> {
  const actor = { caller: ines, cause: {}, commandId: `trial ${subject.id}` };
  const asked = { signingId, meanings: ['approval'] as const, subject, shown };
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
});
