import { makeTelemetryFilterString, Runtime, type Logger as SdkLogger } from '@temporalio/worker';
import type { Logger } from 'pino';

/** The SDK's words through our log, under its own names for levels. */
export const sdkLogger = (log: Logger): SdkLogger => ({
  log: (level, message, meta) => write(log, level, message, meta),
  trace: (message, meta) => write(log, 'TRACE', message, meta),
  debug: (message, meta) => write(log, 'DEBUG', message, meta),
  info: (message, meta) => write(log, 'INFO', message, meta),
  warn: (message, meta) => write(log, 'WARN', message, meta),
  error: (message, meta) => write(log, 'ERROR', message, meta),
});

const levels = { TRACE: 'trace', DEBUG: 'debug', INFO: 'info', WARN: 'warn', ERROR: 'error' } as const;

function write(log: Logger, level: keyof typeof levels, message: string, meta: Record<string | symbol, unknown> = {}) {
  const { error, ...rest } = meta;
  log[levels[level]](error === undefined ? rest : { ...rest, err: error }, message);
}

/**
 * The one runtime of this process: it logs where we log, leaves signals to us, and tells its metrics on a loopback port of
 * its own, from where ours passes them on.
 */
export function installSdkRuntime(log: Logger, metricsAddress: string | undefined): void {
  Runtime.install({
    logger: sdkLogger(log.child({ part: 'temporal' })),
    shutdownSignals: [],
    telemetryOptions: {
      logging: { filter: makeTelemetryFilterString({ core: 'WARN', other: 'ERROR' }), forward: {} },
      ...(metricsAddress && { metrics: { prometheus: { bindAddress: metricsAddress } } }),
    },
  });
}
