import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, type Logger } from '@temporalio/worker';

const require = createRequire(import.meta.url);
const root = fileURLToPath(new URL('..', import.meta.url));
const workflowsPath = join(root, 'workflows', 'index.ts');

/** What the bundle is made of: nothing else of ours is reachable from a workflow. */
const sources = ['workflows', 'domain'];

/**
 * The workflows as one file in `folder`, named by what it was made of, so that it is built once for each version and found by
 * every later start. A traced worker needs a bundle with the interceptors in it.
 */
export async function workflowBundle({
  folder,
  traced,
  logger,
}: {
  folder: string;
  traced: boolean;
  logger: Logger;
}): Promise<{ codePath: string }> {
  const codePath = join(folder, `workflows-${await versionOf(traced)}.js`);
  if (existsSync(codePath)) return { codePath };
  const { code } = await buildWorkflows({ traced, logger });
  await mkdir(folder, { recursive: true });
  // Under a name of its own first: another process that builds the same must never find half a file.
  const unfinished = `${codePath}.${process.pid}`;
  await writeFile(unfinished, code);
  await rename(unfinished, codePath);
  return { codePath };
}

/** Bundles the workflows; a few seconds. */
export function buildWorkflows({ traced, logger }: { traced: boolean; logger: Logger }): Promise<{ code: string }> {
  return bundleWorkflowCode({
    workflowsPath,
    logger,
    workflowInterceptorModules: traced
      ? [require.resolve('@temporalio/interceptors-opentelemetry/lib/workflow-interceptors')]
      : [],
  });
}

async function versionOf(traced: boolean): Promise<string> {
  const hash = createHash('sha256').update(String(traced));
  hash.update(await readFile(join(root, 'package-lock.json')));
  for (const folder of sources)
    for (const name of (await readdir(join(root, folder), { recursive: true })).sort())
      if (name.endsWith('.ts')) hash.update(name).update(await readFile(join(root, folder, name)));
  return hash.digest('hex').slice(0, 16);
}
