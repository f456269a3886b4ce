import type { DbOrTx } from '#db/connect.ts';
import { readDuties } from '#db/queries/recorded-duties.ts';
import type { Caller } from '#domain/caller.ts';
import type { Result } from '#domain/result.ts';
import { type Duty, type DutySubject, dutiesAgainst, mayMeet } from '#domain/segregation.ts';

/**
 * Refuses a duty that may not meet one the caller, or whoever they stand in for, had before: `access.duties-conflict`. Asked
 * by the deciding operation under the locks of the lots (or of the case), so that nobody takes on the other duty meanwhile.
 */
export async function refuseMeeting(
  tx: DbOrTx,
  caller: Caller,
  { duty, ...subject }: DutySubject & { duty: Duty },
): Promise<Result<void>> {
  return mayMeet(caller, duty, subject, await readDuties(tx, dutiesAgainst(duty), subject));
}
