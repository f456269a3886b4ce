import { spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { Environment } from '#config';

const reaper = fileURLToPath(new URL('./reaper.cjs', import.meta.url));
const logSizeLimit = 20_000_000;

export type ChildProcess = {
  name: string;
  pid: number;
  /** The command line, by which it is known again. */
  command: string;
  /** When it has ended, whoever ended it, with its exit code. */
  exited: Promise<number>;
  hasExited(): boolean;
  /** Asks it to stop, waits, and kills it after the grace period. May be called twice. */
  stop(): Promise<void>;
};

export type StartChild = {
  name: string;
  command: string;
  args: string[];
  env?: Environment;
  cwd?: string;
  identity?: { uid: number; gid: number } | undefined;
  stopSignal?: NodeJS.Signals;
  graceMs?: number;
  /** Takes its output. A file and not a pipe, so that it can finish its words after its parent was killed. */
  logFile: string;
};

/** Starts a program that cannot outlive this process by more than its grace period, not even after `kill -9`. */
export async function startChild(options: StartChild): Promise<ChildProcess> {
  const { name, command, args, cwd, identity, stopSignal = 'SIGTERM', graceMs = 20_000, logFile } = options;
  if (existsSync(logFile) && statSync(logFile).size > logSizeLimit) renameSync(logFile, `${logFile}.1`);
  const log = openSync(logFile, 'a', 0o600);
  const plan = JSON.stringify({ command, args, cwd, ...identity, stopSignal, graceMs });
  const reaping = spawn(process.execPath, [reaper, plan], {
    detached: true, // a group of its own: Ctrl-C in the terminal is for the parent alone
    stdio: ['pipe', log, log, 'pipe'],
    windowsHide: true,
    ...(options.env && { env: options.env }),
  });
  closeSync(log);
  reaping.stdin?.on('error', () => {}); // it may be gone when we say stop

  let ended = false;
  const exited = new Promise<number>((resolve) => {
    const end = (code: number) => {
      ended = true;
      resolve(code);
    };
    reaping.once('exit', (code) => end(code ?? 137)).once('error', () => end(127));
  });
  const pid = await Promise.race([firstLine(reaping.stdio[3] as Readable), exited.then(() => undefined)]); // 'pipe' above

  return {
    name,
    pid: Number(pid ?? 0),
    command: [command, ...args].join(' '),
    exited,
    hasExited: () => ended,
    stop: async () => {
      reaping.stdin?.end();
      await exited;
    },
  };
}

async function firstLine(stream: Readable): Promise<string | undefined> {
  stream.on('error', () => {});
  for await (const chunk of stream) return String(chunk).trim();
  return undefined;
}

/** What a program said last about why it ended, for the sentence that says so. */
export function lastWords(logFile: string): string {
  const text = existsSync(logFile) ? readFileSync(logFile, 'utf8') : '';
  const lines = text.trimEnd().split('\n').slice(-40);
  const line = lines.findLast((candidate) => /error|fatal|missing/i.test(candidate)) ?? lines.at(-1) ?? '';
  if (!line.startsWith('{') || !line.endsWith('}')) return line.trim();
  const { msg, error, err } = JSON.parse(line) as Record<'msg' | 'error' | 'err', unknown>; // a log line of a server's
  return [msg, error ?? err].filter((part) => typeof part === 'string').join(': ');
}
