import { millisecondsOfDays } from './policy-values.ts';
import { allow, type Result, refuse } from './result.ts';

/**
 * When a fact happened: now unless stated (ISO 8601), never in the future and not longer ago than the policy
 * `late_report_window_days` allows. Law 7: a late report is booked as what it is, so it has to say when.
 */
export function parseHappenedAt(
  stated: string | undefined,
  { now, windowDays }: { now: Date; windowDays: string },
  pointer = '/happenedAt',
): Result<Date> {
  if (stated === undefined) return allow(now);
  const at = new Date(stated);
  if (Number.isNaN(at.getTime())) return refuse('date.malformed', `"${stated}" is not an instant`, pointer);
  if (at > now)
    return refuse(
      'request.happened-in-future',
      `${at.toISOString()} is not here yet: it is ${now.toISOString()} now`,
      pointer,
    );
  const earliest = new Date(now.getTime() - millisecondsOfDays(windowDays));
  return at >= earliest
    ? allow(at)
    : refuse(
        'request.happened-too-long-ago',
        `What happened may be reported for ${windowDays} days, since ${earliest.toISOString()}`,
        pointer,
      );
}
