import { and, eq, inArray, or } from 'drizzle-orm';
import type { DbOrTx } from '#db/connect.ts';
import { lotDuties } from '#db/schema/access.ts';
import type { Duty, DutySubject, RecordedDuty } from '#domain/segregation.ts';

/** What was done with these lots or in this case, of the duties that are asked about. */
export async function readDuties(
  tx: DbOrTx,
  asked: readonly Duty[],
  { lotIds, caseId }: DutySubject,
): Promise<RecordedDuty[]> {
  const rows = await tx
    .select({
      duty: lotDuties.duty,
      personId: lotDuties.personId,
      onBehalfOfId: lotDuties.onBehalfOfId,
      lotId: lotDuties.lotId,
      caseKind: lotDuties.caseKind,
      caseId: lotDuties.caseId,
    })
    .from(lotDuties)
    .where(
      and(
        inArray(lotDuties.duty, [...asked]),
        or(inArray(lotDuties.lotId, [...lotIds]), caseId === undefined ? undefined : eq(lotDuties.caseId, caseId)),
      ),
    );
  return rows.map(({ personId, onBehalfOfId, ...row }) => ({
    ...row,
    personIds: onBehalfOfId === null ? [personId] : [personId, onBehalfOfId],
  }));
}
