import { spawnSync } from 'node:child_process';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect, type Db, type DbOrTx } from '#db/connect.ts';
import { findMissingSignatures } from '#db/queries/missing-signatures.ts';
import { verifySignatures } from '#db/queries/verify-signatures.ts';
import type { Caller } from '#domain/caller.ts';
import type { SignatureProblem } from '#domain/signatures.ts';
import { confirmOutcome } from '#operations/confirm-outcome.ts';
import type { OperationContext } from '#operations/context.ts';
import { decideQuarantineReview } from '#operations/decide-quarantine-review.ts';
import { givenContext } from '#test/given/context.ts';
import { commandOf } from '#test/given/lots.ts';
import { givenStory, type StoryIds } from '#test/given/master-data.ts';
import { givenReviewSigning } from '#test/given/signing.ts';
import { givenHold } from '#test/given/workflow.ts';
import { type GivenDatabase, givenDatabase } from '#test/setup/database.ts';

let database: GivenDatabase;
let context: OperationContext;
let ids: StoryIds;
let owner: Db;

beforeAll(async () => {
  database = await givenDatabase();
  context = givenContext(database.db);
  ids = await givenStory(context);
  owner = connect(database.ownerUrl, { role: 'owner', poolSize: 1, applicationName: 'test', sight: 'all' });
  for (let reviews = 0; reviews < 2; reviews++) await givenSignedReview();
});
afterAll(async () => {
  await owner.$client.end();
  await database.drop();
});

const reason = 'The supplier takes all of it back';
const by = (username: string): Caller => ({ kind: 'person', id: ids.user(username), name: username, grants: [] });

/** A review sent back to its supplier: decided by one, confirmed by another, both signed. */
async function givenSignedReview(): Promise<string> {
  const { reviewId } = await givenHold({ context, ids });
  const [ines, ruth] = [by('i.carvalho'), by('r.okafor')];
  const decision = { reviewId, outcome: 'return_to_supplier' as const, reason };
  const decided = await givenReviewSigning(context, ines, reviewId, 'decide');
  expect(await decideQuarantineReview(context, commandOf(ines, { ...decision, ...decided }))).toMatchObject({
    ok: true,
  });
  const confirmed = await givenReviewSigning(context, ruth, reviewId, 'confirm_outcome');
  expect(await confirmOutcome(context, commandOf(ruth, { reviewId, ...confirmed }))).toMatchObject({ ok: true });
  return reviewId;
}

async function problems(db: DbOrTx): Promise<string[]> {
  const found: SignatureProblem[] = [];
  for (let after: string | null = null; ; ) {
    const page = await verifySignatures(db, { after, limit: 3, report: (problem) => found.push(problem) });
    if (page.next === null) break;
    after = page.next;
  }
  return [...found, ...(await findMissingSignatures(db, 100))].map(({ kind }) => kind).sort();
}

/** Does what only the owner of the tables can, looks, and takes it back. */
async function tampered(...statements: string[]): Promise<string[]> {
  let seen: string[] = [];
  const undo = new Error('undo');
  const done = owner.transaction(async (tx) => {
    for (const table of ['signatures', 'signings', 'quarantine_reviews', 'outcome_confirmations', 'audit_entries'])
      await tx.execute(sql.raw(`alter table ${table} disable trigger user`));
    await tx.execute(sql.raw('alter table signatures drop constraint signatures_hash_is_of_what_was_shown'));
    for (const statement of statements) await tx.execute(sql.raw(statement));
    seen = await problems(tx);
    throw undo;
  });
  await expect(done).rejects.toBe(undo);
  return seen;
}

test('signatures that stand under what was signed are sound', async () => {
  expect(await problems(context.db)).toEqual([]);
});

const one = `(select id from signatures where statement like '%"decide"%' order by id limit 1)`;
const cases: [what: string, statement: string, kinds: string[]][] = [
  ['what was shown', `update signatures set shown = '{}' where id = ${one}`, ['shown-edited']],
  [
    'what was shown with its hash',
    `update signatures set shown = '{}', shown_hash = encode(sha256('{}'), 'hex') where id = ${one}`,
    ['signature-edited', 'signing-differs'],
  ],
  [
    'its instant',
    `update signatures set signed_at = signed_at - interval '1 day' where id = ${one}`,
    ['record-differs', 'signature-edited'],
  ],
  ['its printed name', `update signatures set printed_name = 'Somebody Else' where id = ${one}`, ['signature-edited']],
  [
    'what its signer proved',
    `update signings set meaning = 'review' where id = (select signing_id from signatures where id = ${one})`,
    ['signing-differs'],
  ],
  [
    'its digest',
    `update signatures set digest = repeat('0', 64) where id = ${one}`,
    ['not-in-trail', 'signature-edited', 'signature-missing'],
  ],
  [
    'the outcome',
    `update quarantine_reviews set outcome = 'dispose' where decision_signature_id = ${one}`,
    ['record-differs'],
  ],
  [
    'the reason',
    `update quarantine_reviews set decision_reason = 'Another' where decision_signature_id = ${one}`,
    ['record-differs'],
  ],
  [
    'who confirmed',
    `update outcome_confirmations set confirmed_by = 'nobody' where decision = 1 and signature_id = (select min(signature_id::text)::uuid from outcome_confirmations)`,
    ['record-differs'],
  ],
  [
    'the decision, which lost it',
    `update quarantine_reviews set decision_signature_id = null where decision_signature_id = ${one}`,
    ['record-unsigned'],
  ],
  [
    'the trail',
    `update audit_entries set actor_id = 'nobody' where action = 'signature.given' and after ->> 'signatureId' = ${one}::text`,
    ['not-in-trail'],
  ],
];

test.each(cases)('a change of %s is found', async (_what, statement, kinds) => {
  expect(await tampered(statement)).toEqual(kinds);
});

test('a signature that was cut out is missed, and one that was moved under another record does not pass', async () => {
  const another = `(select id from quarantine_reviews where decision_signature_id <> ${one} order by id limit 1)`;
  const cut = [
    `update quarantine_reviews set decision_signature_id = null where decision_signature_id = ${one}`,
    `delete from signatures where id = ${one}`,
  ];
  expect(await tampered(...cut)).toEqual(['signature-missing']);
  const moved = `update quarantine_reviews set decision_signature_id = ${one} where id = ${another}`;
  expect(await tampered(moved)).toContain('record-unsigned');
});

test('the application and the reports verify alike, and the script ends with 1 where something is wrong', async () => {
  const verify = () =>
    spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', 'scripts/verify-audit.ts'], {
      env: { ...process.env, DATABASE_URL: database.ownerUrl },
      encoding: 'utf8',
    });
  expect(verify()).toMatchObject({ status: 0, stdout: expect.stringContaining('Sound: 4 signatures.') });
  await database.sql`alter table quarantine_reviews disable trigger user`;
  await database.sql.unsafe(
    `update quarantine_reviews set decision_reason = 'Another' where decision_signature_id = ${one}`,
  );
  const wrong = verify();
  expect(wrong.stdout).toContain('record-differs: Signature');
  expect(wrong.status).toBe(1);
});
