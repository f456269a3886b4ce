import { execFile } from 'node:child_process';
import { accessSync, constants, existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type Log, withProgress } from './progress.ts';
import { StartProblem } from './start-problem.ts';
import { buildPrograms, cachedProgram, cacheFolder, goVersion } from './temporal-build.ts';

const run = promisify(execFile);
const cliVersion = 'v1.8.2';
/** Older servers lack what the workflows use, or the settings below which each step waits 50 ms. */
const oldestServer = [1, 29] as const;
const downloadLimitMs = 5 * 60_000;

export type FindTemporal = { cliPath?: string | undefined; cacheHome?: string | undefined; log: Log };

/** The path of a Temporal command line that serves: the one named, installed, kept, downloaded, or built, in this order. */
export async function findTemporal({ cliPath, cacheHome, log }: FindTemporal): Promise<string> {
  if (cliPath) {
    const problem = await whyNot(cliPath);
    if (problem) throw new StartProblem(`TEMPORAL_CLI_PATH names ${cliPath}, ${problem}; correct or unset it.`);
    return cliPath;
  }
  if (!(await whyNot('temporal'))) return 'temporal';
  const folder = cacheFolder(cacheHome);
  const kept = cachedProgram(folder, 'temporal');
  if (existsSync(kept) && !(await whyNot(kept))) return kept;
  if (await download(folder, kept, log)) return kept;
  const [major, minor] = (await goVersion()) ?? [0, 0];
  if (major < 1 || (major === 1 && minor < 25))
    throw new StartProblem(
      'There is no way to get a Temporal server: no `temporal` on PATH, no internet to download it, and no Go 1.25 or later to build it; install one of them, or set TEMPORAL_ADDRESS.',
    );
  await buildPrograms(folder, ['temporal'], log);
  return kept;
}

/** Why this program cannot be our server, as the end of a sentence; nothing when it can. */
async function whyNot(program: string): Promise<string | undefined> {
  const answer = await run(program, ['--version'], { timeout: 20_000 }).catch(() => undefined);
  if (!answer) return 'which does not run';
  const [, major, minor] = answer.stdout.match(/Server (\d+)\.(\d+)/) ?? [];
  const isOld = Number(major ?? 0) === oldestServer[0] && Number(minor ?? 0) < oldestServer[1];
  return !major || isOld ? `whose server is older than ${oldestServer.join('.')}` : undefined;
}

/** Whether the SDK's own download worked. Without internet it fails within a second. */
async function download(folder: string, target: string, log: Log): Promise<boolean> {
  mkdirSync(folder, { recursive: true });
  const part = mkdtempSync(join(folder, 'download-'));
  const script = fileURLToPath(new URL('./temporal-download.ts', import.meta.url));
  try {
    await withProgress(log, 'Downloading the Temporal server, once for this machine', 'about 1 minute', () =>
      run(process.execPath, [script, cliVersion, part], { timeout: downloadLimitMs, killSignal: 'SIGKILL' }),
    );
    const program = readdirSync(part)
      .map((name) => join(part, name))
      .find(isExecutable);
    if (program) renameSync(program, target);
    return program !== undefined;
  } catch {
    log('  not possible from here');
    return false;
  } finally {
    rmSync(part, { recursive: true, force: true });
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
