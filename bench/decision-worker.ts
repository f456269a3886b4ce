import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { pino } from 'pino';
import { createActivities } from '#activities/index.ts';
import { readConfig } from '#config';
import { connect } from '#db/connect.ts';
import { newId } from '#db/new-id.ts';
import type { OperationContext } from '#operations/context.ts';
import { openDocumentFolder } from '#operations/document-store.ts';
import { createWorkerMetrics } from '#workers/metrics.ts';
import { runQualityWorker } from '#workers/quality-worker.ts';
import { startRelay } from '#workers/relay.ts';
import { installSdkRuntime, sdkLogger } from '#workers/sdk-runtime.ts';
import { workflowBundle } from '#workers/workflow-bundle.ts';
import { tellReady } from './servers/tell-ready.ts';

/** The relay and the worker of one queue as in production, with some steps put in the place of others. */
export async function workDecisions(
  taskQueue: string,
  otherSteps: (context: OperationContext) => object,
): Promise<void> {
  const { home, database, temporal, logLevel } = readConfig();
  const log = pino({ name: 'workers', level: logLevel });
  installSdkRuntime(log, undefined);
  const db = connect(database.url, { role: 'holdfast_app', poolSize: 10, applicationName: 'workers', sight: 'all' });
  const operations = { db, clock: { now: () => new Date() }, newId };
  const client = new Client({
    connection: Connection.lazy(temporal.connection),
    namespace: temporal.namespace,
  });
  const relay = startRelay({ operations, client, log, metrics: createWorkerMetrics() });
  const worker = runQualityWorker({
    ...{ taskQueue, plugins: [], log, namespace: temporal.namespace, connection: temporal.connection },
    workflowBundle: await workflowBundle({ folder: join(home, taskQueue), traced: false, logger: sdkLogger(log) }),
    activities: {
      ...createActivities(operations, openDocumentFolder(join(home, 'documents'))),
      ...otherSteps(operations),
    },
    slots: { activities: 4, localActivities: 3 },
  });
  process.once('SIGTERM', async () => {
    await Promise.all([relay.stop(), worker.stop()]);
    await db.$client.end({ timeout: 5 });
    process.exit(0);
  });
  await worker.ready;
  tellReady();
}
