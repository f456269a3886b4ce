import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client, Connection } from '@temporalio/client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readStartConfig } from '#config';
import { searchAttributes } from '#domain/search-attributes.ts';
import { isAlive } from '#scripts/orphans.ts';
import { startTemporal } from '#scripts/temporal.ts';
import { findTemporal } from '#scripts/temporal-executable.ts';
import { givenHolder, goneFrom, killHard } from '#test/given/holder.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
let folder: string;
let program: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-temporal-'));
  const { temporalCliPath: cliPath, cache: cacheHome } = readStartConfig();
  program = await findTemporal({ cliPath, cacheHome, log: () => {} });
});
afterAll(() => rmSync(folder, { recursive: true }));

const quiet = () => {};

test('after kill -9 it comes up on the same port with its workflows, retention and search attributes', async () => {
  const dataFolder = join(folder, 'kept');
  const first = await startTemporal({ program, dataFolder, log: quiet });
  const begun = await Connection.connect({ address: first.address });
  await new Client({ connection: begun }).workflow.start('any', { taskQueue: 'nobody', workflowId: 'kept' });
  await begun.close();
  process.kill(first.pid, 'SIGKILL');
  await first.exited;

  const second = await startTemporal({ program, dataFolder, port: first.port, uiPort: first.uiPort, log: quiet });
  expect(second.address).toBe(first.address);
  const connection = await Connection.connect({ address: second.address });
  const { status } = await new Client({ connection }).workflow.getHandle('kept').describe();
  expect(status.name).toBe('RUNNING');

  const { config } = await connection.workflowService.describeNamespace({ namespace: 'default' });
  expect(Number(config?.workflowExecutionRetentionTtl?.seconds)).toBe(90 * 24 * 60 * 60);
  const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace: 'default' });
  expect(Object.keys(customAttributes ?? {})).toEqual(expect.arrayContaining(Object.keys(searchAttributes)));
  await connection.close();
  await second.stop();
  expect(isAlive(second.pid)).toBe(false);
});

test('the search attributes stay within what a server takes', () => {
  const types = Object.values(searchAttributes);
  expect(types.filter((type) => type === 'Keyword').length).toBeLessThanOrEqual(10);
  expect(types.filter((type) => type === 'KeywordList').length).toBeLessThanOrEqual(3);
});

test('kill -9 of whoever started it leaves no server behind', async () => {
  const options = JSON.stringify({ program, dataFolder: join(folder, 'left'), inMemory: true });
  const { said, process: parent } = await givenHolder<{ pid: number }>(
    `const { startTemporal } = await import('#scripts/temporal.ts');
     const { pid } = await startTemporal({ ...${options}, log() {} });
     console.log(JSON.stringify({ pid }));`,
  );
  expect(isAlive(said.pid)).toBe(true);
  await killHard(parent);
  await goneFrom(said.pid);
});

test('a program named that is none, or is too old, is one sentence with its remedy', async () => {
  const find = (cliPath: string) => findTemporal({ cliPath, log: quiet });
  await expect(find('/nowhere/temporal')).rejects.toThrow(
    'TEMPORAL_CLI_PATH names /nowhere/temporal, which does not run; correct or unset it.',
  );
  const old = join(folder, 'old-temporal');
  writeFileSync(old, '#!/bin/sh\necho "temporal version 1.1.0 (Server 1.25.0, UI 2.30.3)"\n', { mode: 0o755 });
  await expect(find(old)).rejects.toThrow(
    `TEMPORAL_CLI_PATH names ${old}, whose server is older than 1.29; correct or unset it.`,
  );
});

test('with no program, no internet and no Go, one sentence names the ways out', async () => {
  const code = `const { findTemporal } = await import('#scripts/temporal-executable.ts');
    await findTemporal({ cacheHome: ${JSON.stringify(join(folder, 'empty'))}, log() {} }).catch((error) => console.log(error.message));`;
  const said = await new Promise<string>((resolve, reject) => {
    const env = { PATH: folder, HTTPS_PROXY: 'http://127.0.0.1:9', HOME: folder }; // nobody listens on the discard port
    execFile(process.execPath, ['--input-type=module', '-e', code], { cwd: root, env }, (error, stdout) =>
      error ? reject(error) : resolve(stdout.trim()),
    );
  });
  expect(said).toBe(
    'There is no way to get a Temporal server: no `temporal` on PATH, no internet to download it, and no Go 1.25 or later to build it; install one of them, or set TEMPORAL_ADDRESS.',
  );
});
