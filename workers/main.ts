import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { type Logger, pino } from 'pino';
import { type DeliverySettings, deliveryActivities } from '#activities/deliveries.ts';
import { createActivities } from '#activities/index.ts';
import { type Config, ConfigError, readConfig } from '#config';
import { connect } from '#db/connect.ts';
import { newId } from '#db/new-id.ts';
import {
  auditSealProcess,
  deliveryQueueOf,
  masterDataWatchProcess,
  retentionProcess,
  taskQueues,
  taskWatchProcess,
} from '#domain/processes.ts';
import { openDocumentFolder } from '#operations/document-store.ts';
import { keepSchedule } from './keep-schedule.ts';
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
    Partial<Pick<Config, 'auditSealMinutes' | 'retentionHours' | 'publicUrl' | 'secrets'>> & {
      delivery?: Partial<Config['delivery']>;
    };
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

/** Connections of the pool that are not for decisions: the relay's, the reconciliation's, those of deliveries, one to spare. */
const deliverySlots = 4;
const reserved = 3 + deliverySlots / 2;

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
  const { auditSealMinutes, retentionHours, delivery = {} } = config;
  const schedules = [
    auditSealMinutes && keepSchedule({ client, log, ...auditSealProcess, everySeconds: auditSealMinutes * 60 }),
    retentionHours && keepSchedule({ client, log, ...retentionProcess, everySeconds: retentionHours * 3_600 }),
    // With the watch of tasks, since it makes some. What it looks for changes from day to day.
    delivery.taskWatchSeconds && keepSchedule({ client, log, ...masterDataWatchProcess, everySeconds: 3_600 }),
    delivery.taskWatchSeconds &&
      keepSchedule({ client, log, ...taskWatchProcess, everySeconds: delivery.taskWatchSeconds }),
  ].filter((schedule) => typeof schedule === 'object');
  const slots = Math.max(2, database.workerPool - reserved);
  const queue = taskQueue ?? taskQueues.quality;
  const engine = { connection: temporal.connection, namespace: temporal.namespace, plugins, log };
  const worker = runQualityWorker({
    ...engine,
    taskQueue: queue,
    workflowBundle: bundle,
    activities: createActivities(operations, openDocumentFolder(join(config.home, 'documents'))),
    slots: { activities: Math.ceil(slots / 2), localActivities: Math.floor(slots / 2) },
  });
  // They wait for others most of their time, so they are more than the connections they hold.
  const deliveries = runQualityWorker({
    ...engine,
    taskQueue: deliveryQueueOf(queue),
    activities: deliveryActivities(operations, deliverySettings(config, log)),
    slots: { activities: deliverySlots, localActivities: 1 },
  });

  const stop = async (): Promise<void> => {
    // What starts new work ends first, then the work, then what it stands on.
    await Promise.all([listening.stop(), relay.stop(), reconciliation.stop(), ...schedules.map((one) => one.stop())]);
    await Promise.all([worker.stop(), deliveries.stop()]);
    await connection.close();
    await db.$client.end({ timeout: 5 });
    await metricsServer?.close();
    await telemetry?.stop();
  };
  let stopped: Promise<void> | undefined;
  return { ready: worker.ready, stop: () => (stopped ??= stop()) };
}

/** How messages leave the house, and one clear line where mail does not. */
function deliverySettings(
  { delivery, publicUrl = '', secrets = [''] }: WorkerSettings['config'],
  log: Logger,
): DeliverySettings {
  if (!delivery?.mail)
    log.info('No mail server is configured (HOLDFAST_SMTP_URL): notifications stay in the product, each says so');
  return { publicUrl, secrets, mail: delivery?.mail, webhooks: { allowedHosts: delivery?.webhookHosts ?? [] } };
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
