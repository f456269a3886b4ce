import type { Tx } from '#db/connect.ts';
import { add, subtract } from '#domain/quantity.ts';
import type { Result } from '#domain/result.ts';
import { isSamePlace, standsThere } from './book-destruction.ts';
import { stockInReach } from './carry-out-outcome.ts';
import { readPendingLines } from './disposal-account.ts';
import type { DisposalCase } from './disposal-case.ts';
import type { ResolvedStock } from './resolve-disposal-lines.ts';

/**
 * Refuses what does not stand where it is said to, less what runs have recorded there and nobody booked yet: that is gone, and
 * neither destroyed nor missed a second time.
 */
export async function standsUnrecorded(
  tx: Tx,
  disposalCase: DisposalCase,
  lines: readonly ResolvedStock[],
): Promise<Result<void>> {
  const pending = await readPendingLines(tx, disposalCase.row.id);
  const standing = (await stockInReach(tx, disposalCase.hold)).map((stock) => {
    const taken = pending.filter((line) => isSamePlace(line, stock)).map(({ quantity }) => quantity);
    return { ...stock, quantity: subtract(stock.quantity, add(...taken)) };
  });
  const named = lines.map((line) => ({ ...line, location: line.locationCode, owner: line.ownerCode }));
  return standsThere(disposalCase, named, standing);
}
