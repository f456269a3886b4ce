import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { type Logger, pino } from 'pino';
import { createActivities } from '#activities/index.ts';
import { type Config, ConfigError, readConfig } from '#config';
import { connect } from '#db/connect.ts';
import { newId } from '#db/new-id.ts';
import { auditSealProcess, taskQueues } from '#domain/processes.ts';
import { keepAuditSchedule } from './keep-schedule.ts';
import { listenForStarts } from './listen-for-starts.ts';
import { createWorkerMetrics } from './metrics.ts';
import { sdkMetricsAddress, startMetricsServer } from './metrics-server.ts';
import { runQualityWorker } from './quality-worker.ts';
import { startReconciliation } from './reconcile.ts';
import { startRelay } from './relay.ts';
import { installSdkRuntime, sdkLogger } from './sdk-runtime.ts';
import { startTelemetry } from './telemetry.ts';
import { workflowBundle } from './workflow-bundle.ts';

export type WorkerSettings = {
  config: Pick<Config, 'home' | 'database' | 'temporal' | 'metricsPort' | 'tracesUrl'> &
    Partial<Pick<Config, 'auditSealMinutes'>>;
  log: Logger;
  /** Instead of the process's own queue; tests have queues of their own. */
  taskQueue?: string;
  /** A bundle made before, instead of one from the data folder. */
  bundlePath?: string;
  reconcile?: { everyMilliseconds: number; graceMilliseconds: number };
};

export type Workers = { ready: Promise<void>; stop(): Promise<void> };

/** gRPC would pause up to two minutes between attempts, and what waits in the outbox with it. */
const channelArgs = { 'grpc.max_reconnect_backoff_ms': 1_000 };

/** Connections of the pool that are not for steps: the relay's, the reconciliation's, and one to spare. */
const reserved = 3;

/** Starts the relay, the worker of the quality queue and the reconciliation. Neither engine nor database need to be there yet. */
export async function startWorkers({
  config,
  log,
  taskQueue,
  bundlePath,
  reconcile,
}: WorkerSettings): Promise<Workers> {
  const { database, temporal, metricsPort } = config;
  const telemetry = startTelemetry('workers', config.tracesUrl);
  const plugins = telemetry ? [telemetry.plugin] : [];
  const traced = telemetry !== undefined;
  const bundle = bundlePath
    ? { codePath: bundlePath }
    : await workflowBundle({ folder: join(config.home, 'workflows'), traced, logger: sdkLogger(log) });

  const db = connect(database.url, {
    role: 'holdfast_app',
    poolSize: database.workerPool,
    applicationName: 'workers',
    sight: 'all',
  });
  const operations = { db, clock: { now: () => new Date() }, newId };
  const metrics = createWorkerMetrics();
  const metricsServer = metricsPort === undefined ? undefined : await startMetricsServer(metrics, metricsPort);
  const connection = Connection.lazy({ ...temporal.connection, channelArgs });
  const client = new Client({ connection, namespace: temporal.namespace, plugins });

  const relay = startRelay({ operations, client, log, metrics });
  const listening = listenForStarts(database.url, { ring: relay.ring, log, metrics });
  const reconciliation = startReconciliation({ operations, client, log, metrics, ...reconcile });
  const sealing = config.auditSealMinutes
    ? keepAuditSchedule({
        client,
        log,
        scheduleId: auditSealProcess.scheduleId,
        taskQueue: auditSealProcess.taskQueue,
        everyMinutes: config.auditSealMinutes,
      })
    : undefined;
  const slots = Math.max(2, database.workerPool - reserved);
  const worker = runQualityWorker({
    connection: temporal.connection,
    namespace: temporal.namespace,
    taskQueue: taskQueue ?? taskQueues.quality,
    workflowBundle: bundle,
    activities: createActivities(operations),
    slots: { activities: Math.ceil(slots / 2), localActivities: Math.floor(slots / 2) },
    plugins,
    log,
  });

  const stop = async (): Promise<void> => {
    // What starts new work ends first, then the work, then what it stands on.
    await Promise.all([listening.stop(), relay.stop(), reconciliation.stop(), sealing?.stop()]);
    await worker.stop();
    await connection.close();
    await db.$client.end({ timeout: 5 });
    await metricsServer?.close();
    await telemetry?.stop();
  };
  let stopped: Promise<void> | undefined;
  return { ready: worker.ready, stop: () => (stopped ??= stop()) };
}

async function main(): Promise<void> {
  const config = readConfig();
  const log = pino({ name: 'workers', level: config.logLevel });
  const { metricsPort } = config;
  installSdkRuntime(log, metricsPort === undefined ? undefined : sdkMetricsAddress(metricsPort));
  const { workflowBundle: bundlePath } = config;
  const workers = await startWorkers({ config, log, ...(bundlePath && { bundlePath }) });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, async () => {
      log.info({ signal }, 'Stopping: steps under way are finished first');
      await workers.stop();
      process.exit(0);
    });
  }
}

if (import.meta.main) {
  await main().catch((error: unknown) => {
    process.stderr.write(`${error instanceof ConfigError ? error.message : (error as Error).stack}\n`);
    process.exit(1);
  });
}
