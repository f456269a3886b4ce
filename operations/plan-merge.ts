import type { DbOrTx } from '#db/connect.ts';
import { type KeptRecord, readRecords } from '#db/queries/master-records.ts';
import { readMerged } from '#db/queries/merged-parties.ts';
import { changedFields, type PartyRecord } from '#domain/master-records.ts';
import { mergeParties } from '#domain/merge-parties.ts';
import { allow, type Result, refuse, refuseAll } from '#domain/result.ts';
import { mergeConflicts } from './merge-conflicts.ts';
import type { PlannedRecord } from './record-conflicts.ts';

/** Two records of one party become one, or what was merged by mistake is two again. Versions are those that were read. */
export type MergeChange =
  | { kind: 'party'; action: 'merge'; stays: string; staysVersion: number; goes: string; goesVersion: number }
  | { kind: 'party'; action: 'separate'; code: string; version: number };

/** What a merge makes of both records: the one that stays first, with what it takes over; the other becomes its alias. */
export async function planMerge(db: DbOrTx, change: MergeChange): Promise<Result<readonly PlannedRecord[]>> {
  return change.action === 'merge' ? await planMerged(db, change) : await planSeparated(db, change);
}

async function planMerged(
  db: DbOrTx,
  { stays, staysVersion, goes, goesVersion }: Extract<MergeChange, { action: 'merge' }>,
): Promise<Result<readonly PlannedRecord[]>> {
  if (stays === goes) return refuse('merge.same-record', `${stays} cannot be merged into itself`, '/proposal/goes');
  const kept = await readRecords(db, 'party', [stays, goes]);
  const one = found(kept, stays, staysVersion, '/proposal/stays');
  if (!one.ok) return one;
  const other = found(kept, goes, goesVersion, '/proposal/goes');
  if (!other.ok) return other;
  const merged = mergeParties(one.value.record, other.value.record);
  if (!merged.ok) return merged;
  const planned: PlannedRecord[] = [
    {
      ...{ action: 'change', recordId: one.value.id, code: stays, baseVersion: staysVersion },
      ...{ before: one.value.record, after: merged.value, changed: changedFields(one.value.record, merged.value) },
    },
    {
      action: 'merge',
      recordId: other.value.id,
      code: goes,
      baseVersion: goesVersion,
      ...led(other.value, null, stays),
    },
  ];
  const problems = (
    await mergeConflicts(db, planned, (index) => (index === 0 ? '/proposal/stays' : '/proposal/goes'))
  ).flat();
  const [first] = problems;
  return first ? refuseAll('proposal.refused', first.message, problems) : allow(planned);
}

async function planSeparated(
  db: DbOrTx,
  { code, version }: Extract<MergeChange, { action: 'separate' }>,
): Promise<Result<readonly PlannedRecord[]>> {
  const kept = found(await readRecords(db, 'party', [code]), code, version, '/proposal/code');
  if (!kept.ok) return kept;
  const [{ into } = { into: null }] = await readMerged(db, [kept.value.id]);
  if (into === null) return refuse('merge.not-merged', `${code} was not merged into another`, '/proposal/code');
  return allow([
    { action: 'separate', recordId: kept.value.id, code, baseVersion: version, ...led(kept.value, into, null) },
  ]);
}

/** A record that leads to another, or no more; that is no field of the record itself. */
const led = ({ record }: KeptRecord<'party'>, before: string | null, after: string | null) => ({
  before: { ...record, mergedInto: before } as PartyRecord,
  after: { ...record, mergedInto: after } as PartyRecord,
  changed: ['mergedInto'],
});

function found(
  kept: ReadonlyMap<string, KeptRecord<'party'>>,
  code: string,
  version: number,
  pointer: string,
): Result<KeptRecord<'party'>> {
  const record = kept.get(code);
  if (!record) return refuse('party.unknown', `There is no party "${code}"`, pointer);
  return record.version === version
    ? allow(record)
    : refuse('proposal.record-changed', `${code} is at version ${record.version} now: read it again`, pointer);
}
