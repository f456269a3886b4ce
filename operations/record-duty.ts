import type { Tx } from '#db/connect.ts';
import { lotDuties } from '#db/schema/access.ts';
import type { Duty, DutySubject } from '#domain/segregation.ts';
import type { Actor } from './context.ts';
import { insertRows } from './insert-rows.ts';

/** `by` names somebody other than the caller: who did it before this installation knew. */
export type DoneDuty = DutySubject & { duty: Duty; at: Date; by?: { id: string; name: string } | undefined };

/**
 * Writes down what a person did with lots or in a case, in the transaction in which they did it, for the table of duties that
 * may not meet. The rules themselves have no duties; a system with a key has, though it decides nothing.
 */
export const recordDuty = (tx: Tx, actor: Actor, done: DoneDuty): Promise<void> => recordDuties(tx, actor, [done]);

/** The same for many, by one statement. */
export async function recordDuties(tx: Tx, actor: Actor, done: readonly DoneDuty[]): Promise<void> {
  await insertRows(
    tx,
    lotDuties,
    done.flatMap((one) => rowsOf(actor, one)),
  );
}

function rowsOf({ caller, commandId }: Actor, { duty, lotIds, caseKind, caseId, at, by }: DoneDuty) {
  if (caller.kind === 'system' && !by) return [];
  const { id: personId, name: personName } = by ?? caller;
  const behalf = by ? undefined : caller.onBehalfOf;
  const row = {
    duty,
    personId,
    personName,
    onBehalfOfId: behalf?.id ?? null,
    onBehalfOfName: behalf?.name ?? null,
    caseKind: caseKind ?? null,
    caseId: caseId ?? null,
    happenedAt: at,
    commandId,
  };
  const about = lotIds.length === 0 && caseId !== undefined ? [null] : [...new Set(lotIds)];
  return about.map((lotId) => ({ ...row, lotId }));
}
