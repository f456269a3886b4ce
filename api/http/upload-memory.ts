import type { IncomingMessage } from 'node:http';
import { allow, type Result } from '#domain/result.ts';

/** Takes memory for one upload until it is answered, or refuses where there is none left. */
export type UploadMemory = (req: IncomingMessage, limit: number) => Result<() => void>;

/**
 * Documents are held in memory while they are checked. All uploads of a process together take so many bytes, so that many at
 * once are asked to wait and cannot end the process. One without Content-Length counts as the longest that is allowed.
 */
export function createUploadMemory(bytes: number): UploadMemory {
  let taken = 0;
  return ({ headers }, limit) => {
    const announced = headers['content-length'];
    const size = Math.min(announced === undefined ? limit : Number(announced), limit);
    // One alone is always let in: the limit of a document is the contract's.
    if (taken > 0 && taken + size > bytes) {
      const message = 'Too many documents are being uploaded at this moment; send it again in a few seconds';
      return { ok: false, violation: { code: 'request.too-many', message, retryAfterSeconds: 5 } };
    }
    taken += size;
    return allow(() => {
      taken -= size;
    });
  };
}
