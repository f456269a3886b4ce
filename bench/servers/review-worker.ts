import { pino } from 'pino';
import { readConfig } from '#config';
import { startWorkers } from '#workers/main.ts';
import { installSdkRuntime } from '#workers/sdk-runtime.ts';
import { tellReady } from './tell-ready.ts';

// The workers as in production: relay, reconciliation and the quality queue.
const config = readConfig();
const log = pino({ name: 'workers', level: config.logLevel });
installSdkRuntime(log, undefined);
const workers = await startWorkers({ config, log });
process.once('SIGTERM', () => void workers.stop().then(() => process.exit(0)));
await workers.ready;
tellReady();
