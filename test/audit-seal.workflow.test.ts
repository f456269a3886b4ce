import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { auditSealProcess } from '#domain/processes.ts';
import { keepSchedule } from '#workers/keep-schedule.ts';
import { givenEntries, problemsOf, sealsOf } from './given/audit.ts';
import { givenContext } from './given/context.ts';
import { givenEngine, silent } from './given/engine.ts';
import { until } from './given/workflow.ts';
import { type GivenDatabase, givenDatabase } from './setup/database.ts';

let database: GivenDatabase;
let engine: Awaited<ReturnType<typeof givenEngine>>;

beforeAll(async () => {
  database = await givenDatabase();
  engine = await givenEngine(database);
  await engine.workers();
});
afterAll(async () => {
  await engine.stop();
  await database.drop();
});

test('the schedule is made once by however many workers, follows a new interval, stays paused, and seals', async () => {
  const context = givenContext(database.db);
  await givenEntries(context, 3);
  const { client, taskQueue } = engine;
  const scheduleId = `${auditSealProcess.scheduleId}-${randomUUID()}`;
  const keep = (everyMinutes: number) =>
    keepSchedule({
      client,
      log: silent,
      workflowType: auditSealProcess.workflowType,
      scheduleId,
      taskQueue,
      everySeconds: everyMinutes * 60,
    });
  const handle = client.schedule.getHandle(scheduleId);
  await Promise.all([keep(5).ready, keep(5).ready]);
  try {
    await handle.trigger();
    await until(
      async () => (await sealsOf(context)).reduce((sum, { rowCount }) => sum + rowCount, 0) === 3 || (await again()),
    );
    expect(await problemsOf(context)).toEqual([]);

    await handle.pause('an operator looks at something');
    await keep(7).ready;
    const { spec, state } = await handle.describe();
    expect(spec.intervals?.map(({ every }) => every)).toEqual([7 * 60_000]);
    expect(state.paused).toBe(true);
  } finally {
    await handle.delete();
  }

  /** A transaction of another test on the same server may have held the horizon: then the next run seals. */
  async function again(): Promise<boolean> {
    await handle.trigger();
    return false;
  }
});
