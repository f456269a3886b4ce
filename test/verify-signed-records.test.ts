import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect, type Db, type DbOrTx } from '#db/connect.ts';
import { findMissingSignatures } from '#db/queries/missing-signatures.ts';
import { verifySignatures } from '#db/queries/verify-signatures.ts';
import type { SignatureProblem } from '#domain/signatures.ts';
import { givenContext } from '#test/given/context.ts';
import { givenStory } from '#test/given/master-data.ts';
import { givenSpecifications } from '#test/given/release.ts';
import { ok } from '#test/given/signed-proposals.ts';
import { signedSteps } from '#test/given/signed-steps.ts';
import { type GivenDatabase, givenDatabase } from '#test/setup/database.ts';

let database: GivenDatabase;
let owner: Db;

/** A database in which every signed step was taken once. */
beforeAll(async () => {
  database = await givenDatabase();
  const context = givenContext(database.db);
  const ids = await givenStory(context);
  await givenSpecifications({ context }, 'GC-BULK');
  owner = connect(database.ownerUrl, { role: 'owner', poolSize: 1, applicationName: 'test', sight: 'all' });
  for (const prepare of Object.values(signedSteps({ context, ids }).steps)) {
    const step = await prepare();
    await ok(step.take(await step.sign()));
  }
});
afterAll(async () => {
  await owner.$client.end();
  await database.drop();
});

async function problems(db: DbOrTx): Promise<string[]> {
  const found: SignatureProblem[] = [];
  await verifySignatures(db, { after: null, limit: 1_000, report: (problem) => found.push(problem) });
  return [...found, ...(await findMissingSignatures(db, 100))].map(({ kind, subjectKind }) => `${kind} ${subjectKind}`);
}

test('every signed step left a signature that fits its record', async () => {
  expect(await problems(database.db)).toEqual([]);
  const kinds = await database.sql`select distinct subject_kind as kind from signatures order by kind`;
  expect(kinds.map(({ kind }) => kind)).toEqual([
    'destruction',
    'disposal',
    'master_data_proposal',
    'policy_change',
    'quarantine_review',
    'release_approval',
  ]);
});

const first = (table: string, where = 'true') =>
  `ctid = (select ctid from ${table} where ${where} and signature_id is not null order by signature_id limit 1)`;
const edits: [table: string, set: string, where: string, found: string][] = [
  ['release_decisions', `reason = 'Another'`, first('release_decisions'), 'record-differs release_approval'],
  [
    'release_decisions',
    `decision = 'reject'`,
    first('release_decisions', `decision = 'approve'`),
    'record-differs release_approval',
  ],
  ['release_decisions', 'signature_id = null', first('release_decisions'), 'record-unsigned release_approval'],
  ['release_results', `recorded_by = 'nobody'`, first('release_results'), 'record-differs release_approval'],
  ['disposal_approvals', `approved_by = 'nobody'`, first('disposal_approvals'), 'record-differs disposal'],
  ['disposal_differences', `reason = 'Another'`, first('disposal_differences'), 'record-differs disposal'],
  ['destructions', `witness_note = 'Half of it'`, 'witness_signature_id is not null', 'record-differs destruction'],
  ['destructions', `witness_signature_id = null`, 'witness_signature_id is not null', 'record-unsigned destruction'],
  ['policy_changes', `decision_reason = 'Another'`, first('policy_changes'), 'record-differs policy_change'],
  [
    'master_data_proposals',
    `decided_at = decided_at - interval '1 day'`,
    first('master_data_proposals'),
    'record-differs master_data_proposal',
  ],
  [
    'master_data_proposals',
    `state = 'approved'`,
    first('master_data_proposals', `state = 'rejected'`),
    'record-differs master_data_proposal',
  ],
];

test.each(edits)('of %s a change of %s is found', async (table, set, where, found) => {
  const undo = new Error('undo');
  const done = owner.transaction(async (tx) => {
    await tx.execute(sql.raw(`alter table ${table} disable trigger user`));
    await tx.execute(sql.raw(`update ${table} set ${set} where ${where}`));
    expect(await problems(tx)).toEqual([found]);
    throw undo;
  });
  await expect(done).rejects.toBe(undo);
});

const unsigned: [what: string, statement: string][] = [
  [
    'release_decisions',
    `insert into release_decisions (id, release_id, round, decision, results_version, decided_by, decided_by_name, decided_at)
     select gen_random_uuid(), id, round, 'reject', 0, 'somebody', 'Somebody', now() from release_approvals limit 1`,
  ],
  [
    'release_results',
    `insert into release_results (id, release_id, version, characteristic, value, conforms, recorded_by, recorded_by_name, happened_at, recorded_at, signature_id)
     select gen_random_uuid(), id, 99, 'Smell', 'none', true, 'somebody', 'Somebody', now(), now(), (select id from signatures limit 1) from release_approvals limit 1`,
  ],
  [
    'disposal_approvals',
    `insert into disposal_approvals (disposal_id, approved_by, approved_by_name, approved_at)
     select id, 'somebody', 'Somebody', now() from disposals limit 1`,
  ],
];

test.each(unsigned)(
  'the application can write no row of %s without the signature of who made it',
  async (table, statement) => {
    await expect(database.sql.unsafe(statement)).rejects.toThrow(`${table} of`);
  },
);
