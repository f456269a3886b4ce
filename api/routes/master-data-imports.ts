import { createHash } from 'node:crypto';
import {
  checkImportContract,
  downloadImportErrorsContract,
  downloadImportTemplateContract,
  listImportRowsContract,
  proposeImportContract,
  readImportContract,
} from '#api/contracts/master-data-imports.ts';
import { encodeCursor, readCursor } from '#api/http/cursor.ts';
import type { ApiRouter } from '#api/http/router.ts';
import type { Services } from '#api/http/services.ts';
import { readTable } from '#api/tables/read-table.ts';
import { writeCsv } from '#api/tables/write-csv.ts';
import { findImport, listImportProblems, listImportRows } from '#db/queries/read-import.ts';
import { fileNameOf } from '#domain/documents.ts';
import { importColumns } from '#domain/import-columns.ts';
import { allow, refuse } from '#domain/result.ts';
import { checkImport } from '#operations/check-import.ts';
import { proposeImport } from '#operations/propose-import.ts';

export function masterDataImportRoutes(app: ApiRouter, { operations }: Services): void {
  const { db } = operations;
  const unknown = (importId: string) => refuse('import.unknown', `There is no import ${importId}`);

  app.route(checkImportContract, async ({ query }, request) => {
    const { bytes, contentType } = request.content ?? { bytes: new Uint8Array(), contentType: 'text/csv' };
    if (bytes.length === 0) return refuse('import.empty', 'There is nothing in this file');
    const table = await readTable({ bytes, format: contentType === 'text/csv' ? 'csv' : 'xlsx' });
    if (!table.ok) return table;
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const said = { kind: query.kind, fileName: fileNameOf(query.fileName), sha256, sizeBytes: bytes.length };
    return await checkImport(operations, request.command(said), table.value);
  });

  app.route(readImportContract, async ({ params: { importId } }) => {
    const found = await findImport(db, importId);
    return found ? allow({ ...found, importId, uploadedAt: found.uploadedAt.toISOString() }) : unknown(importId);
  });

  app.route(listImportRowsContract, async ({ params: { importId }, query: { cursor, ...query } }) => {
    const after = readCursor(cursor, 'position');
    if (!after.ok) return after;
    if (!(await findImport(db, importId))) return unknown(importId);
    const row = after.value?.[0];
    const { rows, next } = await listImportRows(db, importId, {
      ...query,
      after: row === undefined ? undefined : Number(row),
    });
    return allow({ items: [...rows], nextCursor: next && encodeCursor(next) });
  });

  app.route(downloadImportErrorsContract, async ({ params: { importId } }) => {
    const found = await findImport(db, importId);
    if (!found) return unknown(importId);
    const problems = await listImportProblems(db, importId);
    const lines = problems.map(({ row, record, column, value, code, message }) => [
      String(row),
      record,
      column,
      value,
      code,
      message,
    ]);
    const bytes = writeCsv([['row', 'record', 'column', 'value', 'code', 'message'], ...lines]);
    return allow({ bytes, contentType: 'text/csv; charset=utf-8', fileName: `${found.number}-errors.csv` });
  });

  app.route(downloadImportTemplateContract, async ({ params: { kind } }) => {
    const columns = importColumns[kind];
    const bytes = writeCsv([columns.map(({ name }) => name), columns.map(({ example }) => example)]);
    return allow({ bytes, contentType: 'text/csv; charset=utf-8', fileName: `${kind}-template.csv` });
  });

  app.route(proposeImportContract, ({ params, body }, request) =>
    proposeImport(operations, request.command({ ...params, ...body })),
  );
}
