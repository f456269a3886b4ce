import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { historyFromJSON } from '@temporalio/common/lib/proto-utils.js';
import { Worker } from '@temporalio/worker';
import { beforeAll, expect, inject, test } from 'vitest';
import { silent } from '#test/given/engine.ts';
import { installSdkRuntime } from '#workers/sdk-runtime.ts';

const folder = fileURLToPath(new URL('histories/', import.meta.url));
const saved = globSync('*.json', { cwd: folder }).sort();

beforeAll(() => installSdkRuntime(silent, undefined));

test('there is a saved history of each way a review can go', () => {
  expect(saved.length).toBeGreaterThanOrEqual(9);
});

test.each(saved)('executions that ran like %s go on under this code', async (name) => {
  const history = historyFromJSON(JSON.parse(readFileSync(`${folder}${name}`, 'utf8')));
  await Worker.runReplayHistory({ workflowBundle: { codePath: inject('workflowBundlePath') } }, history);
});
