import { DatabaseSync } from 'node:sqlite';

/**
 * Takes a lock that ends with this process, however it ends, and answers nothing when another process has it.
 * Node offers no `flock`; SQLite takes one of the operating system's on every platform, and a file with a process id in
 * it would be stale after `kill -9` and wrong in a container, where the same small ids come again.
 */
export function tryHeldLock(path: string): { release(): void } | undefined {
  const file = new DatabaseSync(path, { timeout: 0 });
  try {
    file.exec('pragma journal_mode = memory; begin exclusive');
  } catch (error) {
    file.close();
    if (error instanceof Error && 'errcode' in error && error.errcode === 5) return undefined; // SQLITE_BUSY
    throw error;
  }
  return { release: () => file.close() };
}
