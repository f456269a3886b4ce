import { randomFillSync } from 'node:crypto';

const sane = /^[A-Za-z0-9._-]{8,128}$/;
const pool = Buffer.alloc(4_096);
const bytesEach = 10;

/** Takes the id a caller gave a request where it is one, and makes one otherwise. */
export const requestIdFrom = (given: string | string[] | undefined): string =>
  typeof given === 'string' && sane.test(given) ? given : newRequestId();

let used = pool.length;

/** A UUID of version 7 (RFC 9562, 5.7). Randomness is drawn ahead: one system call for four hundred requests. */
function newRequestId(): string {
  if (used + bytesEach > pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const random = pool.toString('hex', used, used + bytesEach);
  used += bytesEach;
  const time = Date.now().toString(16).padStart(12, '0');
  const variant = '89ab'.charAt(Number.parseInt(random.charAt(3), 16) & 3);
  return `${time.slice(0, 8)}-${time.slice(8)}-7${random.slice(0, 3)}-${variant}${random.slice(4, 7)}-${random.slice(8)}`;
}
