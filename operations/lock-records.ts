import type { Tx } from '#db/connect.ts';
import { findTakenCode, lockRecordRows, readVersions } from '#db/queries/record-versions.ts';
import type { ImportedKind, RecordKind } from '#domain/record-kinds.ts';
import { allow, type Result, refuse } from '#domain/result.ts';
import { codeTaken, type PlannedRecord } from './record-conflicts.ts';

/**
 * Locks the rows of records in the order of their ids, in a statement of its own, and refuses where one is not what it was
 * when the change was proposed, or where a new one has been made meanwhile under the same code.
 */
export async function lockRecords(tx: Tx, kind: RecordKind, planned: readonly PlannedRecord[]): Promise<Result<void>> {
  const ids = planned.map(({ recordId }) => recordId);
  await lockRecordRows(tx, kind, ids);
  const versions = await readVersions(tx, kind, ids);
  const stale = planned.filter(
    ({ baseVersion, recordId }) => baseVersion !== null && versions.get(recordId) !== baseVersion,
  );
  const [first] = stale;
  if (first)
    return refuse(
      'proposal.record-changed',
      `${first.code} was changed since this was proposed${stale.length > 1 ? `, and ${stale.length - 1} more` : ''}: propose it anew`,
    );
  const codes = planned.filter(({ action }) => action === 'create').map(({ code }) => code);
  const taken = await findTakenCode(tx, kind, codes);
  // Overrides have no code that could be taken.
  return taken === null ? allow(undefined) : { ok: false, violation: codeTaken(kind as ImportedKind, taken, '') };
}
