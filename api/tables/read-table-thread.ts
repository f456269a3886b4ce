import { parentPort, workerData } from 'node:worker_threads';
import type { ReadTable } from '#domain/tables.ts';
import { readCsv } from './read-csv.ts';
import type { TableFile } from './read-table.ts';
import { readWorkbook } from './read-workbook.ts';

/** The thread of `readTable`: reads the one file it was started with, and answers once. */
const { bytes, format } = workerData as TableFile; // what readTable gave it
const read: ReadTable = format === 'csv' ? readCsv(bytes) : await readWorkbook(bytes);
parentPort?.postMessage(read);
