import { existsSync, mkdirSync, readFileSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tryHeldLock } from './held-lock.ts';
import { readRun } from './run-file.ts';
import { StartProblem } from './start-problem.ts';

/** What this version of Holdfast can read: its own arrangement of files, and PostgreSQL's. */
const version = { format: 1, postgres: 18 };
const needed = { bytes: 1_000_000_000, words: '1 GB' };

/** Opens the data folder for this process alone. Throws the one sentence when it is in use, foreign or without room. */
export function openDataFolder(home: string, freeBytes = freeBytesOf): { release(): void } {
  // As root, PostgreSQL runs as nobody and must get through to its own folder; every file in here keeps its own mode.
  mkdirSync(home, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 });
  const lock = tryHeldLock(join(home, 'lock'));
  if (!lock) {
    const { url } = readRun(home);
    throw new StartProblem(
      `Holdfast is already running on ${home}${url ? ` (${url})` : ''}; stop that with Ctrl-C, or set HOLDFAST_HOME and HOLDFAST_PORT to others.`,
    );
  }
  try {
    checkVersion(home);
    if (freeBytes(home) < needed.bytes)
      throw new StartProblem(
        `Less than ${needed.words} is free on the disk of ${home}; free some, or set HOLDFAST_HOME to a folder on another disk.`,
      );
  } catch (error) {
    lock.release();
    throw error;
  }
  return lock;
}

function checkVersion(home: string): void {
  const path = join(home, 'version.json');
  if (!existsSync(path)) {
    writeFileSync(path, `${JSON.stringify(version)}\n`);
    return;
  }
  const found = JSON.parse(readFileSync(path, 'utf8')) as Partial<typeof version>; // written above, perhaps by another version
  if (found.format !== version.format || found.postgres !== version.postgres)
    throw new StartProblem(
      `${home} was made by another version of Holdfast (format ${found.format}, PostgreSQL ${found.postgres}; this one reads format ${version.format}, PostgreSQL ${version.postgres}); start that version, or set HOLDFAST_HOME to another folder.`,
    );
}

function freeBytesOf(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}
