import { allow, type Result } from '#domain/result.ts';
import type { Exchange } from './exchange.ts';

const windowMilliseconds = 60_000;
const mostCounted = 100_000;

export type RateLimit = (exchange: Exchange, key: string) => Result<void>;

/**
 * Counts what each key asks within a minute that begins with its first, and tells in the RateLimit headers
 * (draft-ietf-httpapi-ratelimit-headers-07) what is left. Counted in this process alone: with n of them a caller has up to
 * n times as much.
 */
export function createRateLimit(perMinute: number): RateLimit {
  const counted = new Map<string, { count: number; endsAt: number }>();
  const policy = `${perMinute};w=${windowMilliseconds / 1000}`;

  return ({ headers, startedAt }, key) => {
    let window = counted.get(key);
    if (!window || window.endsAt <= startedAt) {
      if (counted.size >= mostCounted) forgetEnded(counted, startedAt);
      window = { count: 0, endsAt: startedAt + windowMilliseconds };
      counted.set(key, window);
    }
    window.count += 1;
    const seconds = Math.ceil((window.endsAt - startedAt) / 1000);
    const left = Math.max(0, perMinute - window.count);
    headers.push('RateLimit-Policy', policy, 'RateLimit', `limit=${perMinute}, remaining=${left}, reset=${seconds}`);
    if (window.count <= perMinute) return allow(undefined);
    const message = `More than ${perMinute} in a minute are not answered; wait ${seconds} seconds`;
    return { ok: false, violation: { code: 'request.too-many', message, retryAfterSeconds: seconds } };
  };
}

/** Keeps memory bounded whoever calls from however many addresses; when all still count, all begin anew. */
function forgetEnded(counted: Map<string, { endsAt: number }>, now: number): void {
  for (const [key, { endsAt }] of counted) if (endsAt <= now) counted.delete(key);
  if (counted.size >= mostCounted) counted.clear();
}
