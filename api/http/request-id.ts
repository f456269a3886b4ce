import type { RequestHandler } from 'express';
import type { Locals } from './locals.ts';

const sane = /^[A-Za-z0-9._-]{8,128}$/;

/** Takes the id a caller gave this request where it is one, makes one otherwise, and tells it back in every answer. */
export function nameRequest(newId: () => string): RequestHandler<never, unknown, unknown, unknown, Locals> {
  return (req, res, next) => {
    const given = req.headers['x-request-id'];
    res.locals.requestId = typeof given === 'string' && sane.test(given) ? given : newId();
    res.setHeader('X-Request-Id', res.locals.requestId);
    next();
  };
}
