import type { Contract } from '#api/contracts/contract.ts';
import { authorize, type Caller } from '#domain/caller.ts';
import { allow, type Result, refuse } from '#domain/result.ts';
import { secondFactorAsked } from '#domain/second-factor.ts';
import { networkOf } from './client-address.ts';
import type { Exchange } from './exchange.ts';
import { createRateLimit } from './rate-limit.ts';
import { isFromElsewhere, isSameOrigin } from './same-origin.ts';
import type { Services } from './services.ts';
import { readSessionCookie } from './session-cookie.ts';

export type Door = (exchange: Exchange, contract: Contract) => Promise<Result<void>>;

/** Finds out who asks, counts them, and lets in who holds the right that the contract names. */
export function createDoor({ callers, config, settings }: Services): Door {
  const { publicUrl } = config;
  const { origin } = new URL(publicUrl);
  const countCaller = createRateLimit(settings.requestsPerMinute);
  // Accounts lock by themselves; this is against one guess at each of many.
  const countSignIn = createRateLimit(settings.signInsPerMinute);

  const recognise = async (exchange: Exchange): Promise<Result<void>> => {
    const presented = presentedToken(exchange, { publicUrl, origin });
    if (!presented.ok) return presented;
    const recognised = await callers.recognise(presented.value);
    if (!recognised.ok) return recognised;
    exchange.caller = recognised.value.caller;
    exchange.sessionId = recognised.value.sessionId;
    exchange.passwordChangeDue = recognised.value.passwordChangeDue;
    exchange.oneFactor = recognised.value.oneFactor;
    const behalf = exchange.req.headers['on-behalf-of'];
    if (behalf === undefined) return allow(undefined);
    const standIn = await callers.standIn(exchange.caller, String(behalf));
    if (!standIn.ok) return standIn;
    exchange.caller = standIn.value;
    return allow(undefined);
  };

  return async (exchange, contract) => {
    const { right, method, countedAs = method === 'get' ? 'any-call' : 'sign-in' } = contract;
    const { beforePasswordChange, beforeSecondFactor } = contract;
    if (right === 'public') {
      const few = countedAs === 'any-call' ? countCaller : countSignIn;
      const counted = await few(exchange, networkOf(exchange.address));
      if (!counted.ok || method === 'get' || !isFromElsewhere(exchange.req)) return counted;
      return refuse('access.csrf', 'Another site may not make a browser send this');
    }
    const known = await recognise(exchange);
    const counted = await countCaller(exchange, exchange.caller?.id ?? networkOf(exchange.address));
    if (!counted.ok) return counted;
    if (!known.ok) return known;
    if (exchange.passwordChangeDue && !beforePasswordChange) return changeFirst;
    // The role that counts is the one acted in: their own, or that of whom they stand in for.
    const asked = exchange.oneFactor && secondFactorAsked(config.secondFactorRoles, exchange.caller?.grants ?? []);
    if (asked && !beforePasswordChange && !beforeSecondFactor) return enrolFirst;
    return mayEnter(exchange.caller, right);
  };
}

const changeFirst = refuse(
  'access.password-change-due',
  'Somebody else chose your password: change it first, at POST /v1/me/password',
);

const enrolFirst = refuse(
  'access.second-factor-due',
  'Your role asks for a second factor: set one up first, at POST /v1/me/second-factor',
);

const mayEnter = (caller: Caller | undefined, right: Exclude<Contract['right'], 'public'>): Result<void> => {
  if (!caller) return refuse('access.not-signed-in', 'Sign in, or send an API key');
  return right === 'signed-in' ? allow(undefined) : authorize(caller, right);
};

/** A bearer token is sent on purpose and goes first; a cookie is sent by browsers on their own, so its origin counts. */
function presentedToken(
  { req }: Exchange,
  { publicUrl, origin }: { publicUrl: string; origin: string },
): Result<string> {
  const { authorization, cookie } = req.headers;
  if (authorization !== undefined) {
    const token = /^Bearer +(\S{1,200})$/i.exec(authorization)?.[1];
    return token
      ? allow(token)
      : refuse('access.not-signed-in', 'Authorization is "Bearer", a space, and a session token or an API key');
  }
  const token = readSessionCookie(publicUrl, cookie);
  if (token === undefined) return refuse('access.not-signed-in', 'Sign in, or send an API key');
  return isSameOrigin(req, origin)
    ? allow(token)
    : refuse('access.csrf', 'A change by session cookie must come from a page of the same origin');
}
