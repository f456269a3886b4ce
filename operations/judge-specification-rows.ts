import type { Tx } from '#db/connect.ts';
import type { KeptRecord } from '#db/queries/master-records.ts';
import type { ReadRow, RowProblem } from '#domain/import-rows.ts';
import { columnOfSpecification, joinRows } from '#domain/import-specifications.ts';
import type { RuleViolation } from '#domain/result.ts';
import type { SpecificationRecord } from '#domain/specification-values.ts';
import type { OperationContext } from './context.ts';
import { asJudged, type JudgedRow } from './judge-import-rows.ts';
import { changeOf, readChanged } from './plan-record.ts';
import { findConflicts, type PlannedRecord } from './record-conflicts.ts';

type Row = { row: number; read: ReadRow };
/** All rows of one specification, with what it would become; the first of them stands for it. */
type Group = { rows: readonly Row[]; plan: PlannedRecord | null; problems: Map<number, RowProblem[]> };

const at = '/row';

/** What the rows of whole specifications would do: one record for all rows of an item, or what is wrong, row by row. */
export async function judgeSpecificationRows(
  tx: Tx,
  context: OperationContext,
  groups: readonly (readonly Row[])[],
  kept: ReadonlyMap<string, KeptRecord>,
): Promise<JudgedRow[]> {
  const considered = groups.map((rows) => consider(rows, kept.get(rows[0]?.read.code ?? '')));
  const planned = considered.flatMap(({ plan }) => (plan && plan.changed.length > 0 ? [plan] : []));
  const conflicts = await findConflicts(tx, context, 'specification', planned, () => at);
  for (const { plan, rows, problems } of considered) {
    const found = plan ? (conflicts[planned.indexOf(plan)] ?? []) : [];
    problems.get(rows[0]?.row ?? 0)?.push(...found.map((problem) => asRowProblem(problem)));
  }
  return considered.flatMap(judged);
}

function consider(rows: readonly Row[], kept: KeptRecord | undefined): Group {
  const [first] = rows;
  // The kind tells which record it is.
  const joined = joinRows(rows, kept?.record as SpecificationRecord | undefined);
  const { problems, rowOf } = joined;
  const tell = (row: number | null | undefined, problem: RowProblem) =>
    problems.get(row ?? first?.row ?? 0)?.push(problem);
  if (!kept) {
    const code = first?.read.code ?? '';
    if (code !== '')
      tell(first?.row, { column: 'code', code: 'item.unknown', message: `There is no item "${code}"`, value: code });
    return { rows, plan: null, problems };
  }
  const after = readChanged('specification', kept, joined.fields, at);
  for (const problem of after.problems) {
    const index = /^\/row\/characteristics\/([0-9]+)/.exec(problem.pointer ?? '')?.[1];
    tell(index === undefined ? null : rowOf[Number(index)], asRowProblem(problem));
  }
  return { rows, plan: changeOf(kept, after), problems };
}

const asRowProblem = ({ code, message, pointer = at }: RuleViolation): RowProblem => ({
  column: columnOfSpecification(pointer.slice(at.length)),
  code,
  message,
  value: '',
});

/** Where one row is wrong, none of its specification is proposed; where none is, the first carries it and the others are its parts. */
function judged({ rows, plan, problems }: Group): JudgedRow[] {
  const wrong = rows.find(({ row }) => (problems.get(row) ?? []).length > 0);
  return rows.map(({ row, read }, index) => {
    const own = problems.get(row) ?? [];
    if (!wrong) {
      const whole = asJudged({ row, read, plan, problems: [] });
      return index === 0 || whole.outcome === 'unchanged' ? whole : partOf(whole);
    }
    const because: RowProblem = {
      column: 'code',
      code: 'import.record-has-errors',
      message: `Row ${wrong.row}, of the same specification, is wrong`,
      value: read.code,
    };
    return asJudged({ row, read, plan: null, problems: own.length > 0 ? own : [because] });
  });
}

const partOf = (whole: JudgedRow): JudgedRow => ({
  ...whole,
  ...{ outcome: 'part', recordId: null, baseVersion: null, before: null, after: null, changed: [] },
});
