import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { isAlive } from '#scripts/orphans.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Another process, for tests that kill one: runs the module text, which prints one line of JSON and stays. */
export async function givenHolder<Said>(code: string): Promise<{ said: Said; process: ChildProcess }> {
  const stay = `${code}\nsetInterval(() => {}, 1_000);`;
  const args = ['--disable-warning=ExperimentalWarning', '--input-type=module', '-e', stay];
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  for await (const chunk of child.stdout) {
    text += chunk;
    if (text.includes('\n')) break;
  }
  return { said: JSON.parse(text), process: child };
}

/** Kills it as the operating system does when memory is short, and waits until it is gone. */
export async function killHard(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

/** Waits for the end of a process that is not our child. */
export async function goneFrom(pid: number): Promise<void> {
  while (isAlive(pid)) await sleep(20);
}
