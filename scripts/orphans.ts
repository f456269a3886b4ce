import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { StartProblem } from './start-problem.ts';

/** Whether a process with this id lives; what belongs to another user lives too. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** The command line of a process, as far as this machine tells it. */
export function commandOf(pid: number): string {
  try {
    if (process.platform === 'linux') return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
    return execFileSync('ps', ['-p', String(pid), '-o', 'command='], { encoding: 'utf8' });
  } catch {
    return '';
  }
}

/**
 * Stops a server that an earlier start left on this cluster, and removes a mark that only looks like one: in a container
 * the same small process ids come again, and PostgreSQL would then refuse to start.
 */
export async function clearOrphan(clusterFolder: string): Promise<void> {
  const mark = join(clusterFolder, 'postmaster.pid');
  if (!existsSync(mark)) return;
  const pid = Number(readFileSync(mark, 'utf8').split('\n')[0]);
  if (!isAlive(pid) || !commandOf(pid).includes(clusterFolder)) {
    rmSync(mark, { force: true });
    return;
  }
  for (const signal of ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const) {
    if (!isAlive(pid)) return;
    process.kill(pid, signal);
    for (let waited = 0; waited < 10_000 && isAlive(pid); waited += 50) await sleep(50);
  }
  if (isAlive(pid))
    throw new StartProblem(`PostgreSQL of an earlier start (process ${pid}) does not stop; end it and start again.`);
}
