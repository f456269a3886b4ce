import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type DestinationStream, pino } from 'pino';
import { type Config, ConfigError, readConfig } from '#config';
import { connect } from '#db/connect.ts';
import { newId } from '#db/new-id.ts';
import type { OperationContext } from '#operations/context.ts';
import { openDocumentFolder } from '#operations/document-store.ts';
import { resealBoxes } from '#operations/reseal-boxes.ts';
import { startTelemetry } from '#workers/telemetry.ts';
import { createApp } from './http/app.ts';
import { createCallers } from './http/callers.ts';
import { createIdentityProvider } from './http/identity-provider.ts';
import { createLog } from './http/request-log.ts';
import { type ApiSettings, defaultSettings } from './http/settings.ts';
import { createTemporalGateway } from './http/temporal-gateway.ts';
import type { registerRoutes } from './routes/index.ts';

export type RunningApi = { url: string; stop(): Promise<void> };

/** Written in pieces behind the requests' back, each half second at the latest; what is not out yet is written when the process ends, if it ends by itself. */
const standardOutput = () => pino.destination({ dest: 1, sync: false, minLength: 4_096, periodicFlush: 500 });

export type ApiOptions = {
  settings?: Partial<ApiSettings>;
  clock?: OperationContext['clock'];
  logTo?: DestinationStream;
  /** Other routes than ours; tests bring some. */
  register?: typeof registerRoutes;
};

/** Starts the API on the configured port (0: a free one) and answers its address. The engine need not be there. */
export async function startApi(
  config: Config,
  { settings: changed, clock, logTo, register }: ApiOptions = {},
): Promise<RunningApi> {
  const settings = { ...defaultSettings, ...changed };
  const telemetry = startTelemetry('api', config.tracesUrl);
  const { log, requests: requestLog } = createLog(config.logLevel, logTo ?? standardOutput());
  const { url, apiPool: poolSize } = config.database;
  const db = connect(url, { role: 'holdfast_app', poolSize, applicationName: 'holdfast-api', sight: 'caller' });
  const { refusedPasswords } = config;
  const operations: OperationContext = { db, clock: clock ?? { now: () => new Date() }, newId, refusedPasswords };
  const temporal = createTemporalGateway({
    ...config.temporal,
    ...(telemetry && { plugins: [telemetry.plugin] }),
    connectMilliseconds: settings.engineConnectMilliseconds,
    askMilliseconds: settings.engineAskMilliseconds,
  });
  const app = createApp(
    {
      config,
      settings,
      log,
      requestLog,
      operations,
      documents: openDocumentFolder(join(config.home, 'documents')),
      temporal,
      callers: createCallers(operations, config.secrets, settings),
      identityProvider:
        config.identityProvider &&
        createIdentityProvider(config.identityProvider, { publicUrl: config.publicUrl, log, settings }),
    },
    register,
  );

  if (config.secrets.length > 1) log.info({ resealed: await resealBoxes(operations, config.secrets) }, 'closed anew');
  const server = createServer(app);
  server.requestTimeout = 30_000;
  server.headersTimeout = 10_000;
  server.listen(config.port, config.host);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // it listens on a port, not on a pipe
  log.info({ port }, 'listening');

  let stopped: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    log.info('draining');
    await drain(server, settings.drainMilliseconds);
    await temporal.close();
    await db.$client.end({ timeout: 5 });
    await telemetry?.stop();
    log.info('stopped');
  };
  return {
    url: `http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${port}`,
    stop: () => (stopped ??= stop()),
  };
}

/** Takes no new connections, lets what is being answered finish, and cuts off what does not in time. */
async function drain(server: Server, milliseconds: number): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const late = new AbortController();
  const cutOff = sleep(milliseconds, undefined, { signal: late.signal }).then(
    () => server.closeAllConnections(),
    () => {},
  );
  await closed;
  late.abort();
  await cutOff;
}

/** As a program of its own: until it is told to end, by a supervisor or by Ctrl-C. */
async function runAsProgram(): Promise<void> {
  try {
    const { stop } = await startApi(readConfig());
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
      process.on(signal, () => void stop().then(() => process.exit(0)));
    }
  } catch (error) {
    const taken = (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
    const known = error instanceof ConfigError || taken;
    process.stderr.write(`${known && error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  }
}

if (import.meta.main) await runAsProgram();
