import { Client, Connection, type WorkflowHandle } from '@temporalio/client';
import { newId } from '#db/new-id.ts';
import { quarantineReviewProcess } from '#domain/processes.ts';
import type { BenchDatabase } from '../database.ts';
import { generateLots } from '../generate-lots.ts';
import { inTurns } from '../in-turns.ts';
import { checkInvariants } from '../invariants.ts';
import type { Report } from '../report.ts';
import { carryThrough, openReviewers, openReviewsOf, stepsOfReview, untilStarted } from '../reviews.ts';
import { compare, type Measured, percentile, spread } from '../rounds.ts';
import { decideAndLook } from '../screen.ts';
import { startApi } from '../start-api.ts';
import type { Surroundings } from '../surroundings.ts';
import { noOpSteps, noOpTaskQueue, stepUpdate } from '../workflows/no-op-steps.ts';

const clients = 8;
const perRound = 40;
const decisionsPerRound = 30;

/** B7: a review from open to closed, with every rule and row it has, against as many steps that do nothing. */
export async function quarantineReview(surroundings: Surroundings, rounds: number): Promise<Report> {
  const database = await surroundings.database();
  const address = await surroundings.temporal();
  const lots = await generateLots(database, perRound * (rounds + 1) + decisionsPerRound * (rounds + 1), {
    held: false,
  });
  const settings = { DATABASE_URL: database.url, TEMPORAL_ADDRESS: address };
  const worker = await surroundings.program('bench/servers/review-worker.ts', settings);
  const noOpWorker = await surroundings.program('bench/servers/no-op-worker.ts', settings);
  const connection = await Connection.connect({ address });
  const client = new Client({ connection });
  const people = await openReviewers(database);
  const reviewed: string[] = [];
  const idle: string[] = [];

  const review = async (): Promise<Measured> => {
    const reviewIds = await openReviewsOf(database, lots.splice(0, perRound));
    await untilStarted(database);
    reviewed.push(...reviewIds);
    return await inTurns(clients, reviewIds, (reviewId) => carryThrough(database, client, reviewId, people));
  };
  const doNothing = async (): Promise<Measured> => {
    const handles = await startNoOps(client);
    idle.push(...handles.map(({ workflowId }) => workflowId));
    return await inTurns(clients, handles, async (handle) => {
      for (let step = 1; step <= stepsOfReview; step++) await handle.executeUpdate(stepUpdate, { args: [step] });
      await handle.result();
    });
  };
  const comparison = await compare(
    { name: `quarantine review of ${stepsOfReview} steps: extended, decided, confirmed`, run: review },
    { name: `no-op workflow of ${stepsOfReview} steps, same server, same worker settings`, run: doNothing },
    rounds,
  );
  const steps = await sameSteps(client, reviewed, idle);
  await noOpWorker.stop();

  const api = await startApi(surroundings, database, settings);
  const decided: string[] = [];
  const p95s: number[] = [];
  for (let round = 0; round <= rounds; round++) {
    const reviewIds = await openReviewsOf(database, lots.splice(0, decisionsPerRound));
    await untilStarted(database);
    const latencies = await decideAndLook(api, database, reviewIds);
    decided.push(...reviewIds);
    if (round > 0) p95s.push(percentile(latencies, 0.95)); // the first one warms up
  }
  const proof = { ...(await closed(database, reviewed, decided)), ...steps, ...(await checkInvariants(database.sql)) };
  await Promise.all([api.stop(), worker.stop()]);
  await connection.close();
  await database.drop();
  return {
    benchmark: 'B7',
    comparison,
    unit: 'workflows',
    findings: [
      { measure: 'rate', unit: 'ratio', value: comparison.ratio, aim: { atLeast: 0.85 } },
      { measure: 'decision to screen, p95', unit: 'ms', value: spread(p95s), aim: { atMost: 150 } },
    ],
    proof,
  };
}

const startNoOps = (client: Client): Promise<WorkflowHandle<typeof noOpSteps>[]> =>
  Promise.all(
    Array.from({ length: perRound }, () =>
      client.workflow.start(noOpSteps, {
        workflowId: `no-op-${newId()}`,
        taskQueue: noOpTaskQueue,
        args: [stepsOfReview],
      }),
    ),
  );

/** Every review is closed and every hold ended, once. */
async function closed({ sql }: BenchDatabase, reviewed: string[], decided: string[]): Promise<Record<string, number>> {
  const [count] = await sql<Record<string, number>[]>`
    select (select count(*)::int from quarantine_reviews where state = 'closed' and decisions = 1) as "reviews closed",
           (select count(*)::int from holds where ended_as = 'returned_to_supplier') as "returned to supplier",
           (select count(*)::int from holds where ended_as = 'lifted') as lifted,
           (select count(*)::int from movements where kind = 'return_to_supplier') as "returns booked",
           (select count(*)::int from tasks where state in ('open', 'claimed')) as "tasks left open"`;
  const expected = [reviewed.length + decided.length, reviewed.length, decided.length, reviewed.length, 0];
  if (JSON.stringify(Object.values(count ?? {})) !== JSON.stringify(expected))
    throw new Error(`Expected ${expected}, found ${JSON.stringify(count)}`);
  return { ...count };
}

/** Both sides had as many updates and activities: their histories are read. */
async function sameSteps(client: Client, reviewed: readonly string[], idle: readonly string[]) {
  const count = async (workflowId: string) => {
    const { events } = await client.workflow.getHandle(workflowId).fetchHistory();
    const of = (part: string) =>
      (events ?? []).filter((event) => part in event && event[part as keyof typeof event]).length;
    return [of('activityTaskCompletedEventAttributes'), of('workflowExecutionUpdateCompletedEventAttributes')];
  };
  for (let index = 0; index < reviewed.length; index += 20) {
    const ours = await count(quarantineReviewProcess.workflowId(reviewed[index] ?? ''));
    const theirs = await count(idle[index] ?? '');
    if (`${ours}` !== `${theirs}` || ours[0] !== stepsOfReview)
      throw new Error(`The review had ${ours} activities and updates, the no-op ${theirs}`);
  }
  return { 'activities in each': stepsOfReview, 'updates in each': stepsOfReview };
}
