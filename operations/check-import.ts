import { eq } from 'drizzle-orm';
import type { Tx } from '#db/connect.ts';
import { readRecords } from '#db/queries/master-records.ts';
import { masterDataImportRows, masterDataImports } from '#db/schema/master-data-care.ts';
import { authorize } from '#domain/caller.ts';
import { readHeading } from '#domain/import-columns.ts';
import { type ReadRow, readRow } from '#domain/import-rows.ts';
import type { ImportedKind } from '#domain/record-kinds.ts';
import { allow } from '#domain/result.ts';
import type { Table } from '#domain/tables.ts';
import type { Command, OperationContext } from './context.ts';
import { insertRows } from './insert-rows.ts';
import { type JudgedRow, judgeRows, type SeenInTable } from './judge-import-rows.ts';
import { judgeSpecificationRows } from './judge-specification-rows.ts';
import { type Answer, runCommand } from './run-command.ts';
import { takeNumbers } from './take-numbers.ts';
import { writeAudit } from './write-audit.ts';

/** What is said about the file; its table comes beside it. */
export type CheckImport = { kind: ImportedKind; fileName: string; sha256: string; sizeBytes: number };

export type CheckedImport = CheckImport & {
  importId: string;
  number: string;
  creates: number;
  changes: number;
  unchanged: number;
  errors: number;
};

const atOnce = 1_000;

/**
 * Checks a table without changing any record: what each row would create or change, or what is wrong with it, cell by cell. The
 * result is kept, so that what is proposed later is exactly what was looked at.
 */
export function checkImport(
  context: OperationContext,
  command: Command<CheckImport>,
  table: Table,
): Promise<Answer<CheckedImport>> {
  const { caller, input } = command;
  return runCommand(context, 'check-import', command, async (tx) => {
    const entitled = authorize(caller, 'master-data.propose', { siteId: null, entityId: null });
    if (!entitled.ok) return entitled;
    const heading = readHeading(input.kind, table.columns);
    if (!heading.ok) return heading;
    const [number = ''] = await takeNumbers(tx, 'import_numbers', 'MI', 1);
    const importId = context.newId();
    const none = { creates: 0, changes: 0, unchanged: 0, errors: 0 };
    await tx.insert(masterDataImports).values({
      ...{ id: importId, number, ...input, ...none },
      columns: [...heading.value.keys()].map(({ name }) => name),
      uploadedBy: caller.id,
      uploadedByName: caller.name,
      uploadedAt: context.clock.now(),
    });
    const counts = { ...none };
    const seen: SeenInTable = { codes: new Map(), keys: new Map() };
    const read = table.rows.map(({ row, cells }) => ({ row, read: readRow(heading.value, cells) }));
    for (const rows of portions(input.kind, read)) {
      const judged = await judge(tx, context, input.kind, rows, seen);
      for (const { outcome } of judged) if (outcome !== 'part') counts[countOf[outcome]] += 1;
      await insertRows(
        tx,
        masterDataImportRows,
        judged.map((row) => ({ ...row, importId })),
      );
    }
    await tx.update(masterDataImports).set(counts).where(eq(masterDataImports.id, importId));
    await writeAudit(tx, context, command, [
      {
        action: 'import.checked',
        subjectKind: 'master_data_import',
        subjectId: importId,
        after: { number, ...input, ...counts },
      },
    ]);
    return allow({ importId, number, ...input, ...counts });
  });
}

type Row = { row: number; read: ReadRow };

/** Rows in sets that are judged at once; those of one specification, wherever they are in the table, are never parted. */
function portions(kind: ImportedKind, rows: readonly Row[]): Row[][] {
  const groups = kind === 'specification' ? [...groupsOf(rows)] : rows.map((row) => [row]);
  const sets: Row[][] = [];
  for (const group of groups) {
    const last = sets.at(-1);
    if (last && last.length + group.length <= atOnce) last.push(...group);
    else sets.push([...group]);
  }
  return sets;
}

const groupsOf = (rows: readonly Row[]) => Map.groupBy(rows, ({ read }) => read.code).values();

const countOf = { create: 'creates', change: 'changes', unchanged: 'unchanged', error: 'errors' } as const;

async function judge(
  tx: Tx,
  context: OperationContext,
  kind: ImportedKind,
  rows: readonly Row[],
  seen: SeenInTable,
): Promise<JudgedRow[]> {
  const codes = [...new Set(rows.map(({ read }) => read.code).filter((code) => code !== ''))];
  const kept = await readRecords(tx, kind, codes);
  return kind === 'specification'
    ? await judgeSpecificationRows(tx, context, [...groupsOf(rows)], kept)
    : await judgeRows(tx, context, kind, rows, kept, seen);
}
