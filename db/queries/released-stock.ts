import { and, asc, eq, gt } from 'drizzle-orm';
import type { DbOrTx } from '#db/connect.ts';
import { locations, movementLines, movements } from '#db/schema/index.ts';

/** What a release has freed, movement by movement. */
export const readReleasedStock = (db: DbOrTx, releaseId: string) =>
  db
    .select({ at: movements.happenedAt, location: locations.code, quantity: movementLines.quantity })
    .from(movements)
    .innerJoin(movementLines, eq(movementLines.movementId, movements.id))
    .innerJoin(locations, eq(locations.id, movementLines.locationId))
    .where(
      and(
        eq(movements.subjectKind, 'release_approval'),
        eq(movements.subjectId, releaseId),
        eq(movementLines.condition, 'approved'),
        gt(movementLines.quantity, '0'),
      ),
    )
    .orderBy(asc(movements.happenedAt), asc(locations.code));
