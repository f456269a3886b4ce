import { millisecondsOfMinutes } from './policy-values.ts';

/** How a delivery ended. `deferred` may succeed later (a 4xx of SMTP, a server away); `refused` never will (a 5xx, a 410). */
export type DeliveryOutcome =
  | { state: 'sent' }
  | { state: 'not_sent'; error: string }
  | { state: 'deferred'; error: string }
  | { state: 'refused'; error: string };

const longestPauseMilliseconds = 4 * 3_600_000;

/** When a deferred delivery is tried again: twice as long after each try, up to four hours; null once it is given up. */
export function nextAttempt(
  { attempts, createdAt, now }: { attempts: number; createdAt: Date; now: Date },
  { retryAfter, giveUpAfter }: { retryAfter: string; giveUpAfter: string },
): Date | null {
  if (now.getTime() >= createdAt.getTime() + millisecondsOfMinutes(giveUpAfter)) return null;
  const pause = millisecondsOfMinutes(retryAfter) * 2 ** Math.min(Math.max(attempts - 1, 0), 30);
  return new Date(now.getTime() + Math.min(pause, longestPauseMilliseconds));
}
