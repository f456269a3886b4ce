import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode } from '@temporalio/worker';
import { pino } from 'pino';
import type { Activities } from '#activities/index.ts';
import { readConfig } from '#config';
import { runQualityWorker } from '#workers/quality-worker.ts';
import { installSdkRuntime, sdkLogger } from '#workers/sdk-runtime.ts';
import { noOpTaskQueue } from '../workflows/no-op-steps.ts';
import { tellReady } from './tell-ready.ts';

const config = readConfig();
const log = pino({ name: 'no-op', level: config.logLevel });
installSdkRuntime(log, undefined);
const workflowsPath = fileURLToPath(new URL('../workflows/index.ts', import.meta.url));
const { code } = await bundleWorkflowCode({ workflowsPath, logger: sdkLogger(log) });
const folder = join(config.home, 'no-op');
mkdirSync(folder, { recursive: true });
const codePath = join(folder, 'bundle.js');
writeFileSync(codePath, code);

const slots = Math.max(2, config.database.workerPool - 3);
const worker = runQualityWorker({
  connection: config.temporal.connection,
  namespace: config.temporal.namespace,
  taskQueue: noOpTaskQueue,
  workflowBundle: { codePath },
  // The same worker is given other work to do.
  activities: { doNothing: async (step: number) => step } as unknown as Activities,
  slots: { activities: Math.ceil(slots / 2), localActivities: Math.floor(slots / 2) },
  plugins: [],
  log,
});
process.once('SIGTERM', () => void worker.stop().then(() => process.exit(0)));
await worker.ready;
tellReady();
