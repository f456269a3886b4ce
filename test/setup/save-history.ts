import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Client } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';

/** Waits until a workflow is over and saves its history for the replay test. */
export async function saveHistory(client: Client, name: string, workflowId: string): Promise<void> {
  const handle = client.workflow.getHandle(workflowId);
  await handle.result();
  const path = fileURLToPath(new URL(`../histories/${name}.json`, import.meta.url));
  const history = historyToJSON(await handle.fetchHistory());
  // Where it was played is of no interest to the replay.
  const text = history
    .replaceAll(/"(identity|stackTrace)": "(?:[^"\\]|\\.)*"/g, '"$1": ""')
    .replaceAll(/\d+@[\w.-]+/g, '1@worker');
  writeFileSync(path, `${text}\n`);
}
