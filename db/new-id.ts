import { randomFillSync } from 'node:crypto';
import { v7 } from 'uuid';

const idBytes = 16;
const pool = new Uint8Array(256 * idBytes);
let next = pool.length;

const made = { msecs: 0, seq: 0 };

/**
 * A UUID of version 7 (RFC 9562), greater than the one before it in this process, also within a millisecond and when the clock
 * goes back. Takes its randomness for 256 ids at once: asking the kernel for each cost more than all else in an id.
 */
export function newId(): string {
  if (next === pool.length) {
    randomFillSync(pool);
    next = 0;
  }
  const random = pool.subarray(next, next + idBytes);
  next += idBytes;
  const now = Date.now();
  if (now > made.msecs) {
    made.msecs = now;
    // The upper half is left free for the ids that follow within the same millisecond.
    made.seq = new DataView(random.buffer, random.byteOffset).getUint32(6) >>> 1;
  } else {
    made.seq = (made.seq + 1) >>> 0;
    if (made.seq === 0) made.msecs += 1;
  }
  return v7({ random, ...made });
}
