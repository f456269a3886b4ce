import type { Request, RequestHandler } from 'express';
import { allow, type Result, refuse } from '#domain/result.ts';
import type { Locals } from './locals.ts';
import { isSameOrigin } from './same-origin.ts';
import type { Services } from './services.ts';
import { readSessionCookie } from './session-cookie.ts';

/** Finds out who asks and leaves it in the locals; whether somebody has to be known is the door's question. */
export function authenticate({ callers, config }: Services): RequestHandler<never, unknown, unknown, unknown, Locals> {
  return async (req, res, next) => {
    const presented = presentedToken(req, config.publicUrl);
    const recognised = presented.ok ? await callers.recognise(presented.value) : presented;
    if (recognised.ok) {
      res.locals.caller = recognised.value.caller;
      res.locals.sessionId = recognised.value.sessionId;
    } else {
      res.locals.notRecognised = recognised;
    }
    next();
  };
}

/** A bearer token is sent on purpose and goes first; a cookie is sent by browsers on their own, so its origin counts. */
function presentedToken(req: Pick<Request, 'headers' | 'method'>, publicUrl: string): Result<string> {
  const { authorization, cookie } = req.headers;
  if (authorization !== undefined) {
    const token = /^Bearer +(\S{1,200})$/i.exec(authorization)?.[1];
    return token
      ? allow(token)
      : refuse('access.not-signed-in', 'Authorization is "Bearer", a space, and a session token or an API key');
  }
  const token = readSessionCookie(cookie);
  if (token === undefined) return refuse('access.not-signed-in', 'Sign in, or send an API key');
  return isSameOrigin(req, publicUrl)
    ? allow(token)
    : refuse('access.csrf', 'A change by session cookie must come from a page of the same origin');
}
