import { Worker } from 'node:worker_threads';
import { type Result, refuse } from '#domain/result.ts';
import type { ReadTable, Table } from '#domain/tables.ts';

export type TableFile = { bytes: Uint8Array; format: 'csv' | 'xlsx' };

/** What a thread that reads a table may use: a file made to burst ends its thread and nothing else. */
const resourceLimits = { maxOldGenerationSizeMb: 768, maxYoungGenerationSizeMb: 64 };
const patienceMilliseconds = 60_000;

let before: Promise<unknown> = Promise.resolve();

/**
 * Reads a CSV file or the first sheet of a workbook in a thread of its own, so that nobody else waits for it; one at a time,
 * so that what several files need of memory is not added up. What cannot be read is refused with what to do about it.
 */
export function readTable(file: TableFile): Promise<Result<Table>> {
  const reading = before.then(() => readInThread(file));
  before = reading.catch(() => undefined);
  return reading;
}

async function readInThread(file: TableFile): Promise<Result<Table>> {
  const thread = new Worker(new URL('./read-table-thread.ts', import.meta.url), { workerData: file, resourceLimits });
  const { promise, resolve } = Promise.withResolvers<ReadTable>();
  const broken = (message: string): ReadTable => refuse('import.file-broken', message);
  const timer = setTimeout(() => resolve(broken('Reading this file takes too long')), patienceMilliseconds);
  thread.once('message', resolve);
  thread.once('error', () => resolve(broken('This file is broken, or opens to more than a table')));
  thread.once('exit', () => resolve(broken('This file is broken')));
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
    await thread.terminate();
  }
}
