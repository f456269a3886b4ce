import type { Db } from '#db/connect.ts';
import { newId } from '#db/new-id.ts';
import type { OperationContext } from '#operations/context.ts';

/** What operations work with in tests: this database, the real source of ids, and a clock that stands where it is set. */
export function givenContext(db: Db, now?: Date): OperationContext {
  return { db, newId, clock: { now: () => now ?? new Date() } };
}
