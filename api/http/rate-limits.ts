import type { Request, RequestHandler, Response } from 'express';
import { ipKeyGenerator, rateLimit } from 'express-rate-limit';
import type { Locals } from './locals.ts';
import { sendRefusal } from './send-problem.ts';
import type { ApiSettings } from './settings.ts';

type Limiter = RequestHandler<never, unknown, unknown, unknown, Locals>;

/** Counted in this process alone: with n of them a caller has up to n times as much. */
function limit(perMinute: number, name: string, keyOf: (req: Request, res: Response<unknown, Locals>) => string) {
  const limiter = rateLimit({
    windowMs: 60_000,
    limit: perMinute,
    standardHeaders: 'draft-7',
    legacyHeaders: false,
    identifier: name,
    // Locals is what our own middleware put there.
    keyGenerator: (req, res) => keyOf(req, res as Response<unknown, Locals>),
    handler: (_req, res) => {
      sendRefusal(res as Response<unknown, Locals>, {
        code: 'request.too-many',
        message: `More than ${perMinute} in a minute are not answered; wait as long as Retry-After says`,
      });
    },
    validate: { trustProxy: false, xForwardedForHeader: false },
  });
  return limiter as unknown as Limiter;
}

/** One more of a caller's many; of an address's, where nobody is signed in. */
export const callerLimit = ({ requestsPerMinute }: ApiSettings): Limiter =>
  limit(requestsPerMinute, 'calls', (req, res) => res.locals.caller?.id ?? ipKeyGenerator(req.ip ?? ''));

/** One more guess from an address. Accounts lock by themselves; this is against one guess at each of many. */
export const signInLimit = ({ signInsPerMinute }: ApiSettings): Limiter =>
  limit(signInsPerMinute, 'sign-ins', (req) => ipKeyGenerator(req.ip ?? ''));
