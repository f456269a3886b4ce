import type { Tx } from '#db/connect.ts';
import { beyondSight } from '#db/queries/sight.ts';
import { authorize, type Caller } from '#domain/caller.ts';
import { allow, type Result } from '#domain/result.ts';
import type { Actor, Command, OperationContext } from './context.ts';
import { type FreshReadings, findTemperatureDeviations } from './find-temperature-deviations.ts';
import { insertReadings, type ReadingOutcome } from './insert-readings.ts';
import { lockLots, lockPlaces } from './lock-lots.ts';
import { readPolicyBook } from './policy-book.ts';
import { type ResolvedReading, resolveReadings, type StatedReading } from './resolve-readings.ts';
import { type Answer, runCommand } from './run-command.ts';
import { writeAudit } from './write-audit.ts';
import { type HoldRequest, type WrittenHold, writeHolds } from './write-holds.ts';

export type RecordTemperatureReadings = { readings: readonly StatedReading[] };

/** What became of each reading in the order sent, and the holds in effect because of them. */
export type RecordedReadings = {
  recorded: number;
  readings: ReadingOutcome[];
  holds: Pick<WrittenHold, 'holdId' | 'holdNumber' | 'lotId' | 'reviewId' | 'reviewNumber' | 'alreadyActive'>[];
};

/**
 * Records readings of sensors, up to 1,000, in any order and however late, and holds each lot that stood at their place for
 * longer outside its item's range than policy allows: at its site, in this transaction.
 */
export function recordTemperatureReadings(
  context: OperationContext,
  command: Command<RecordTemperatureReadings>,
): Promise<Answer<RecordedReadings>> {
  return runCommand(context, 'record-temperature-readings', command, async (tx): Promise<Result<RecordedReadings>> => {
    const now = context.clock.now();
    const book = await readPolicyBook(tx, now, ['temperature_minutes_allowed', 'late_report_window_days']);
    const resolved = await resolveReadings(tx, book, now, command.input.readings);
    if (!resolved.ok) return resolved;
    const entitled = mayRecord(command.caller, resolved.value);
    if (!entitled.ok) return entitled;

    // What a rule has to know does not end where the caller's sight does: law 4 and law 7.
    return beyondSight(tx, async () => {
      // Two halves of one excursion that are recorded at once would otherwise not see each other, and neither would hold.
      await lockPlaces(
        tx,
        resolved.value.map((reading) => reading.location.id),
      );
      const outcomes = await insertReadings(tx, context, resolved.value);
      const places = freshByPlace(resolved.value, outcomes);
      await auditReadings(tx, context, command, places);
      const requests: HoldRequest[] = [];
      for (const place of places) requests.push(...(await findTemperatureDeviations(tx, book, place)));

      // What the readings say of a lot comes from records that are never changed. Its holds are looked at under the lock.
      await lockLots(
        tx,
        requests.map((request) => request.lotId),
      );
      const holds = await writeHolds(tx, context, command, requests);
      return allow({
        recorded: outcomes.filter(({ outcome }) => outcome === 'recorded').length,
        readings: outcomes,
        holds: holds.map(({ holdId, holdNumber, lotId, reviewId, reviewNumber, alreadyActive }) => ({
          holdId,
          holdNumber,
          lotId,
          reviewId,
          reviewNumber,
          alreadyActive,
        })),
      });
    });
  });
}

function mayRecord(caller: Caller, readings: readonly ResolvedReading[]): Result<void> {
  const siteIds = [...new Set(readings.map((reading) => reading.site.id))];
  return (
    siteIds.map((siteId) => authorize(caller, 'temperature.record', { siteId })).find((answer) => !answer.ok) ??
    allow(undefined)
  );
}

/** What is new, place by place: a sensor's gateway sends several coolers in one batch. */
function freshByPlace(resolved: readonly ResolvedReading[], outcomes: readonly ReadingOutcome[]): FreshReadings[] {
  const fresh = resolved.flatMap((reading, index) => {
    const outcome = outcomes[index];
    return outcome?.outcome === 'recorded' ? [{ ...reading, id: outcome.id }] : [];
  });
  return [...Map.groupBy(fresh, (reading) => reading.location.id).values()].flatMap((rows) => {
    const [first] = rows;
    return first ? [{ site: first.site, location: first.location, rows }] : [];
  });
}

/** One entry per place and batch; the readings themselves cannot be changed either. */
async function auditReadings(
  tx: Tx,
  context: OperationContext,
  actor: Actor,
  places: readonly FreshReadings[],
): Promise<void> {
  await writeAudit(
    tx,
    context,
    actor,
    places.map(({ site, location, rows }) => {
      const instants = rows.map((row) => row.happenedAt.getTime());
      const last = new Date(Math.max(...instants));
      return {
        action: 'temperature.recorded',
        subjectKind: 'location',
        subjectId: location.id,
        siteId: site.id,
        happenedAt: last,
        after: {
          location: location.code,
          readings: rows.length,
          from: new Date(Math.min(...instants)).toISOString(),
          until: last.toISOString(),
        },
      };
    }),
  );
}
