import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Caller } from '#domain/caller.ts';
import type { RuleCode } from '#domain/rule-codes.ts';
import type { FaultCode } from './problem.ts';

/** One request and what is known of it while it is answered. */
export type Exchange = {
  req: IncomingMessage;
  res: ServerResponse;
  method: string;
  path: string;
  /** What follows the question mark. */
  search: string;
  /** Milliseconds of the process's own clock. */
  startedAt: number;
  requestId: string;
  /** Who sent it, as far as proxies may be believed. */
  address: string;
  traceparent?: string | undefined;
  /** The template of the path, for metrics and logs: ids must not become names of series. */
  route?: string;
  caller?: Caller;
  passwordChangeDue?: boolean;
  oneFactor?: boolean;
  sessionId: string | null;
  /** A browser came here by itself, so that a refusal is a page where it takes one. */
  forBrowser?: boolean;
  refusedBy?: RuleCode | FaultCode;
  /** Names and values in turn, sent with the answer beside those every answer has. */
  headers: string[];
  /** Called once, with the status, when the answer has been handed over. */
  answered(status: number): void;
};

/** Opens the exchange of a request. */
export function openExchange(
  req: IncomingMessage,
  res: ServerResponse,
  known: Pick<Exchange, 'requestId' | 'address' | 'answered' | 'headers'>,
): Exchange {
  const { method = 'GET', url = '/' } = req;
  const mark = url.indexOf('?');
  return {
    req,
    res,
    method,
    path: mark === -1 ? url : url.slice(0, mark),
    search: mark === -1 ? '' : url.slice(mark + 1),
    startedAt: performance.now(),
    sessionId: null,
    ...known,
  };
}
