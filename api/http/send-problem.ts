import type { Response } from 'express';
import type { RuleViolation } from '#domain/result.ts';
import type { Locals } from './locals.ts';
import { type FaultCode, faultProblem, type Problem, problemOf } from './problem.ts';

const engineRetrySeconds = 2;

/** Answers a refusal as application/problem+json (RFC 9457), with the headers its status asks for. */
export function sendRefusal(res: Response<unknown, Locals>, violation: RuleViolation): void {
  const problem = problemOf(violation, res.locals.requestId);
  const wait = violation.retryAfterSeconds ?? (problem.status === 503 ? engineRetrySeconds : undefined);
  if (wait !== undefined && !res.hasHeader('Retry-After')) res.setHeader('Retry-After', String(wait));
  // RFC 9110, 11.6.1: a 401 names a way in.
  if (problem.status === 401) res.setHeader('WWW-Authenticate', 'Bearer realm="holdfast"');
  send(res, problem);
}

/** Answers a fault without a word about what it was. */
export function sendFault(res: Response<unknown, Locals>, code: FaultCode): void {
  if (code === 'unavailable') res.setHeader('Retry-After', String(engineRetrySeconds));
  send(res, faultProblem(code, res.locals.requestId));
}

function send(res: Response<unknown, Locals>, problem: Problem): void {
  res.locals.refusedBy = problem.code;
  const body = JSON.stringify(problem);
  res.status(problem.status);
  res.setHeader('Content-Type', 'application/problem+json; charset=utf-8');
  res.setHeader('Content-Length', Buffer.byteLength(body));
  res.setHeader('Cache-Control', 'no-store');
  res.end(body);
}
