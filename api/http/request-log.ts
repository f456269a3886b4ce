import type { RequestHandler } from 'express';
import { type DestinationStream, type Logger, pino } from 'pino';
import type { Locals } from './locals.ts';

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
export function createLog(level: string, destination: DestinationStream = pino.destination(1)): ApiLog {
  const common = { level, timestamp: pino.stdTimeFunctions.isoTime, base: { program: 'api' } };
  return { log: pino({ ...common, redact }, destination), requests: pino(common, destination) };
}

const quietly = new Set(['/healthz', '/readyz', '/metrics']);

/** Who asked what, how it ended and how long it took. The query is left out: people search for names. */
export function logRequests(log: Logger): RequestHandler<never, unknown, unknown, unknown, Locals> {
  return (req, res, next) => {
    const started = performance.now();
    res.once('close', () => {
      const { requestId, route, caller, refusedBy, traceparent } = res.locals;
      const level = res.statusCode >= 500 ? 'error' : quietly.has(req.path) ? 'debug' : 'info';
      log[level](
        {
          requestId,
          method: req.method,
          path: req.path.slice(0, 300),
          route,
          status: res.statusCode,
          finished: res.writableFinished,
          milliseconds: Math.round((performance.now() - started) * 10) / 10,
          callerId: caller?.id,
          from: req.ip,
          code: refusedBy,
          traceparent,
        },
        'answered',
      );
    });
    next();
  };
}
