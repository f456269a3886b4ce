import { MemoryStore, type Options } from 'express-rate-limit';
import { allow, type Result } from '#domain/result.ts';
import type { Exchange } from './exchange.ts';

const windowMs = 60_000;

export type RateLimit = (exchange: Exchange, key: string) => Promise<Result<void>>;

/**
 * Counts what each key asks within a minute that begins with its first, and tells in the RateLimit headers
 * (draft-ietf-httpapi-ratelimit-headers-07) what is left. Counted in this process alone: with n of them a caller has up to
 * n times as much. The library's store is asked by the door, which knows by whom to count, and not by its middleware.
 */
export function createRateLimit(perMinute: number): RateLimit {
  const store = new MemoryStore();
  // Of the middleware's options the store reads the window alone.
  store.init({ windowMs } as Options);
  const policy = `${perMinute};w=${windowMs / 1000}`;

  return async ({ headers }, key) => {
    const { totalHits, resetTime } = await store.increment(key);
    const seconds = Math.max(1, Math.ceil(((resetTime?.getTime() ?? 0) - Date.now()) / 1000));
    const left = Math.max(0, perMinute - totalHits);
    headers.push('RateLimit-Policy', policy, 'RateLimit', `limit=${perMinute}, remaining=${left}, reset=${seconds}`);
    if (totalHits <= perMinute) return allow(undefined);
    const message = `More than ${perMinute} in a minute are not answered; wait ${seconds} seconds`;
    return { ok: false, violation: { code: 'request.too-many', message, retryAfterSeconds: seconds } };
  };
}
