import { z } from 'zod';
import { importedKinds, importOutcomes } from '#domain/record-kinds.ts';
import type { Contract } from './contract.ts';
import { reasonCodeRefusals, reasoned } from './reason-codes.ts';
import { page, paging } from './shared.ts';

const tag = 'Imports of master data';
const params = z.object({ importId: z.uuid() });
const kind = z.enum(importedKinds);
const at = z.iso.datetime();
const csv = 'text/csv';
const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

const counts = { creates: z.int(), changes: z.int(), unchanged: z.int(), errors: z.int() };
const summary = {
  importId: z.uuid(),
  number: z.string(),
  kind,
  fileName: z.string(),
  sha256: z.string(),
  sizeBytes: z.int(),
  ...counts,
};

export const checkImportContract = {
  operationId: 'checkMasterDataImport',
  tag,
  summary: 'Check a table without changing anything',
  description:
    'CSV in UTF-8 with commas, or a workbook whose first sheet is read; at most 50,000 rows. The heading names columns of the template, in any order; a column that is not there changes nothing. An empty cell leaves a value as it is, (empty) takes it away.',
  method: 'post',
  path: '/master-data-imports',
  right: 'master-data.propose',
  query: z.strictObject({ kind, fileName: z.string().trim().min(1).max(500) }),
  upload: { types: [csv, xlsx], maxBytes: 20_971_520 },
  response: z.object(summary),
  status: 201,
  location: '/master-data-imports/{importId}',
  refusals: [
    'import.file-broken',
    'import.file-too-large',
    'import.too-many-rows',
    'import.too-many-columns',
    'import.empty',
    'import.encoding',
    'import.separator',
    'import.column-unknown',
    'import.column-missing',
    'import.column-repeated',
    'import.formula',
    'import.value-malformed',
  ],
  example: { query: { kind: 'item', fileName: 'items-2026.csv' } },
} as const satisfies Contract;

export const readImportContract = {
  operationId: 'readMasterDataImport',
  tag,
  summary: 'Read what a checked table would do',
  method: 'get',
  path: '/master-data-imports/:importId',
  right: 'master-data.read',
  params,
  response: z.object({
    ...summary,
    columns: z.array(z.string()),
    uploadedByName: z.string(),
    uploadedAt: at,
    proposalId: z.uuid().nullable(),
    version: z.int(),
  }),
  status: 200,
  etag: true,
  refusals: ['import.unknown'],
} as const satisfies Contract;

export const listImportRowsContract = {
  operationId: 'listMasterDataImportRows',
  tag,
  summary: 'List the rows of a checked table with what each would do, or what is wrong with it',
  method: 'get',
  path: '/master-data-imports/:importId/rows',
  right: 'master-data.read',
  params,
  query: z.object({ ...paging, outcome: z.enum(importOutcomes).optional() }),
  response: page(
    z.object({
      row: z.int().describe('As spreadsheets count: the heading is row 1.'),
      outcome: z.enum(importOutcomes),
      code: z.string().nullable(),
      changed: z.array(z.string()),
      before: z.record(z.string(), z.unknown()).nullable(),
      after: z.record(z.string(), z.unknown()).nullable(),
      problems: z.array(z.object({ column: z.string(), code: z.string(), message: z.string(), value: z.string() })),
    }),
  ),
  status: 200,
  refusals: ['import.unknown'],
  example: { query: { outcome: 'error' } },
} as const satisfies Contract;

export const downloadImportErrorsContract = {
  operationId: 'downloadMasterDataImportErrors',
  tag,
  summary: 'Download everything that is wrong with a checked table, a line each',
  method: 'get',
  path: '/master-data-imports/:importId/errors',
  right: 'master-data.read',
  params,
  download: { types: [csv] },
  status: 200,
  refusals: ['import.unknown'],
} as const satisfies Contract;

export const downloadImportTemplateContract = {
  operationId: 'downloadMasterDataImportTemplate',
  tag,
  summary: 'Download a template with every column and one example',
  method: 'get',
  path: '/master-data-import-templates/:kind',
  right: 'master-data.read',
  params: z.object({ kind }),
  download: { types: [csv] },
  status: 200,
  refusals: [],
  example: { params: { kind: 'item' } },
} as const satisfies Contract;

export const proposeImportContract = {
  operationId: 'proposeMasterDataImport',
  tag,
  summary: 'Propose what a checked table would create and change',
  description: 'One proposal for all of it. `good` leaves rows with errors out; `all` refuses while there are any.',
  method: 'post',
  path: '/master-data-imports/:importId/proposal',
  right: 'master-data.propose',
  params,
  body: z.strictObject({
    rows: z.enum(['all', 'good']),
    ...reasoned,
    owner: z.string().trim().min(1).max(80).optional().describe('Who answers for it, by the name they sign in with.'),
  }),
  response: z.object({ importId: z.uuid(), proposalId: z.uuid(), number: z.string(), records: z.int(), dueAt: at }),
  status: 201,
  location: '/master-data-proposals/{proposalId}',
  refusals: [
    'import.unknown',
    'import.already-proposed',
    'import.has-errors',
    'import.nothing-to-propose',
    'user.unknown',
    'reason.too-short',
    ...reasonCodeRefusals,
  ],
  example: { body: { rows: 'all', reason: 'Yearly update of the cheese range, list of 2026-11-02' } },
} as const satisfies Contract;
