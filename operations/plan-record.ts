import type { DbOrTx } from '#db/connect.ts';
import { type KeptRecord, readRecords } from '#db/queries/master-records.ts';
import { type AnyRecord, changesOf, type RecordOf } from '#domain/master-records.ts';
import type { ImportedKind } from '#domain/record-kinds.ts';
import { newlyBroken } from '#domain/record-rules.ts';
import { readValues } from '#domain/record-values.ts';
import { allow, type Result, type RuleViolation, refuse, refuseAll } from '#domain/result.ts';
import type { OperationContext } from './context.ts';
import { codeTaken, findConflicts, type PlannedRecord } from './record-conflicts.ts';

type CreatedKind = Exclude<ImportedKind, 'specification'>;

/**
 * A new record, or other values for fields of one that is there; `version` is the one that was read. An item's specification is
 * always changed: before there is one, it is version 0.
 */
export type RecordChange =
  | { kind: CreatedKind; action: 'create'; record: RecordOf[CreatedKind] }
  | { kind: ImportedKind; action: 'change'; code: string; version: number; fields: Record<string, unknown> };

const unknown = {
  item: 'item.unknown',
  party: 'party.unknown',
  location: 'location.unknown',
  specification: 'item.unknown',
  certificate: 'certificate.unknown',
  site: 'site.unknown',
  entity: 'entity.unknown',
} as const;

/** What a proposed change makes of its record, or everything that is wrong with it. */
export async function planRecord(
  db: DbOrTx,
  context: Pick<OperationContext, 'newId' | 'clock'>,
  change: RecordChange,
): Promise<Result<PlannedRecord>> {
  const code = change.action === 'create' ? change.record.code : change.code;
  const kept = (await readRecords(db, change.kind, [String(code)])).get(String(code));
  const planned = change.action === 'create' ? planNew(context.newId, change, kept) : planChange(change, kept);
  if (!planned.ok) return planned;
  const { plan, problems } = planned.value;
  const [conflicts = []] = await findConflicts(db, context, change.kind, [plan], () => pointerOf(change));
  const all = [...problems, ...conflicts];
  return all.length === 0 ? allow(plan) : refuseAll('proposal.refused', refusedBecause(all), all);
}

const pointerOf = ({ action }: RecordChange): string => (action === 'create' ? '/proposal/record' : '/proposal/fields');

const refusedBecause = (problems: readonly RuleViolation[]): string =>
  problems.length === 1 && problems[0] ? problems[0].message : `${problems.length} things are wrong with this record`;

type Planned = Result<{ plan: PlannedRecord; problems: readonly RuleViolation[] }>;

function planNew(
  newId: () => string,
  { kind, record }: Extract<RecordChange, { action: 'create' }>,
  kept: KeptRecord | undefined,
): Planned {
  const read = readNew(kind, record, '/proposal/record');
  const taken = kept ? [codeTaken(kind, kept.code, '/proposal/record/code')] : [];
  const plan = { action: 'create' as const, recordId: newId(), baseVersion: null, before: null, changed: read.changed };
  return allow({
    plan: { ...plan, code: kept?.code ?? codeOf(read.record), after: read.record },
    problems: [...taken, ...read.problems],
  });
}

function planChange(
  { kind, code, version, fields }: Extract<RecordChange, { action: 'change' }>,
  kept: KeptRecord | undefined,
): Planned {
  if (!kept)
    return refuse(unknown[kind], `There is no ${kind === 'specification' ? 'item' : kind} "${code}"`, '/proposal/code');
  if (kept.version !== version)
    return refuse(
      'proposal.record-changed',
      `${code} is at version ${kept.version} now: read it again`,
      '/proposal/version',
    );
  const read = readChanged(kind, kept, fields, '/proposal/fields');
  if (read.changed.length === 0 && read.problems.length === 0)
    return refuse('proposal.nothing-changed', `${code} says all of this already`, '/proposal/fields');
  return allow({ plan: changeOf(kept, read), problems: read.problems });
}

/** What a record becomes; what was nothing before, as version 0 says, is created. */
export const changeOf = (
  { id, code, version, record }: KeptRecord,
  { record: after, changed }: Read,
): PlannedRecord => ({
  ...{ recordId: id, code, after, changed },
  ...(version === 0
    ? { action: 'create', baseVersion: null, before: null }
    : { action: 'change', baseVersion: version, before: record }),
});

const codeOf = (record: AnyRecord): string => ('code' in record ? record.code : record.record);

type Read = { record: AnyRecord; changed: readonly string[]; problems: readonly RuleViolation[] };

/** A new record with its values read and its rules asked. */
export function readNew(kind: ImportedKind, record: AnyRecord, pointer: string): Read {
  const read = readValues(kind, record, pointer);
  const broken = read.problems.length > 0 ? [] : newlyBroken(kind, null, read.record, pointer);
  return { record: read.record, changed: changesOf(kind, null, read.record), problems: [...read.problems, ...broken] };
}

/** A record with other values for some of its fields, read and asked like a new one; what was broken before may stay. */
export function readChanged(kind: ImportedKind, kept: KeptRecord, fields: object, pointer: string): Read {
  // A contract or a table's columns named the fields; the record of that kind has them all.
  const read = readValues(kind, { ...kept.record, ...fields } as AnyRecord, pointer);
  const before = kept.version === 0 ? null : kept.record;
  const changed = changesOf(kind, before, read.record);
  // What was malformed before, and is not touched, is nobody's new mistake.
  const problems = read.problems.filter((problem) => before === null || touches(problem, pointer, changed));
  if (changed.includes('blocked') && 'blocked' in read.record && read.record.blocked)
    problems.push({
      code: 'record.blocked-by-proposal',
      message: `Blocking ${kept.code} takes effect at once and needs no proposal`,
      pointer: `${pointer}/blocked`,
    });
  const broken = problems.length > 0 ? [] : newlyBroken(kind, before, read.record, pointer);
  return { record: read.record, changed, problems: [...problems, ...broken] };
}

const touches = ({ pointer = '' }: RuleViolation, at: string, changed: readonly string[]): boolean =>
  changed.includes(pointer.slice(at.length + 1).split('/')[0] ?? '') ||
  pointer.slice(at.length + 1).startsWith('storage');
