import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { commandOf } from '#scripts/orphans.ts';

/** A process as it can be known again: ids come again, so its command line goes with it. */
export type Seen = { pid: number; command: string };

/** Everything that a process has started, directly or not. */
export function descendantsOf(ancestor: number): Seen[] {
  const parents = parentsOfAll();
  const found: Seen[] = [];
  for (let generation = [ancestor]; generation.length > 0; ) {
    generation = [...parents].flatMap(([pid, parent]) => (generation.includes(parent) ? [pid] : []));
    found.push(...generation.map((pid) => ({ pid, command: commandOf(pid) })));
  }
  return found.filter(({ command }) => command !== '');
}

/** Those that still run. One that has ended and waits to be collected has no command line any more. */
export const stillRunning = (seen: readonly Seen[]): Seen[] =>
  seen.filter(({ pid, command }) => commandOf(pid) === command);

function parentsOfAll(): Map<number, number> {
  if (process.platform !== 'linux') {
    const lines = execFileSync('ps', ['-Ao', 'pid=,ppid='], { encoding: 'utf8' }).trim().split('\n');
    return new Map(lines.map((line) => line.trim().split(/\s+/).map(Number) as [number, number])); // two columns asked
  }
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return new Map(pids.map((pid) => [Number(pid), parentOf(pid)]));
}

/** The fourth field of `stat`, behind a name in brackets that may hold anything (proc(5)). */
function parentOf(pid: string): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    return 0; // ended meanwhile
  }
}
