import type { Tx } from '#db/connect.ts';
import type { KeptRecord } from '#db/queries/master-records.ts';
import {
  columnOf,
  fieldsOn,
  missingOfNew,
  newRecordOf,
  type ReadRow,
  type RowKind,
  type RowProblem,
} from '#domain/import-rows.ts';
import type { AnyRecord, ItemRecord } from '#domain/master-records.ts';
import type { ImportOutcome } from '#domain/record-kinds.ts';
import type { RuleViolation } from '#domain/result.ts';
import { type CertificateRecord, paperOf } from '#domain/supplier-certificates.ts';
import type { OperationContext } from './context.ts';
import { readChanged, readNew } from './plan-record.ts';
import { findConflicts, type PlannedRecord } from './record-conflicts.ts';

/** What rows before named, so that one record is not there twice, nor one GTIN or paper. */
export type SeenInTable = { codes: Map<string, number>; keys: Map<string, number> };

export type JudgedRow = {
  row: number;
  outcome: ImportOutcome;
  code: string | null;
  recordId: string | null;
  baseVersion: number | null;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
  changed: string[];
  problems: RowProblem[];
};

type Row = { row: number; read: ReadRow };
type Considered = Row & { plan: PlannedRecord | null; problems: RowProblem[] };

const at = '/row';

/** What each row would do, or what is wrong with it; set by set, because a table may have fifty thousand. */
export async function judgeRows(
  tx: Tx,
  context: OperationContext,
  kind: RowKind,
  rows: readonly Row[],
  kept: ReadonlyMap<string, KeptRecord>,
  seen: SeenInTable,
): Promise<JudgedRow[]> {
  const considered = rows.map((row) => consider(context.newId, kind, row, kept.get(row.read.code), seen));
  const planned = considered.filter((row) => row.plan !== null && row.plan.changed.length > 0);
  const conflicts = await findConflicts(
    tx,
    context,
    kind,
    planned.flatMap(({ plan }) => plan ?? []),
    () => at,
  );
  for (const [index, row] of planned.entries())
    row.problems.push(...(conflicts[index] ?? []).map((problem) => asRowProblem(kind, row.read, problem)));
  return considered.map(asJudged);
}

function consider(
  newId: () => string,
  kind: RowKind,
  row: Row,
  kept: KeptRecord | undefined,
  seen: SeenInTable,
): Considered {
  const { read } = row;
  const problems = [
    ...read.problems,
    ...(kept || read.code === '' ? [] : missingOfNew(kind, read)),
    ...repeated(row, seen),
  ];
  if (problems.length > 0) return { ...row, plan: null, problems };
  const after = kept
    ? readChanged(kind, kept, fieldsOn(kept.record, read), at)
    : readNew(kind, newRecordOf(kind, read), at);
  problems.push(...after.problems.map((problem) => asRowProblem(kind, read, problem)));
  problems.push(...repeatedKeys(row, keysOf(kind, after.record), seen));
  const plan: PlannedRecord = {
    action: kept ? 'change' : 'create',
    recordId: kept?.id ?? newId(),
    code: read.code,
    baseVersion: kept?.version ?? null,
    before: kept?.record ?? null,
    after: after.record,
    changed: after.changed,
  };
  return { ...row, plan, problems };
}

function repeated({ row, read }: Row, { codes }: SeenInTable): RowProblem[] {
  const earlier = read.code === '' ? undefined : codes.get(read.code);
  codes.set(read.code, earlier ?? row);
  if (earlier === undefined) return [];
  return [
    {
      column: 'code',
      code: 'import.row-repeated',
      message: `${read.code} is in row ${earlier} already`,
      value: read.code,
    },
  ];
}

type Key = { column: string; key: string; says: string };

/** By what else than its code a record is known: no two have the same. */
function keysOf(kind: RowKind, record: AnyRecord): Key[] {
  // The kind tells which record it is.
  if (kind === 'certificate') {
    const paper = record as CertificateRecord;
    return [{ column: 'number', key: paperOf(paper), says: `Certificate ${paper.number} of ${paper.issuer}` }];
  }
  if (kind !== 'item') return [];
  const { gtin, units } = record as ItemRecord;
  const ofUnits = units.flatMap((unit) => (unit.gtin === null ? [] : [{ column: 'units', key: unit.gtin }]));
  return [{ column: 'gtin', key: gtin }, ...ofUnits].map((one) => ({ ...one, says: `GTIN ${one.key}` }));
}

function repeatedKeys({ row }: Row, asked: readonly Key[], { keys }: SeenInTable): RowProblem[] {
  return asked.flatMap(({ column, key, says }): RowProblem[] => {
    const earlier = keys.get(key);
    keys.set(key, earlier ?? row);
    if (earlier === undefined || earlier === row) return [];
    return [{ column, code: 'import.row-repeated', message: `${says} is in row ${earlier} already`, value: key }];
  });
}

function asRowProblem(kind: RowKind, { fields }: ReadRow, { code, message, pointer = at }: RuleViolation): RowProblem {
  const column = columnOf(kind, pointer, at);
  const value = fields[column];
  return { column, code, message, value: value === undefined || value === null ? '' : textOf(value) };
}

const textOf = (value: unknown): string =>
  (typeof value === 'object' ? JSON.stringify(value) : String(value)).slice(0, 200);

/** What came of a row, or of all rows of a record: errors, nothing, or the record. */
export function asJudged({ row, read, plan, problems }: Considered): JudgedRow {
  const code = read.code === '' ? null : read.code;
  const nothing = { recordId: null, baseVersion: null, before: null, after: null, changed: [] };
  if (problems.length > 0 || !plan) return { row, outcome: 'error', code, ...nothing, problems };
  if (plan.changed.length === 0) return { row, outcome: 'unchanged', code, ...nothing, problems };
  // Records are plain JSON objects, which their own types do not say.
  const asJson = (record: AnyRecord | null) => record as Record<string, unknown> | null;
  return {
    ...{ row, code, problems },
    outcome: plan.action === 'create' ? 'create' : 'change',
    ...{ recordId: plan.recordId, baseVersion: plan.baseVersion },
    ...{ before: asJson(plan.before), after: asJson(plan.after), changed: [...plan.changed] },
  };
}
