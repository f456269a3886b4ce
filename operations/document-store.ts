import { createHash } from 'node:crypto';
import { access, mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Bytes under their SHA-256, so that the same document is kept once and a changed one is found out. */
export type DocumentStore = {
  /** Keeps the bytes, durably once this has resolved; writing the same ones again changes nothing. */
  put(sha256: string, bytes: Uint8Array): Promise<void>;
  /** The bytes, or undefined where there are none under this hash. Bytes of another hash are a fault. */
  get(sha256: string): Promise<Uint8Array | undefined>;
  has(sha256: string): Promise<boolean>;
  /** Removes the bytes; those that are not there are removed already. */
  remove(sha256: string): Promise<void>;
  /** The hashes that begin with a byte (`ab`) and were written before an instant. Unfinished files of before go on the way. */
  olderThan(firstByte: string, before: Date): Promise<string[]>;
};

/**
 * Keeps documents as files of a folder that several processes may share, under `ab/cdef…` of their SHA-256. A file is written beside its place, flushed, and
 * renamed: under its name there is all of it or nothing, also after a crash. What no row refers to is left over, harmless, and swept by retention.
 */
export function openDocumentFolder(folder: string): DocumentStore {
  const pathOf = (sha256: string): string => {
    if (!/^[0-9a-f]{64}$/.test(sha256)) throw new Error(`"${sha256}" is not a SHA-256`);
    return join(folder, sha256.slice(0, 2), sha256.slice(2));
  };
  let writes = 0;
  return {
    async put(sha256, bytes) {
      const path = pathOf(sha256);
      // Two processes may write the same document at once, and either may win.
      const beside = `${path}.${process.pid}-${++writes}.part`;
      await mkdir(dirname(path), { recursive: true });
      try {
        await writeFlushed(beside, bytes);
        await rename(beside, path);
        await flushFolder(dirname(path));
      } finally {
        await rm(beside, { force: true });
      }
    },
    async get(sha256) {
      const bytes = await readFile(pathOf(sha256)).catch(missing);
      if (bytes && createHash('sha256').update(bytes).digest('hex') !== sha256) {
        throw new Error(`Document ${sha256} has been changed on disk; restore it from a backup`);
      }
      return bytes;
    },
    has: (sha256) =>
      access(pathOf(sha256)).then(
        () => true,
        (error) => missing(error) ?? false,
      ),
    remove: (sha256) => rm(pathOf(sha256), { force: true }),
    async olderThan(firstByte, before) {
      const place = join(folder, firstByte);
      const old: string[] = [];
      for (const name of (await readdir(place).catch(missing)) ?? []) {
        const written = await stat(join(place, name)).catch(missing);
        if (!written || written.mtime >= before) continue;
        if (/^[0-9a-f]{62}$/.test(name)) old.push(`${firstByte}${name}`);
        else if (name.endsWith('.part')) await rm(join(place, name), { force: true });
      }
      return old;
    },
  };
}

async function writeFlushed(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Makes the new name durable. Windows has no such thing for folders. */
async function flushFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

function missing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}
