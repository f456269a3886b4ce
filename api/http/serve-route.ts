import type { Request, RequestHandler, Response } from 'express';
import express from 'express';
import type { Contract } from '#api/contracts/contract.ts';
import { authorize, type Caller } from '#domain/caller.ts';
import { allow, type Result, type RuleViolation, refuse, refuseAll } from '#domain/result.ts';
import { createAnswerer } from './answer.ts';
import { readIdempotencyKey } from './idempotency-key.ts';
import { isJsonType, parseJsonBody } from './json-body.ts';
import type { Locals } from './locals.ts';
import { createPartsParser } from './parse-parts.ts';
import { readIfMatch } from './preconditions.ts';
import type { ApiRequest } from './request.ts';
import type { Route } from './router.ts';
import { isFromElsewhere } from './same-origin.ts';
import { sendRefusal } from './send-problem.ts';
import type { Services } from './services.ts';

type Middleware = RequestHandler<never, unknown, unknown, unknown, Locals>;
type Res = Response<unknown, Locals>;

/** Whoever is not signed in, where the contract asks for nobody. */
const nobody: Caller = { kind: 'person', id: 'anonymous', name: 'Somebody not signed in', grants: [] };

/** What serves one contract, in order: the door, the media type, the bytes, then parse in, handle, parse out. */
export function serveRoute({ contract, handler }: Route, services: Services): Middleware[] {
  const parseParts = createPartsParser(contract);
  const answer = createAnswerer(contract);
  const limit = contract.upload?.maxBytes ?? services.settings.bodyLimitBytes;
  const readBytes = express.raw({ type: () => true, limit, inflate: false }) as unknown as Middleware;

  const handle: Middleware = async (req, res) => {
    const bytes: Buffer = Buffer.isBuffer(req.body) ? req.body : Buffer.alloc(0);
    const json = contract.upload ? allow(undefined) : parseJsonBody(bytes);
    const key = readIdempotencyKey(contract, req.get('idempotency-key'), services.operations.newId);
    const { parts, problems } = parseParts({
      params: req.params,
      query: req.query,
      body: json.ok ? json.value : undefined,
    });
    // Text that is no JSON has one problem, not one for each field that could not be found in it.
    const found = json.ok
      ? problems
      : [json.violation, ...problems.filter(({ pointer }) => pointer?.startsWith('/path/'))];
    if (!key.ok) found.unshift(key.violation);
    if (found.length > 0) return sendRefusal(res, gather(found));

    const ifMatch = contract.ifMatch ? readIfMatch(req.get('if-match')) : undefined;
    if (ifMatch && !ifMatch.ok) return sendRefusal(res, ifMatch.violation);
    const request = describe(req, res, key.ok ? key.value : '');
    if (ifMatch) request.ifMatch = ifMatch.value;
    if (contract.upload) request.content = { bytes, contentType: mediaType(req) };

    // The parser made the parts from this very contract.
    const result = await handler(parts as Parameters<typeof handler>[0], request);
    if (!result.ok) return sendRefusal(res, result.violation);
    answer(req, res, result.value, 'repeated' in result && result.repeated);
  };
  return [door(contract), acceptBody(contract), readBytes, handle];
}

/** Lets in who is known, from where they may come, with the right the contract names. */
function door(contract: Contract): Middleware {
  return (req, res, next) => {
    const { caller, notRecognised } = res.locals;
    if (contract.right === 'public') {
      if (!isFromElsewhere(req) || contract.method === 'get') return next();
      return sendRefusal(res, { code: 'access.csrf', message: 'Another site may not make a browser send this' });
    }
    const known: Result<Caller> = caller
      ? allow(caller)
      : (notRecognised ?? refuse('access.not-signed-in', 'Sign in, or send an API key'));
    if (!known.ok) return sendRefusal(res, known.violation);
    const may = contract.right === 'signed-in' ? allow(undefined) : authorize(known.value, contract.right);
    if (!may.ok) return sendRefusal(res, may.violation);
    next();
  };
}

/** Refuses media types before reading a body of them. */
function acceptBody({ upload }: Contract): Middleware {
  const types = upload?.types.join(', ') ?? 'application/json in UTF-8';
  return (req, res, next) => {
    const hasBody = req.headers['transfer-encoding'] !== undefined || (req.headers['content-length'] ?? '0') !== '0';
    const sent = req.headers['content-type'] ?? '';
    if (!hasBody || (upload ? upload.types.includes(mediaType(req)) : isJsonType(sent))) return next();
    sendRefusal(res, {
      code: 'request.unsupported-media-type',
      message: `This takes ${types}, not "${sent.slice(0, 100)}"`,
    });
  };
}

const mediaType = (req: Pick<Request, 'headers'>): string =>
  (req.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';

function describe(
  req: Request<never, unknown, unknown, unknown, Locals>,
  res: Res,
  idempotencyKey: string,
): ApiRequest {
  const { requestId, traceparent, caller = nobody, sessionId = null } = res.locals;
  const cause = { requestId, traceparent, fromAddress: req.ip };
  return {
    caller,
    cause,
    idempotencyKey,
    sessionId,
    userAgent: req.get('user-agent') ?? null,
    setHeader: (name, value) => void res.setHeader(name, value),
    command: (input) => ({ commandId: `${caller.id}:${idempotencyKey}`, caller, cause, input }),
  };
}

function gather(problems: readonly RuleViolation[]): RuleViolation {
  const code = problems.every((problem) => problem.code === problems[0]?.code) ? problems[0]?.code : undefined;
  const [only] = problems;
  const message =
    problems.length === 1 && only ? only.message : `${problems.length} things are wrong with this request`;
  return refuseAll(code ?? 'request.malformed', message, problems).violation;
}
