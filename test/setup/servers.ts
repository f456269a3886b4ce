import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import type { TestProject } from 'vitest/node';
import { readStartConfig } from '#config';
import { migrate } from '#db/migrate.ts';
import { addressOf, prepareLogin, prepareOwner } from '#scripts/database.ts';
import { startPostgres } from '#scripts/postgres.ts';
import { startTemporal } from '#scripts/temporal.ts';
import { findTemporal } from '#scripts/temporal-executable.ts';
import { newRunAfterEvents } from './long-history.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Of the superuser, on the test server. */
    postgresUrl: string;
    temporalAddress: string;
    workflowBundlePath: string;
  }
}

const log = (line: string) => process.stdout.write(`${line}\n`);

/** One PostgreSQL, one Temporal server and one workflow bundle for all test files, started side by side. */
export default async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-test-'));
  chmodSync(folder, 0o711); // as root, PostgreSQL runs as nobody and must get through
  const [postgres, temporal, bundlePath] = await Promise.all([
    givenPostgres(folder),
    givenTemporal(folder),
    givenBundle(folder),
  ]);
  provide('postgresUrl', postgres.url);
  provide('temporalAddress', temporal.address);
  provide('workflowBundlePath', bundlePath);
  return async () => {
    await Promise.all([postgres.stop(), temporal.stop()]);
    rmSync(folder, { recursive: true, force: true });
  };
}

async function givenPostgres(folder: string) {
  const server = await startPostgres({ dataFolder: join(folder, 'postgres'), durable: false, log });
  const owner = { name: 'holdfast_owner', password: 'owner', database: 'holdfast_template' };
  const ownerUrl = addressOf(server.url, owner);
  await prepareOwner(server.url, ownerUrl);
  await migrate(ownerUrl);
  await prepareLogin(ownerUrl, addressOf(ownerUrl, { name: 'holdfast_api', password: 'api' }));
  return server;
}

async function givenTemporal(folder: string) {
  const { temporalCliPath, cache } = readStartConfig();
  const program = await findTemporal({ cliPath: temporalCliPath, cacheHome: cache, log });
  return startTemporal({ program, dataFolder: join(folder, 'temporal'), inMemory: true, newRunAfterEvents, log });
}

async function givenBundle(folder: string): Promise<string> {
  const workflowsPath = fileURLToPath(new URL('../../workflows/index.ts', import.meta.url));
  if (!existsSync(workflowsPath)) return '';
  const { code } = await bundleWorkflowCode({ workflowsPath, logger: new DefaultLogger('WARN') });
  const path = join(folder, 'workflow-bundle.js');
  writeFileSync(path, code);
  return path;
}
