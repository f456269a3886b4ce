import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { Client, Connection } from '@temporalio/client';
import { type Logger, pino } from 'pino';
import { inject } from 'vitest';
import type { Caller } from '#domain/caller.ts';
import type { OperationContext } from '#operations/context.ts';
import { type GivenDatabase, givenDatabase } from '#test/setup/database.ts';
import { startWorkers, type WorkerSettings, type Workers } from '#workers/main.ts';
import { installSdkRuntime } from '#workers/sdk-runtime.ts';
import { givenContext } from './context.ts';
import { givenStory, type StoryIds } from './master-data.ts';

export const silent: Logger = pino({ level: 'silent' });
/** What closes and opens the secrets of webhooks. */
export const workerSecret = 'a secret of thirty-two characters or more';
let runtimeInstalled = false;

export type GivenReviews = Awaited<ReturnType<typeof givenReviews>>;

/** A database of its own with the story's master data, the shared engine, and a task queue nobody else works. */
export async function givenReviews() {
  const database: GivenDatabase = await givenDatabase();
  const context: OperationContext = givenContext(database.db);
  const ids: StoryIds = await givenStory(context);
  const engine = await givenEngine(database);
  return {
    database,
    context,
    ids,
    ...engine,
    person: (username: string): Caller => ({ kind: 'person', id: ids.user(username), name: username, grants: [] }),
    stop: async () => {
      await engine.stop();
      await database.drop();
    },
  };
}

/** The shared engine for one database: its processes run on a queue of their own, worked by the workers started here. */
export async function givenEngine(database: GivenDatabase) {
  if (!runtimeInstalled) installSdkRuntime(silent, undefined);
  runtimeInstalled = true;
  const taskQueue = `test-${randomUUID()}`;
  await database.sql.unsafe(`
    create function own_queue() returns trigger language plpgsql as $$
    begin
      new.task_queue := '${taskQueue}';
      return new;
    end $$;
    create trigger outbox_own_queue before insert on outbox for each row execute function own_queue()`);
  const connection = await Connection.connect({ address: inject('temporalAddress') });
  const client = new Client({ connection });
  const started: Workers[] = [];

  return {
    client,
    taskQueue,
    workers: async (
      {
        delivery,
        home = tmpdir(),
        ...settings
      }: Partial<WorkerSettings> & Pick<WorkerSettings['config'], 'delivery'> & { home?: string } = {},
      address = inject('temporalAddress'),
    ) => {
      const workers = await startWorkers({
        config: {
          home,
          database: { url: database.url, ownerUrl: database.ownerUrl, apiPool: 5, workerPool: 10 },
          temporal: { namespace: 'default', connection: { address } },
          metricsPort: undefined,
          tracesUrl: undefined,
          publicUrl: 'http://holdfast.test',
          secrets: [workerSecret],
          ...(delivery && { delivery }),
        },
        log: silent,
        taskQueue,
        bundlePath: inject('workflowBundlePath'),
        ...settings,
      });
      started.push(workers);
      return workers;
    },
    stop: async () => {
      await Promise.all(started.map((one) => one.stop()));
      await connection.close();
    },
  };
}
