import { and, asc, eq, gt } from 'drizzle-orm';
import type { DbOrTx } from '#db/connect.ts';
import { masterDataImportRows, masterDataImports } from '#db/schema/master-data-care.ts';
import type { ImportOutcome } from '#domain/record-kinds.ts';
import { takePage } from './take-page.ts';

/** A checked table by its id, without its rows. */
export async function findImport(db: DbOrTx, importId: string) {
  const [row] = await db.select().from(masterDataImports).where(eq(masterDataImports.id, importId));
  return row;
}

/** Rows of a checked table in their order. The key of a page is the number of its last row. */
export async function listImportRows(
  db: DbOrTx,
  importId: string,
  { outcome, after, limit }: { outcome?: ImportOutcome | undefined; after?: number | undefined; limit: number },
) {
  const table = masterDataImportRows;
  const rows = await db
    .select({
      row: table.row,
      outcome: table.outcome,
      code: table.code,
      changed: table.changed,
      before: table.before,
      after: table.after,
      problems: table.problems,
    })
    .from(table)
    .where(and(eq(table.importId, importId), outcome && eq(table.outcome, outcome), gt(table.row, after ?? 0)))
    .orderBy(asc(table.row))
    .limit(limit + 1);
  return takePage(rows, limit, ({ row }) => [String(row)]);
}

/** Every problem of a checked table, row by row. */
export async function listImportProblems(db: DbOrTx, importId: string) {
  const { row, code, problems, outcome } = masterDataImportRows;
  const rows = await db
    .select({ row, code, problems })
    .from(masterDataImportRows)
    .where(and(eq(masterDataImportRows.importId, importId), eq(outcome, 'error')))
    .orderBy(asc(row));
  return rows.flatMap((one) => one.problems.map((problem) => ({ ...problem, row: one.row, record: one.code ?? '' })));
}
