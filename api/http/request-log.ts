import { type DestinationStream, type Logger, pino } from 'pino';
import { withoutTokens } from '#operations/secrets.ts';
import type { Exchange } from './exchange.ts';

/** Whatever somebody logs, these never come out. */
const secrets = ['authorization', 'cookie', 'set-cookie', 'password', 'currentPassword', 'newPassword', 'token', 'key'];
const redact = {
  paths: ['', '*', '*.*'].flatMap((above) => secrets.map((name) => `${above}["${name}"]`)),
  censor: '[secret]',
};

export type ApiLog = { log: Logger; requests: Logger };

/**
 * The log of faults and events, which never tells a secret whatever it is given; and the log of requests, one line each,
 * which is made here of parts that hold none, because looking for secrets costs more than the line.
 */
export function createLog(level: string, destination: DestinationStream): ApiLog {
  const common = { level, timestamp: pino.stdTimeFunctions.isoTime, base: { program: 'api' } };
  return { log: pino({ ...common, redact }, destination), requests: pino(common, destination) };
}

const quietly = new Set(['/healthz', '/readyz', '/metrics']);

/** Who asked what, how it ended and how long it took. The query is left out: people search for names. */
export function logRequest(log: Logger, exchange: Exchange, status: number, milliseconds: number): void {
  const { requestId, method, path, route, address, caller, refusedBy, traceparent } = exchange;
  const level = status >= 500 ? 'error' : quietly.has(path) ? 'debug' : 'info';
  log[level](
    {
      requestId,
      method,
      path: withoutTokens(path.length > 300 ? path.slice(0, 300) : path),
      route,
      status,
      milliseconds: Math.round(milliseconds * 10) / 10,
      callerId: caller?.id,
      from: address,
      code: refusedBy,
      traceparent,
    },
    'answered',
  );
}
