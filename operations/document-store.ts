import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';

/** Bytes under their SHA-256, so that the same document is kept once and a changed one is found out. */
export type DocumentStore = {
  /** Keeps the bytes; writing the same ones again changes nothing. */
  put(sha256: string, bytes: Uint8Array): Promise<void>;
  /** The bytes, or undefined where there are none under this hash. */
  get(sha256: string): Promise<Uint8Array | undefined>;
};

const hashForm = /^[0-9a-f]{64}$/;

/** Keeps documents as files of a folder, which several processes may share. A file is there whole or not at all. */
export function openDocumentFolder(folder: string): DocumentStore {
  const placeOf = (sha256: string) => {
    if (!hashForm.test(sha256)) throw new Error('A document is kept under its SHA-256 in hex');
    const shelf = join(folder, sha256.slice(0, 2));
    return { shelf, path: join(shelf, sha256) };
  };
  return {
    async put(sha256, bytes) {
      const { shelf, path } = placeOf(sha256);
      await mkdir(shelf, { recursive: true });
      const part = `${path}.${process.pid}-${++parts}.part`;
      const file = await open(part, 'wx');
      try {
        await file.writeFile(bytes);
        // On the disk before its row is committed: a document that a receipt names must survive a power cut.
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(part, path);
    },
    get: (sha256) =>
      readFile(placeOf(sha256).path).catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return undefined;
        throw error;
      }),
  };
}

/** Tells apart two writers of the same document in one process. */
let parts = 0;
