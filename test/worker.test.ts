import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { Client } from '@temporalio/client';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type { Caller } from '#domain/caller.ts';
import { freePort } from '#scripts/ports.ts';
import { prepareNamespace } from '#scripts/temporal-namespace.ts';
import { type GivenReviews, givenReviews } from '#test/given/engine.ts';
import { stockOf } from '#test/given/lots.ts';
import { givenProxy } from '#test/given/proxy.ts';
import { ask, givenHold, historyOf, until } from '#test/given/workflow.ts';

const mainPath = fileURLToPath(new URL('../workers/main.ts', import.meta.url));
/** Worker processes work the queue of their name, so these tests have a namespace of their own. */
const namespace = `workers-${randomUUID()}`;

let given: GivenReviews;
let client: Client;
let ines: Caller;
const children = new Set<ChildProcess>();

beforeAll(async () => {
  given = await givenReviews();
  await given.database.sql`drop trigger outbox_own_queue on outbox`;
  await prepareNamespace({ address: inject('temporalAddress') }, namespace, () => {});
  client = new Client({ connection: given.client.connection, namespace });
  ines = given.person('i.carvalho');
});
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await given.stop();
});

function startProcess(settings: Record<string, string> = {}): ChildProcess {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', mainPath], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      HOLDFAST_HOME: tmpdir(),
      HOLDFAST_SECRET: 'a secret of thirty-two characters or more',
      HOLDFAST_WORKER_POOL: '10',
      HOLDFAST_WORKFLOW_BUNDLE: inject('workflowBundlePath'),
      DATABASE_URL: given.database.url,
      TEMPORAL_ADDRESS: inject('temporalAddress'),
      TEMPORAL_NAMESPACE: namespace,
      ...settings,
    },
  });
  children.add(child);
  child.once('exit', () => children.delete(child));
  return child;
}

/** Resolves when the process has logged such a line. */
const logged = (child: ChildProcess, words: string): Promise<void> =>
  new Promise((resolve) => {
    let text = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      text += chunk;
      if (text.includes(words)) resolve();
    });
  });

const reason = 'Re-test of five units passed on every count';
const byProcess = () => ({ client, context: given.context });

test('a review survives worker processes killed before, during and after its decision', async () => {
  const first = startProcess();
  await logged(first, 'is being worked');
  const hold = await givenHold(given);
  await ask(byProcess(), 'extend', ines, hold, { until: new Date(Date.now() + 5 * 86_400_000).toISOString(), reason });
  first.kill('SIGKILL');

  const deciding = ask(byProcess(), 'decide', ines, hold, { outcome: 'return_to_supplier', reason });
  const second = startProcess();
  // Killed as soon as the decision is in the database, mostly before the engine has heard of it.
  await until(async () => (await historyOf(given.context, hold.reviewId)).includes('decided'));
  second.kill('SIGKILL');

  const third = startProcess();
  expect(await deciding).toMatchObject({ ok: true, value: { state: 'decided' } });
  const ruth = given.person('r.okafor');
  expect(await ask(byProcess(), 'confirmOutcome', ruth, hold, {})).toMatchObject({
    ok: true,
    value: { state: 'closed' },
  });
  expect(await stockOf(given.context, hold.lotId)).toEqual([]);
  expect(await historyOf(given.context, hold.reviewId)).toEqual([
    'opened',
    'extended',
    'decided',
    'outcome_confirmed',
    'closed',
  ]);
  third.kill('SIGKILL');
});

test('a worker process stops on SIGTERM with nothing left running, and tells what it measures until then', async () => {
  const port = await freePort();
  const child = startProcess({ HOLDFAST_METRICS_PORT: String(port) });
  await logged(child, 'is being worked');
  const hold = await givenHold(given);
  expect(await ask(byProcess(), 'decide', ines, hold, { outcome: 'lift', reason })).toMatchObject({ ok: true });
  // The decision may have come before the relay, and the engine's own figures follow a moment after what they count.
  const told = ['holdfast_process_start_seconds_count{process="quarantineReview"}', 'temporal_workflow_completed'];
  await until(async () => {
    const metrics = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
    return told.every((figure) => metrics.includes(figure));
  });

  child.kill('SIGTERM');
  const [code] = (await once(child, 'exit')) as [number | null];
  expect(code).toBe(0);
  const left = await given.database.sql`
    select count(*)::int as count from pg_stat_activity
     where datname = current_database() and application_name in ('workers', 'holdfast-listen')`;
  expect(left[0]).toEqual({ count: 0 });
});

test('a worker that finds no engine waits for it, and takes up what was committed meanwhile', async () => {
  const proxy = await givenProxy(inject('temporalAddress'), { open: false });
  const child = startProcess({ TEMPORAL_ADDRESS: proxy.address });
  await logged(child, 'keeps trying');
  const hold = await givenHold(given);
  proxy.join();
  expect(await ask(byProcess(), 'decide', ines, hold, { outcome: 'lift', reason })).toMatchObject({ ok: true });
  child.kill('SIGKILL');
  await proxy.close();
});
