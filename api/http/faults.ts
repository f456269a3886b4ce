import type { ErrorRequestHandler } from 'express';
import type { Logger } from 'pino';
import type { RuleViolation } from '#domain/result.ts';
import type { Locals } from './locals.ts';
import type { FaultCode } from './problem.ts';
import { sendFault, sendRefusal } from './send-problem.ts';

type Fault = { code?: unknown; type?: unknown; status?: unknown; limit?: unknown; cause?: unknown };

/** SQLSTATE classes and codes, and the driver's own, after which the same request may succeed: nothing was committed. */
const passing = /^(08...|57P0[123]|53...|40001|40P01|CONNECTION_\w+|CONNECT_TIMEOUT|ECONN\w+|EPIPE|ETIMEDOUT|ENOENT)$/;
/** What the database could not read as the type of a column: of a parsed request, only a cursor can hold that. */
const unreadableValue = /^22...$/;

/** The last one to be asked: what the framework refuses becomes a refusal, all else a fault that is logged and not told. */
export function answerFaults(
  log: Logger,
): ErrorRequestHandler<never, unknown, unknown, { cursor?: unknown } | undefined, Locals> {
  return (error: unknown, req, res, _next) => {
    if (res.headersSent) {
      log.error({ err: error, requestId: res.locals.requestId }, 'An answer broke off');
      return void res.destroy();
    }
    const refused = refusedByFramework(error);
    if (refused) return sendRefusal(res, refused);
    const code = codeOf(error);
    if (code && unreadableValue.test(code) && req.query?.cursor !== undefined) {
      const message = 'This cursor is not one that this list answered';
      return sendRefusal(res, { code: 'request.cursor-malformed', message, pointer: '/query/cursor' });
    }
    const fault: FaultCode = code && passing.test(code) ? 'unavailable' : 'internal';
    log.error({ err: error, requestId: res.locals.requestId, route: res.locals.route }, `A fault: ${fault}`);
    sendFault(res, fault);
  };
}

function refusedByFramework(error: unknown): RuleViolation | undefined {
  if (error instanceof URIError) {
    return { code: 'request.malformed', message: 'The path has a percent sign that encodes nothing', pointer: '/path' };
  }
  const { type, limit } = (error ?? {}) as Fault;
  if (type === 'entity.too.large') {
    return { code: 'request.too-large', message: `A body has at most ${String(limit)} bytes here` };
  }
  if (type === 'encoding.unsupported') {
    return { code: 'request.unsupported-media-type', message: 'Send the body without Content-Encoding' };
  }
  if (type === 'request.aborted' || type === 'request.size.invalid') {
    return { code: 'request.malformed', message: 'The body is not as long as its Content-Length says', pointer: '' };
  }
  return undefined;
}

/** The first code in the chain of causes: the query builder wraps what the driver throws. */
function codeOf(error: unknown): string | undefined {
  for (let at = error as Fault | undefined, depth = 0; at && depth < 5; at = at.cause as Fault | undefined, depth++) {
    if (typeof at.code === 'string') return at.code;
  }
  return undefined;
}
