import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import postgres from 'postgres';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { type GivenReviews, givenReviews, silent } from '#test/given/engine.ts';
import { givenProxy } from '#test/given/proxy.ts';
import { givenHold, until, untilStarted } from '#test/given/workflow.ts';
import { listenForStarts } from '#workers/listen-for-starts.ts';
import { createWorkerMetrics } from '#workers/metrics.ts';
import { type Relay, startRelay } from '#workers/relay.ts';

let given: GivenReviews;
beforeAll(async () => {
  given = await givenReviews();
});
afterAll(() => given.stop());

const metrics = createWorkerMetrics();
const relayTo = (client: Client, pollMilliseconds = 50): Relay =>
  startRelay({ operations: given.context, client, log: silent, metrics, pollMilliseconds });
/** A client that connects when first used, so that its server may be away. */
const lazyClient = (address: string) => new Client({ connection: Connection.lazy({ address }) });
const waiting = async () => {
  const [row] = await given.database.sql`select count(*)::int as count from outbox where started_at is null`;
  return Number(row?.count);
};
/** Outbox rows as holds write them, without the holds. */
const givenRows = (prefix: string, count: number) =>
  given.database.sql`
    insert into outbox (workflow_type, workflow_id, task_queue, input, search_attributes, summary, created_at, next_attempt_at)
    select 'quarantineReview', ${prefix} || n, 'own', '{}', '{"HoldfastState": "open"}', 'of a test', now(), now()
      from generate_series(1, ${count}::int) n`;

test('a committed hold is a running workflow a moment later, woken by the database and not by the poll', async () => {
  const relay = relayTo(given.client, 60_000);
  const listening = listenForStarts(given.database.url, { ring: relay.ring, log: silent, metrics });
  await until(async () => (await listeners()).length === 1);
  const hold = await givenHold(given);
  await untilStarted(given.context, hold.workflowId);

  const description = await given.client.workflow.getHandle(hold.workflowId).describe();
  expect(description).toMatchObject({ type: 'quarantineReview', status: { name: 'RUNNING' } });
  await Promise.all([listening.stop(), relay.stop()]);
});

test('several relays at once start each process once', async () => {
  await givenRows('several-', 150);
  const relays = [1, 2, 3, 4].map(() => relayTo(given.client));
  await until(async () => (await waiting()) === 0);
  await Promise.all(relays.map((relay) => relay.stop()));

  const rows = await given.database
    .sql`select attempts, count(*)::int from outbox where workflow_id like 'several-%' group by 1`;
  expect(rows).toEqual([{ attempts: 1, count: 150 }]);
});

test('with the engine away a hold takes effect, and its process starts when the engine is back', async () => {
  const proxy = await givenProxy(inject('temporalAddress'), { open: false });
  const client = lazyClient(proxy.address);
  const relay = relayTo(client);
  const hold = await givenHold(given);
  await givenRows('outage-', 250);
  await sleep(400);
  expect(await waiting()).toBe(251);
  const [held] = await given.database.sql`select ended_at from holds where id = ${hold.holdId}`;
  expect(held).toEqual({ ended_at: null });

  proxy.join();
  await until(async () => (await waiting()) === 0);
  await relay.stop();
  await client.connection.close();
  await proxy.close();
  expect((await given.client.workflow.getHandle(hold.workflowId).describe()).status.name).toBe('RUNNING');
});

test('a process that was started by a relay which died before it could say so is not started again', async () => {
  await givenRows('died-', 1);
  const handle = await given.client.workflow.start('quarantineReview', {
    workflowId: 'died-1',
    taskQueue: given.taskQueue,
    args: [{}],
  });
  const relay = relayTo(given.client);
  await until(async () => (await waiting()) === 0);
  await relay.stop();
  expect((await given.client.workflow.getHandle('died-1').describe()).runId).toBe(handle.firstExecutionRunId);
});

test('what a dead relay had claimed is started once its lease is over', async () => {
  await givenRows('leased-', 1);
  await given.database
    .sql`update outbox set attempts = 1, next_attempt_at = now() + interval '300 milliseconds' where workflow_id = 'leased-1'`;
  const relay = relayTo(given.client);
  await until(async () => (await waiting()) === 0);
  await relay.stop();
  const [row] = await given.database.sql`select attempts from outbox where workflow_id = 'leased-1'`;
  expect(row).toEqual({ attempts: 2 });
});

test('a process that the engine refuses is tried again ever later, and keeps no other one waiting', async () => {
  await givenRows('sound-', 3);
  await given.database.sql`
    insert into outbox (workflow_type, workflow_id, task_queue, input, search_attributes, summary, created_at, next_attempt_at)
    values ('quarantineReview', 'unsound', 'own', '{}', '{"Unknown": "attribute"}', 'of a test', now(), now() - interval '1 day')`;
  const relay = relayTo(given.client);
  const attemptsOf = async () => {
    const [row] = await given.database.sql`select attempts, last_error from outbox where workflow_id = 'unsound'`;
    return row as { attempts: number; last_error: string | null };
  };
  await until(async () => (await attemptsOf()).attempts >= 2 && (await waiting()) === 1);
  await relay.stop();

  expect((await attemptsOf()).last_error).toContain('Unknown');
  const [row] = await given.database.sql`
    select next_attempt_at > now() as later from outbox where workflow_id = 'unsound'`;
  expect(row).toEqual({ later: true });
  await given.database.sql`update outbox set started_at = now() where workflow_id = 'unsound'`;
});

test('the lost connection to the database is opened again, and nothing is missed meanwhile', async () => {
  const relay = relayTo(given.client, 200);
  const listening = listenForStarts(given.database.url, { ring: relay.ring, log: silent, metrics });
  await until(async () => (await listeners()).length === 1);
  const [first] = await listeners();
  await endConnection(first ?? 0);
  const hold = await givenHold(given);
  await untilStarted(given.context, hold.workflowId);
  await until(async () => {
    const now = await listeners();
    return now.length === 1 && now[0] !== first;
  });
  await Promise.all([listening.stop(), relay.stop()]);
});

const listeners = async () => {
  const rows = await given.database.sql`
    select pid from pg_stat_activity where application_name = 'holdfast-listen' and datname = current_database()`;
  return rows.map(({ pid }) => Number(pid));
};

/** As the superuser: the owner of the tables may not end connections of the login. */
async function endConnection(pid: number): Promise<void> {
  const admin = postgres(inject('postgresUrl'), { max: 1 });
  await admin`select pg_terminate_backend(${pid})`;
  await admin.end();
}
