import type { Contract } from '#api/contracts/contract.ts';
import { allow, type Result, refuse } from '#domain/result.ts';
import { withoutTokens } from '#operations/secrets.ts';

const printable = /^[\x20-\x7e]{1,255}$/;
const place = '/headers/Idempotency-Key';

/** Whether a call must bring a key: every POST, unless its contract says why not. */
export const needsKey = ({ method, idempotencyKey }: Contract): boolean =>
  method === 'post' && idempotencyKey !== 'not-used';

/** The key that makes a repeat known as one; undefined where none is needed and none was sent. */
export function readIdempotencyKey(contract: Contract, header: string | undefined): Result<string | undefined> {
  if (header === undefined || header === '') {
    return needsKey(contract)
      ? refuse('idempotency.key-missing', 'Send an Idempotency-Key of your own with every POST', place)
      : allow(undefined);
  }
  // It is kept with what it did.
  return printable.test(header) && withoutTokens(header) === header
    ? allow(header)
    : refuse(
        'idempotency.key-malformed',
        'An Idempotency-Key has 1 to 255 printable ASCII characters, and is no token',
        place,
      );
}
