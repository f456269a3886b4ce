import type { DbOrTx } from '#db/connect.ts';
import { type OverrideOfParty, readMerged, readMergedByCode, readOverridesOf } from '#db/queries/merged-parties.ts';
import { mayOverride } from '#domain/local-overrides.ts';
import type { AnyRecord, OverrideRecord } from '#domain/master-records.ts';
import type { RuleViolation } from '#domain/result.ts';
import type { PlannedRecord } from './record-conflicts.ts';

/**
 * What stands in the way of changes of parties because of merges: nothing is changed of one that leads to another, and none that
 * others lead to is merged itself, so that every code leads somewhere in one step.
 */
export async function mergeConflicts(
  db: DbOrTx,
  planned: readonly PlannedRecord[],
  pointerOf: (index: number) => string,
): Promise<RuleViolation[][]> {
  const standing = new Map(
    (
      await readMerged(
        db,
        planned.map(({ recordId }) => recordId),
      )
    ).map((one) => [one.id, one]),
  );
  const overridden = await untaken(db, planned);
  return planned.map(({ action, recordId, code }, index) => {
    const { into = null, from = [] } = standing.get(recordId) ?? {};
    const pointer = pointerOf(index);
    if (action === 'separate' ? into === null : into !== null)
      return [
        action === 'separate'
          ? { code: 'merge.not-merged', message: `${code} is not merged into another any more`, pointer }
          : merged(code, into ?? '', pointer),
      ];
    if (action !== 'merge') return [];
    return from.length > 0
      ? [
          {
            code: 'merge.has-merged',
            message: `${from.join(', ')} leads to ${code}: let ${code} be the one that stays`,
            pointer,
          },
        ]
      : overridden.map((message) => ({ code: 'merge.override-differs' as const, message, pointer }));
  });
}

/** An override of a party that leads to another would change nothing. */
export async function overrideConflicts(
  db: DbOrTx,
  planned: readonly PlannedRecord[],
  pointerOf: (index: number) => string,
): Promise<RuleViolation[][]> {
  // Their kind is override, hence so are their records.
  const overrides = planned.map(({ after }) => after as OverrideRecord | null);
  const codes = overrides.flatMap((one) => (one?.of === 'party' ? [one.record] : []));
  const into = new Map((await readMergedByCode(db, codes)).map((one) => [one.code, one.into]));
  return overrides.map((one, index) => {
    const target = one?.of === 'party' ? into.get(one.record) : undefined;
    return target ? [merged(one?.record ?? '', target, pointerOf(index))] : [];
  });
}

const merged = (code: string, into: string, pointer: string): RuleViolation => ({
  code: 'record.merged',
  message: `${code} was merged into ${into}: change that one`,
  pointer,
});

/** Sentences about overrides of the one that goes that the one that stays could not take over. */
async function untaken(db: DbOrTx, planned: readonly PlannedRecord[]): Promise<string[]> {
  const goes = planned.find(({ action }) => action === 'merge');
  const stays = planned.find(({ action }) => action === 'change');
  if (!goes || !stays) return [];
  const [theirs, ours] = [await readOverridesOf(db, goes.recordId), await readOverridesOf(db, stays.recordId)];
  return theirs.flatMap((one) => {
    const own = ours.find((other) => isSamePlace(one, other));
    const where = [one.site, one.entity].filter((part) => part !== null).join(' for ');
    if (own)
      return JSON.stringify(own.value) === JSON.stringify(one.value)
        ? []
        : [`Both override "${one.field}" at ${where}, and not alike: take one of them away first`];
    const { field, value, entity, site } = one;
    // The plan of a merge has the whole record that stays.
    const may = mayOverride(
      { of: 'party', record: stays.code, field, value, entity, site },
      stays.after as AnyRecord,
      'party',
    );
    return may.ok ? [] : [`${goes.code} is overridden at ${where}: ${may.violation.message}`];
  });
}

export const isSamePlace = (one: OverrideOfParty, other: OverrideOfParty): boolean =>
  one.field === other.field && one.siteId === other.siteId && one.entityId === other.entityId;
