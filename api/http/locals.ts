import type { Caller } from '#domain/caller.ts';
import type { Refusal } from '#domain/result.ts';
import type { RuleCode } from '#domain/rule-codes.ts';
import type { FaultCode } from './problem.ts';

/** What is known of one request while it is served. */
export type Locals = {
  requestId: string;
  traceparent?: string | undefined;
  /** The template of the path, for metrics and logs: ids must not become names of series. */
  route?: string;
  caller?: Caller;
  sessionId?: string | null;
  /** Why nobody was recognised, where somebody has to be. */
  notRecognised?: Refusal;
  refusedBy?: RuleCode | FaultCode;
};
