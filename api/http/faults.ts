import type { Logger } from 'pino';
import type { RuleViolation } from '#domain/result.ts';
import type { Exchange } from './exchange.ts';
import type { FaultCode } from './problem.ts';
import { sendFault, sendRefusal } from './send.ts';

type Fault = { code?: unknown; cause?: unknown };

/** SQLSTATE classes and codes, and the driver's own, after which the same request may succeed: nothing was committed. */
const passing =
  /^(08...|25P03|57P0[123]|53...|40001|40P01|CONNECTION_\w+|CONNECT_TIMEOUT|ECONN\w+|EPIPE|ETIMEDOUT|ENOENT)$/;
/** What the database could not read as the type of a column: of a parsed request, only a cursor can hold that. */
const unreadableValue = /^22...$/;

/** Answers what was thrown: a path that is none and a cursor that is none are refused, all else is logged and not told. */
export function answerFault(exchange: Exchange, error: unknown, log: Logger): void {
  const { res, requestId, route } = exchange;
  if (res.headersSent) {
    log.error({ err: error, requestId, route }, 'An answer broke off');
    return void res.destroy();
  }
  const code = codeOf(error);
  const refused = refusedBy(error, code, exchange.search);
  if (refused) {
    sendRefusal(exchange, refused);
    return;
  }
  const fault: FaultCode = code && passing.test(code) ? 'unavailable' : 'internal';
  log.error({ err: error, requestId, route }, `A fault: ${fault}`);
  sendFault(exchange, fault);
}

function refusedBy(error: unknown, code: string | undefined, search: string): RuleViolation | undefined {
  if (error instanceof URIError) {
    const message = 'The path has a percent sign that encodes nothing';
    return { code: 'request.malformed', message, pointer: '/path' };
  }
  if (code && unreadableValue.test(code) && new URLSearchParams(search).has('cursor')) {
    const message = 'This cursor is not one that this list answered';
    return { code: 'request.cursor-malformed', message, pointer: '/query/cursor' };
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
