/** Bytes under their SHA-256, so that the same document is kept once and a changed one is found out. */
export type DocumentStore = {
  /** Keeps the bytes; writing the same ones again changes nothing. */
  put(sha256: string, bytes: Uint8Array): Promise<void>;
  /** The bytes, or undefined where there are none under this hash. */
  get(sha256: string): Promise<Uint8Array | undefined>;
};
