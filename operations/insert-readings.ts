import { sql } from 'drizzle-orm';
import type { Tx } from '#db/connect.ts';
import { temperatureReadings } from '#db/schema/quality.ts';
import { compare } from '#domain/quantity.ts';
import type { OperationContext } from './context.ts';
import type { ResolvedReading } from './resolve-readings.ts';

/** `duplicate`: its sensor had reported that instant already; `conflicting`: with another value or place. The first stays. */
export type ReadingOutcome = { id: string; outcome: 'recorded' | 'duplicate' | 'conflicting' };

type Row = typeof temperatureReadings.$inferInsert;

/** Writes the readings that are new, in one statement, and tells for each, in the order given, what became of it. */
export async function insertReadings(
  tx: Tx,
  { clock, newId }: OperationContext,
  resolved: readonly ResolvedReading[],
): Promise<ReadingOutcome[]> {
  const rows = resolved.map(({ location, sensor, celsius, minutesOutside, happenedAt }) => ({
    id: newId(),
    locationId: location.id,
    sensor,
    celsius,
    minutesOutside,
    happenedAt,
    recordedAt: clock.now(),
  }));
  // In one order whatever the sender's, so that two batches with the same readings wait for each other and never in a ring.
  const inOrder = [...rows].sort((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));
  const inserted = await tx
    .insert(temperatureReadings)
    .values(inOrder)
    .onConflictDoNothing()
    .returning({ id: temperatureReadings.id });
  const fresh = new Set(inserted.map((row) => row.id));
  const known = fresh.size === rows.length ? new Map<string, Row>() : await readKnown(tx, rows);
  return rows.map((row) => {
    if (fresh.has(row.id)) return { id: row.id, outcome: 'recorded' };
    const first = known.get(keyOf(row));
    if (!first) throw new Error(`Reading of ${row.sensor} was neither recorded nor known`);
    const same = compare(first.celsius, row.celsius) === 0 && first.locationId === row.locationId;
    return { id: first.id, outcome: same ? 'duplicate' : 'conflicting' };
  });
}

async function readKnown(tx: Tx, rows: readonly Row[]): Promise<Map<string, Row>> {
  const asked = sql.join(
    rows.map((row) => sql`(${row.sensor}, ${row.happenedAt.toISOString()}::timestamptz)`),
    sql`, `,
  );
  const found = await tx
    .select()
    .from(temperatureReadings)
    .where(sql`(${temperatureReadings.sensor}, ${temperatureReadings.happenedAt}) in (${asked})`);
  return new Map(found.map((row) => [keyOf(row), row]));
}

const keyOf = ({ sensor, happenedAt }: Pick<Row, 'sensor' | 'happenedAt'>): string =>
  `${sensor} ${happenedAt.toISOString()}`;
