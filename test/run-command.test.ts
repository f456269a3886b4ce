import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { allow, refuse } from '#domain/result.ts';
import type { Command, OperationContext } from '#operations/context.ts';
import { findEarlierAnswer, runCommand } from '#operations/run-command.ts';
import { givenContext } from '#test/given/context.ts';
import { type GivenDatabase, givenDatabase } from '#test/setup/database.ts';

let database: GivenDatabase;
let context: OperationContext;

beforeAll(async () => {
  database = await givenDatabase();
  context = givenContext(database.db);
});
afterAll(() => database.drop());

const command = <Input>(commandId: string, input: Input): Command<Input> => ({
  commandId,
  caller: { kind: 'person', id: 'u-1', name: 'Ruth Okafor', grants: [] },
  cause: {},
  input,
});

const countingSteps = () => {
  let runs = 0;
  return {
    runs: () => runs,
    steps: async () => {
      runs++;
      return allow({ run: runs });
    },
  };
};

test('the same command again gets the first answer and does nothing', async () => {
  const { runs, steps } = countingSteps();
  const first = await runCommand(context, 'try', command('c-1', { a: 1, b: 2 }), steps);
  const second = await runCommand(context, 'try', command('c-1', { b: 2, a: 1 }), steps);

  expect(first).toEqual({ ok: true, value: { run: 1 }, repeated: false });
  expect(second).toEqual({ ok: true, value: { run: 1 }, repeated: true });
  expect(runs()).toBe(1);
});

test('of many at once under one id, one acts and the others get its answer', async () => {
  const { runs, steps } = countingSteps();
  const answers = await Promise.all(
    Array.from({ length: 12 }, () => runCommand(context, 'try', command('c-2', {}), steps)),
  );

  expect(runs()).toBe(1);
  expect(answers.map((answer) => answer.ok && answer.value)).toEqual(Array(12).fill({ run: 1 }));
  expect(answers.filter((answer) => answer.ok && !answer.repeated)).toHaveLength(1);
});

test('the same id with another input, or for another operation, is refused', async () => {
  const { steps } = countingSteps();
  await runCommand(context, 'try', command('c-3', { a: 1 }), steps);

  for (const [operation, input] of [
    ['try', { a: 2 }],
    ['other', { a: 1 }],
  ] as const) {
    const answer = await runCommand(context, operation, command('c-3', input), steps);
    expect(answer).toMatchObject({ ok: false, violation: { code: 'idempotency.key-reused' } });
  }
});

test('a refusal leaves nothing behind, so the command may come again', async () => {
  const refused = await runCommand(context, 'try', command('c-4', {}), async (tx) => {
    await tx.execute(sql`insert into roles (name) values ('left-behind')`);
    return refuse('lot.unknown', 'There is no such lot');
  });
  expect(refused).toEqual({ ok: false, violation: { code: 'lot.unknown', message: 'There is no such lot' } });
  expect(await database.db.execute(sql`select * from roles where name = 'left-behind'`)).toHaveLength(0);

  const again = await runCommand(context, 'try', command('c-4', {}), countingSteps().steps);
  expect(again).toMatchObject({ ok: true, repeated: false });
});

test('a fault rolls back and flies', async () => {
  const running = runCommand(context, 'try', command('c-5', {}), async () => {
    throw new Error('broken');
  });
  await expect(running).rejects.toThrow('broken');
  expect(await findEarlierAnswer(context, 'try', 'c-5', {})).toBeUndefined();
});

test('an earlier answer is found by its id, and only for the same input', async () => {
  await runCommand(context, 'try', command('c-6', { a: 1 }), countingSteps().steps);

  expect(await findEarlierAnswer(context, 'try', 'c-6', { a: 1 })).toMatchObject({ ok: true, repeated: true });
  expect(await findEarlierAnswer(context, 'try', 'c-6', { a: 2 })).toMatchObject({
    violation: { code: 'idempotency.key-reused' },
  });
});
