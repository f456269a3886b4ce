import type { RuleViolation } from '#domain/result.ts';
import type { Exchange } from './exchange.ts';
import { refusedPage } from './html-page.ts';
import { type FaultCode, faultProblem, type Problem, problemOf } from './problem.ts';

const retrySeconds = '2';

const policyName = 'Content-Security-Policy';
/** A page of ours styles itself and does nothing else. */
const pagePolicy =
  "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** What every answer of the API says to browsers: it is no page, belongs in no frame, and to no other origin. */
const always = [
  'X-Content-Type-Options',
  'nosniff',
  policyName,
  "default-src 'none'; frame-ancestors 'none'",
  'Cross-Origin-Resource-Policy',
  'same-origin',
  'Referrer-Policy',
  'no-referrer',
];

const onPages = always.with(always.indexOf(policyName) + 1, pagePolicy);

/** Sends a body that is at hand, in one piece with its headers. */
export function send(exchange: Exchange, status: number, contentType: string, body: string | Uint8Array): void {
  const length = typeof body === 'string' ? Buffer.byteLength(body) : body.byteLength;
  write(exchange, status, ['Content-Type', contentType, 'Content-Length', String(length)], body);
}

export const json = 'application/json; charset=utf-8';

/** 204 and 304 have no body and no Content-Length (RFC 9110, 8.6). */
export const sendNothing = (exchange: Exchange, status: 204 | 304): void => write(exchange, status, [], undefined);

/** Sends a browser on; what it was sent here with must not be told to where it goes, which `always` sees to. */
export function sendTo(exchange: Exchange, location: string): void {
  exchange.headers.push('Location', location);
  write(exchange, 303, ['Content-Length', '0'], undefined);
}

/** Sends a page of ours. */
export function sendPage(exchange: Exchange, status: number, html: string): void {
  const own = ['Content-Type', 'text/html; charset=utf-8', 'Content-Length', String(Buffer.byteLength(html))];
  write(exchange, status, own, html, onPages);
}

/** Answers a refusal as application/problem+json (RFC 9457), with the headers its status asks for. */
export function sendRefusal(exchange: Exchange, violation: RuleViolation): void {
  const problem = problemOf(violation, exchange.requestId);
  const wait = violation.retryAfterSeconds ?? (problem.status === 503 ? retrySeconds : undefined);
  if (wait !== undefined) exchange.headers.push('Retry-After', String(wait));
  // RFC 9110, 11.6.1: a 401 names a way in.
  if (problem.status === 401) exchange.headers.push('WWW-Authenticate', 'Bearer realm="holdfast"');
  sendProblem(exchange, problem);
}

/** Answers a fault without a word about what it was. */
export function sendFault(exchange: Exchange, code: FaultCode): void {
  if (code === 'unavailable') exchange.headers.push('Retry-After', retrySeconds);
  sendProblem(exchange, faultProblem(code, exchange.requestId));
}

function sendProblem(exchange: Exchange, problem: Problem): void {
  exchange.refusedBy = problem.code;
  exchange.headers.push('Cache-Control', 'no-store');
  const asPage = exchange.forBrowser && exchange.req.headers.accept?.includes('text/html');
  if (asPage) sendPage(exchange, problem.status, refusedPage(problem.title, problem.detail, problem.code));
  else send(exchange, problem.status, 'application/problem+json; charset=utf-8', JSON.stringify(problem));
}

/** All headers in one list: the cheapest way there is, and the only place that writes to a response of the API. */
function write(
  exchange: Exchange,
  status: number,
  own: string[],
  body: string | Uint8Array | undefined,
  said = always,
): void {
  const { res, headers } = exchange;
  res.writeHead(status, [...said, ...headers, ...own]);
  res.end(body);
  exchange.answered(status);
}
