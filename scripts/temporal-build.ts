import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { tryHeldLock } from './held-lock.ts';
import { type Log, withProgress } from './progress.ts';
import { StartProblem } from './start-problem.ts';

const run = promisify(execFile);
const goModule = fileURLToPath(new URL('./temporal-server/', import.meta.url));

/** What the Go module yields: the command line with its development server, the production server, its schema tool. */
export const goPrograms = {
  temporal: 'github.com/temporalio/cli/cmd/temporal',
  'temporal-server': 'go.temporal.io/server/cmd/server',
  'temporal-sql-tool': 'go.temporal.io/server/cmd/tools/sql',
} as const;

/** Where programs are kept for every clone of the same Go module; a change of its pinned versions is another folder. */
export function cacheFolder(cacheHome: string | undefined): string {
  const pinned = createHash('sha256');
  for (const name of ['go.mod', 'go.sum']) pinned.update(readFileSync(join(goModule, name)));
  const local = process.platform === 'win32' ? join(homedir(), 'AppData', 'Local') : join(homedir(), '.cache');
  return join(cacheHome ?? local, 'holdfast', `temporal-${pinned.digest('hex').slice(0, 16)}`);
}

const executable = (name: string) => (process.platform === 'win32' ? `${name}.exe` : name);

/** The path a program has in the cache, whether it is there or not. */
export const cachedProgram = (folder: string, name: keyof typeof goPrograms) => join(folder, executable(name));

/** Go's version as two numbers, or nothing when there is no Go. */
export async function goVersion(): Promise<[number, number] | undefined> {
  const answer = await run('go', ['env', 'GOVERSION'], { cwd: homedir() }).catch(() => undefined);
  const [, major, minor] = answer?.stdout.match(/go(\d+)\.(\d+)/) ?? [];
  return major && minor ? [Number(major), Number(minor)] : undefined;
}

/** Builds the programs that the cache lacks. Several at once do not disturb each other: one builds, the others wait. */
export async function buildPrograms(folder: string, names: (keyof typeof goPrograms)[], log: Log): Promise<void> {
  mkdirSync(folder, { recursive: true });
  let lock = tryHeldLock(join(folder, 'build.lock'));
  if (!lock) log('Another start is building the Temporal server; waiting for it …');
  while (!lock) {
    await sleep(500);
    lock = tryHeldLock(join(folder, 'build.lock'));
  }
  try {
    for (const name of names) if (!existsSync(cachedProgram(folder, name))) await build(folder, name, log);
  } finally {
    lock.release();
  }
}

async function build(folder: string, name: keyof typeof goPrograms, log: Log): Promise<void> {
  // Built beside its place and moved there when whole: a build that was broken off is never taken for a program.
  const part = join(folder, `.${name}.${process.pid}`);
  const args = ['build', '-mod=readonly', '-trimpath', '-ldflags', '-s -w', '-o', part, goPrograms[name]];
  try {
    await withProgress(log, `Building ${name} from Go modules, once for this machine`, '3 to 5 minutes', () =>
      run('go', args, { cwd: goModule, maxBuffer: 100_000_000 }),
    );
    renameSync(part, cachedProgram(folder, name));
  } catch (error) {
    const why = error instanceof Error && 'stderr' in error ? String(error.stderr).trim().split('\n').at(-1) : error;
    throw new StartProblem(
      `Go could not build the Temporal server (${why}); give it access to its module proxy and 3 GB of disk, or set TEMPORAL_CLI_PATH or TEMPORAL_ADDRESS.`,
    );
  } finally {
    rmSync(part, { force: true });
  }
}
