import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sessions, users } from '#db/schema/people.ts';
import { signatures, signings } from '#db/schema/signatures.ts';
import type { Caller } from '#domain/caller.ts';
import type { SignatureMeaning } from '#domain/signatures.ts';
import type { OperationContext } from '#operations/context.ts';
import { runCommand } from '#operations/run-command.ts';
import { takeSignature } from '#operations/take-signature.ts';
import { givenContext } from '#test/given/context.ts';
import { commandOf } from '#test/given/lots.ts';
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
  context = { ...givenContext(database.db), clock: { now: () => now } };
  ids = await givenStory(context);
  ines = person('i.carvalho');
});
afterAll(() => database.drop());

const person = (username: string): Caller => ({ kind: 'person', id: ids.user(username), name: username, grants: [] });
const shown = { number: 'QR-1', stock: [{ location: 'C-01', quantity: '12.5' }], decision: null };
let subjects = 0;
const newSubject = () => ({ kind: 'trial', id: `subject-${++subjects}` });

type Trial = { by?: Caller; meanings?: readonly SignatureMeaning[]; shown?: unknown; now?: Date };

/** An operation that does nothing but sign. */
const sign = (signingId: string | undefined, subject: { kind: string; id: string }, trial: Trial = {}) => {
  const at = { ...context, clock: { now: () => trial.now ?? now } };
  return runCommand(at, 'trial', commandOf(trial.by ?? ines, { signingId }), async (tx) =>
    takeSignature(
      tx,
      at,
      { caller: trial.by ?? ines, cause: {}, commandId: `trial ${subject.id}` },
      {
        signingId,
        meanings: trial.meanings ?? ['approval'],
        subject,
        shown: trial.shown ?? shown,
        statement: { step: 'decide', outcome: 'lift' },
        policyIds: [],
        about: { siteId: ids.site('EWR') },
      },
    ),
  );
};
const code = async (answer: ReturnType<typeof sign>) => {
  const outcome = await answer;
  return outcome.ok ? 'signed' : outcome.violation.code;
};
const under = (subject: { id: string }) =>
  context.db.select().from(signatures).where(eq(signatures.subjectId, subject.id));

describe('a signature', () => {
  test('carries the printed name, the instant with the zone of the site, the meaning, and what was shown and stated', async () => {
    const subject = newSubject();
    const signingId = await givenSigning(context, ines, 'approval', { ...subject, shown });
    expect(await code(sign(signingId, subject))).toBe('signed');
    expect(await under(subject)).toMatchObject([
      {
        printedName: 'Ines Carvalho',
        meaning: 'approval',
        method: 'password',
        signedAt: now,
        timeZone: 'America/New_York',
        shown: '{"decision":null,"number":"QR-1","stock":[{"location":"C-01","quantity":"12.5"}]}',
        statement: '{"outcome":"lift","policyIds":[],"step":"decide"}',
      },
    ]);
    const [entry] = await database.sql`
      select entry.after, signature.digest from audit_entries entry
        join signatures signature on signature.digest = entry.after ->> 'digest'
       where entry.subject_id = ${subject.id} and entry.action = 'signature.given'`;
    expect(entry?.after).toMatchObject({ meaning: 'approval', printedName: 'Ines Carvalho' });
  });

  test('is taken once, also when two use the same signing at the same moment', async () => {
    const subject = newSubject();
    const signingId = await givenSigning(context, ines, 'approval', { ...subject, shown });
    const codes = await Promise.all(Array.from({ length: 5 }, () => code(sign(signingId, subject))));
    expect(codes.sort()).toEqual([...Array(4).fill('signature.already-used'), 'signed']);
    expect(await under(subject)).toHaveLength(1);
    expect(await code(sign(signingId, subject))).toBe('signature.already-used');
  });

  test('of one signing is given under each of its records, and under no other', async () => {
    const [one, two, other] = [newSubject(), newSubject(), newSubject()];
    const signingId = await givenSigning(context, ines, 'approval', { ...one, shown }, { ...two, shown });
    expect(await code(sign(signingId, one))).toBe('signed');
    expect(await code(sign(signingId, other))).toBe('signature.other-subject');
    expect(await code(sign(signingId, two))).toBe('signed');
  });

  test('binds to what was shown: the same in another order is the same, anything else has to be read again', async () => {
    const subject = newSubject();
    const signingId = await givenSigning(context, ines, 'approval', { ...subject, shown });
    const changed = { ...shown, stock: [{ location: 'C-01', quantity: '13' }] };
    expect(await code(sign(signingId, subject, { shown: changed }))).toBe('signature.shown-changed');
    const { number, ...rest } = shown;
    expect(await code(sign(signingId, subject, { shown: { ...rest, number } }))).toBe('signed');
  });

  test('counts until its signing expires and not a moment longer', async () => {
    const subject = newSubject();
    const signingId = await givenSigning(context, ines, 'approval', { ...subject, shown });
    const minutes = (count: number) => new Date(now.getTime() + count * 60_000);
    expect(await code(sign(signingId, subject, { now: minutes(5) }))).toBe('signature.expired');
    expect(await code(sign(signingId, subject, { now: new Date(minutes(5).getTime() - 1) }))).toBe('signed');
  });

  test('is its signer’s alone, has one of the meanings asked for, and is not left out', async () => {
    const subject = newSubject();
    const signingId = await givenSigning(context, ines, 'review', { ...subject, shown });
    expect(await code(sign(signingId, subject, { by: person('d.whitlock') }))).toBe('signature.unknown');
    expect(await code(sign(signingId, subject))).toBe('signature.meaning-wrong');
    expect(await code(sign(undefined, subject))).toBe('signature.required');
    for (const unknown of ['nonsense', context.newId()])
      expect(await code(sign(unknown, subject))).toBe('signature.unknown');
    expect(await code(sign(signingId, subject, { meanings: ['approval', 'review'] }))).toBe('signed');
  });

  test('is not given once the session has ended or expired, or the account was closed', async () => {
    const subject = newSubject();
    const end = async (change: Partial<typeof sessions.$inferInsert>, signingId: string) => {
      const [signing] = await context.db.select().from(signings).where(eq(signings.id, signingId));
      await context.db
        .update(sessions)
        .set(change)
        .where(eq(sessions.id, signing?.sessionId ?? ''));
      return code(sign(signingId, subject));
    };
    const another = () => givenSigning(context, ines, 'approval', { ...subject, shown });
    expect(await end({ endedAt: now }, await another())).toBe('signature.session-ended');
    expect(await end({ expiresAt: now }, await another())).toBe('signature.session-ended');
    const left = await another();
    await context.db.update(users).set({ active: false }).where(eq(users.id, ines.id));
    expect(await code(sign(left, subject))).toBe('signature.session-ended');
    await context.db.update(users).set({ active: true }).where(eq(users.id, ines.id));
    expect(await code(sign(left, subject))).toBe('signed');
  });

  test('that a refused operation took is not there, and its signing still counts', async () => {
    const subject = newSubject();
    const signingId = await givenSigning(context, ines, 'approval', { ...subject, shown });
    await expect(
      context.db.transaction(async (tx) => {
        const actor = { caller: ines, cause: {}, commandId: 'undone' };
        const asked = { signingId, meanings: ['approval'] as const, subject, shown, statement: {}, policyIds: [] };
        expect(await takeSignature(tx, context, actor, asked)).toMatchObject({ ok: true });
        throw new Error('refused after all');
      }),
    ).rejects.toThrow('refused after all');
    expect(await under(subject)).toEqual([]);
    expect(await code(sign(signingId, subject))).toBe('signed');
  });
});
