import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { hashSeal } from '#db/audit-hashes.ts';
import type { AuditSeal } from '#domain/audit-seals.ts';
import type { OperationContext } from '#operations/context.ts';
import { attack, givenEntries, problemsOf, sealAll, sealsOf } from './given/audit.ts';
import { givenContext } from './given/context.ts';
import { type GivenDatabase, givenDatabase } from './setup/database.ts';

let database: GivenDatabase;
let context: OperationContext;

/** Ten entries, positions 1 to 10, in seals of four: 1–4, 5–8, 9–10. */
beforeEach(async () => {
  database = await givenDatabase();
  context = givenContext(database.db);
  await givenEntries(context, 10);
  await sealAll(context, database.sql);
});
afterEach(() => database.drop());

async function* keptElsewhere(seals: readonly AuditSeal[]): AsyncGenerator<AuditSeal> {
  yield* seals;
}
const columns = `id, transaction_id, recorded_at, happened_at, actor_kind, actor_id, actor_name, action, subject_kind, subject_id`;
const forged = (position: number, transactionId: string) => `
  insert into audit_entries (position, ${columns}) overriding system value
  select ${position}, gen_random_uuid(), ${transactionId}, recorded_at, happened_at, actor_kind, actor_id, actor_name, action,
         subject_kind, 'forged' from audit_entries where position = 1`;
const swapped = (column: string) => `
  update audit_entries entry set ${column} = other.${column} from audit_entries other
   where (entry.position, other.position) in ((6, 7), (7, 6))`;
const moved = (from: number, to: number) => `update audit_entries set position = ${to} where position = ${from}`;

test('an untouched trail is sound, gaps of rolled-back transactions and all', async () => {
  await database.db
    .transaction(async (tx) => {
      await tx.execute(`select nextval('audit_entries_position_seq')`);
      throw new Error('rolled back');
    })
    .catch(() => {});
  await givenEntries(context, 2);
  await sealAll(context, database.sql);
  expect(await problemsOf(context)).toEqual([]);
  expect((await sealsOf(context)).map(({ positions }) => positions)).toEqual(['1-4', '5-8', '9-10', '12-13']);
});

describe('whoever owns the tables is found out when an entry was', () => {
  test.each([
    ['edited', ["update audit_entries set reason = 'because' where position = 6"], ['edited 2/6']],
    [
      'edited deep in its JSON',
      [`update audit_entries set after = '{"a":[6],"b":"1.51"}' where position = 6`],
      ['edited 2/6'],
    ],
    [
      'dated back',
      ["update audit_entries set happened_at = happened_at - interval '1 ms' where position = 1"],
      ['edited 1/1'],
    ],
    ['deleted', ['delete from audit_entries where position = 6'], ['deleted 2/6']],
    ['deleted first of all', ['delete from audit_entries where position = 1'], ['deleted 1/1']],
    [
      'cut off with the rest of the tail',
      ['delete from audit_entries where position > 8'],
      ['cut-off 3/9', 'cut-off 3/10'],
    ],
    [
      'inserted among sealed ones',
      [forged(11, '(select transaction_id from audit_entries where position = 6)')],
      ['inserted 2/11'],
    ],
    [
      'put in the place of a deleted one',
      [
        'delete from audit_entries where position = 6',
        forged(6, '(select transaction_id from audit_entries where position = 7)'),
      ],
      ['edited 2/6'],
    ],
    ['swapped with another by position', [moved(6, 99), moved(7, 6), moved(99, 7)], ['reordered 2/7', 'reordered 2/6']],
    ['swapped with another by transaction', [swapped('transaction_id')], ['reordered 2/7', 'reordered 2/6']],
    ['given another position', [moved(6, 99)], ['reordered 2/99']],
    [
      'moved to a later transaction',
      [
        'update audit_entries set transaction_id = (select transaction_id from audit_entries where position = 9) where position = 6',
      ],
      ['reordered 2/6', 'inserted 3/6'],
    ],
  ] as const)('%s', async (_what, statements, problems) => {
    await attack(database.sql, ...statements);
    expect((await problemsOf(context)).sort()).toEqual([...problems].sort());
  });
});

describe('and when a seal was', () => {
  test.each([
    ['edited', ["update audit_seals set sealed_at = sealed_at - interval '1 day' where number = 2"], ['seal-edited 2']],
    [
      'given other leaves',
      ["update audit_seals set leaves = decode(repeat('00', 128), 'hex') where number = 2"],
      ['seal-edited 2'],
    ],
    ['deleted', ['delete from audit_seals where number = 2'], ['seal-missing 2']],
    ['deleted first of all', ['delete from audit_seals where number = 1'], ['seal-missing 1']],
  ] as const)('%s', async (_what, statements, problems) => {
    await attack(database.sql, ...statements);
    expect(await problemsOf(context)).toEqual(problems);
  });

  test('made anew around an edited entry: the seal after it was chained to the one before', async () => {
    const [, second] = await sealsOf(context);
    if (!second) throw new Error('There are three seals');
    const sealedAt = new Date(Date.parse(second.sealedAt) + 1_000).toISOString();
    await attack(
      database.sql,
      `update audit_seals set sealed_at = '${sealedAt}', hash = '${hashSeal({ ...second, sealedAt })}' where number = 2`,
    );
    expect(await problemsOf(context)).toEqual(['seal-edited 2']);
  });
});

describe('against seals kept elsewhere it is found', () => {
  const cutOff = ['delete from audit_entries where position > 4', 'delete from audit_seals where number > 1'];

  test('that entries and their seals were cut off together, which the table alone cannot tell', async () => {
    const kept = await sealsOf(context);
    await attack(database.sql, ...cutOff);
    expect(await problemsOf(context)).toEqual([]);
    expect(await problemsOf(context, { kept: keptElsewhere(kept) })).toEqual([
      'seal-cut-off 2',
      'cut-off 2/5',
      'cut-off 2/6',
      'cut-off 2/7',
      'cut-off 2/8',
      'seal-cut-off 3',
      'cut-off 3/9',
      'cut-off 3/10',
    ]);
  });

  test('that the whole chain was made anew after an edit, and which entry that was about', async () => {
    const kept = await sealsOf(context);
    await attack(
      database.sql,
      "update audit_entries set reason = 'because' where position = 6",
      'delete from audit_seals',
    );
    await sealAll(context, database.sql);
    expect(await problemsOf(context)).toEqual([]);
    const problems = await problemsOf(context, { kept: keptElsewhere(kept) });
    expect(problems).toContain('edited 2/6');
    expect(problems.filter((problem) => !problem.startsWith('seal-differs'))).toEqual(['edited 2/6']);
  });

  test('that the file itself was edited', async () => {
    const [first, ...others] = await sealsOf(context);
    if (!first) throw new Error('There are three seals');
    const problems = await problemsOf(context, { kept: keptElsewhere([{ ...first, rowCount: 3 }, ...others]) });
    expect(problems).toEqual(['seal-edited 1']);
  });
});

test('a part of the trail is verified by itself', async () => {
  await attack(database.sql, "update audit_entries set reason = 'because' where position in (2, 6, 10)");
  expect(await problemsOf(context, { from: '2', until: '2' })).toEqual(['edited 2/6']);
});
