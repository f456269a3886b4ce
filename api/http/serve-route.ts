import type { IncomingMessage } from 'node:http';
import { parse as parseQuery } from 'node:querystring';
import type { Contract } from '#api/contracts/contract.ts';
import { seenBy } from '#db/queries/sight.ts';
import type { Caller } from '#domain/caller.ts';
import { allow, type Result, type RuleViolation, refuse, refuseAll } from '#domain/result.ts';
import { createAnswerer } from './answer.ts';
import type { Door } from './door.ts';
import type { Exchange } from './exchange.ts';
import { readIdempotencyKey } from './idempotency-key.ts';
import { isJsonType, parseJsonBody } from './json-body.ts';
import { createPartsParser } from './parse-parts.ts';
import { readIfMatch } from './preconditions.ts';
import { hasBody, readBody } from './read-body.ts';
import type { ApiRequest } from './request.ts';
import type { Route } from './router.ts';
import { sendRefusal } from './send.ts';
import type { Services } from './services.ts';
import type { UploadMemory } from './upload-memory.ts';

/** What stands before every route of a process, shared by them. */
export type Entrance = { door: Door; uploadMemory: UploadMemory };

/** Serves one request by its route. What it throws is a fault. */
export type ServedRoute = (exchange: Exchange, params: Record<string, string>) => Promise<void>;

/** Whoever is not signed in, where the contract asks for nobody. */
const nobody: Caller = { kind: 'person', id: 'anonymous', name: 'Somebody not signed in', grants: [] };
const noQuery = {};
const nothingTaken = (): void => {};

/** What serves one contract, in order: the door, the media type, the bytes, then parse in, handle, parse out. */
export function serveRoute(
  { contract, handler }: Route,
  { door, uploadMemory }: Entrance,
  services: Services,
): ServedRoute {
  const parseParts = createPartsParser(contract);
  const answer = createAnswerer(contract);
  const limit = contract.upload?.maxBytes ?? services.settings.bodyLimitBytes;
  const template = `/v1${contract.path}`;

  return async (exchange, params) => {
    exchange.route = template;
    exchange.forBrowser = contract.browser !== undefined;
    const entered = await door(exchange, contract);
    if (!entered.ok) return sendRefusal(exchange, entered.violation);
    const memory = limit > services.settings.bodyLimitBytes ? uploadMemory(exchange.req, limit) : allow(nothingTaken);
    if (!memory.ok) return refuseUnread(exchange, memory.violation);
    try {
      await serve(exchange, params);
    } finally {
      memory.value();
    }
  };

  async function serve(exchange: Exchange, params: Record<string, string>): Promise<void> {
    const { req, search } = exchange;
    const accepted = acceptBody(contract, req);
    const read = accepted.ok ? await readBody(req, limit) : accepted;
    if (!read.ok) return refuseUnread(exchange, read.violation);

    const json = contract.upload ? allow(undefined) : parseJsonBody(read.value);
    const key = readIdempotencyKey(contract, headerOf(req, 'idempotency-key'));
    const body = json.ok ? json.value : undefined;
    const { parts, problems } = parseParts({ params, query: search === '' ? noQuery : parseQuery(search), body });
    // Text that is no JSON has one problem, not one for each field that could not be found in it.
    const found = json.ok
      ? problems
      : [json.violation, ...problems.filter(({ pointer }) => pointer?.startsWith('/path/'))];
    if (!key.ok) found.unshift(key.violation);
    if (found.length > 0) return sendRefusal(exchange, gather(found));

    const ifMatch = contract.ifMatch ? readIfMatch(headerOf(req, 'if-match')) : undefined;
    if (ifMatch && !ifMatch.ok) return sendRefusal(exchange, ifMatch.violation);
    const request = describe(exchange, key.ok ? key.value : undefined, services.operations.newId);
    if (ifMatch) request.ifMatch = ifMatch.value;
    if (contract.upload) request.content = { bytes: read.value, contentType: mediaType(req) };

    // The parser made the parts from this very contract.
    const result = await seenBy(request.caller, () => handler(parts as Parameters<typeof handler>[0], request));
    if (!result.ok) return sendRefusal(exchange, result.violation);
    answer(exchange, result.value, 'repeated' in result && result.repeated);
  }
}

/** Refuses media types before reading a body of them. */
function acceptBody({ upload }: Contract, req: IncomingMessage): Result<void> {
  if (!hasBody(req)) return allow(undefined);
  const sent = headerOf(req, 'content-type') ?? '';
  if (upload ? upload.types.includes(mediaType(req)) : isJsonType(sent)) return allow(undefined);
  const types = upload?.types.join(', ') ?? 'application/json in UTF-8';
  return refuse('request.unsupported-media-type', `This takes ${types}, not "${sent.slice(0, 100)}"`);
}

/** Whoever sends what is not read is not listened to further: the rest of it must not look like the next request. */
function refuseUnread(exchange: Exchange, violation: RuleViolation): void {
  exchange.headers.push('Connection', 'close');
  sendRefusal(exchange, violation);
}

/** The one value of a header; where several came, as Node joins them. */
function headerOf({ headers }: IncomingMessage, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value.join(', ') : value;
}

const mediaType = (req: IncomingMessage): string =>
  (headerOf(req, 'content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? '';

function describe(exchange: Exchange, sentKey: string | undefined, newId: () => string): ApiRequest {
  const { requestId, traceparent, address, caller = nobody, sessionId, req } = exchange;
  const cause = { requestId, traceparent, fromAddress: address };
  // A key is one request of one person in one capacity.
  const capacity = caller.onBehalfOf ? `${caller.id}@${caller.onBehalfOf.id}` : caller.id;
  let key = sentKey;
  // Reads have no command, and an id made for each of them would be half of what they cost.
  const keyed = (): string => (key ??= `none:${newId()}`);
  return {
    caller,
    cause,
    get idempotencyKey() {
      return keyed();
    },
    sessionId,
    userAgent: headerOf(req, 'user-agent') ?? null,
    fromPage: req.headers['sec-fetch-site'] !== undefined,
    cookies: req.headers.cookie,
    setHeader: (name, value) => void exchange.headers.push(name, value),
    command: (input) => ({ commandId: `${capacity}:${keyed()}`, caller, cause, input }),
  };
}

function gather(problems: readonly RuleViolation[]): RuleViolation {
  const [first] = problems;
  const alike = problems.every(({ code }) => code === first?.code);
  const message = problems.length === 1 && first ? first.message : `${problems.length} things are wrong with this`;
  return refuseAll((alike && first?.code) || 'request.malformed', message, problems).violation;
}
