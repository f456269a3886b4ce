import { randomBytes } from 'node:crypto';
import { withoutTokens } from '#operations/secrets.ts';

const sane = /^[A-Za-z0-9._-]{8,128}$/;
const bytesAhead = 4_000;
const digitsEach = 20;

/** Takes the id a caller gave a request where it is one, and no secret, which would go into each line; makes one otherwise. */
export const requestIdFrom = (given: string | string[] | undefined): string =>
  typeof given === 'string' && sane.test(given) && withoutTokens(given) === given ? given : newRequestId();

let digits = '';
let used = 0;

/** A UUID of version 7 (RFC 9562, 5.7). Randomness is drawn ahead: one system call for four hundred requests. */
function newRequestId(): string {
  if (used + digitsEach > digits.length) {
    digits = randomBytes(bytesAhead).toString('hex');
    used = 0;
  }
  const random = digits.slice(used, used + digitsEach);
  used += digitsEach;
  const time = Date.now().toString(16).padStart(12, '0');
  const variant = '89ab'.charAt(Number.parseInt(random.charAt(0), 16) & 3);
  return `${time.slice(0, 8)}-${time.slice(8)}-7${random.slice(1, 4)}-${variant}${random.slice(5, 8)}-${random.slice(8)}`;
}
