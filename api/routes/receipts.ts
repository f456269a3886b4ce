import { listReceiptsContract, readReceiptContract } from '#api/contracts/receipts.ts';
import { receiveGoodsContract } from '#api/contracts/receive-goods.ts';
import { encodeCursor, readCursor } from '#api/http/cursor.ts';
import type { ApiRouter } from '#api/http/router.ts';
import type { Services } from '#api/http/services.ts';
import { listReceipts } from '#db/queries/list-receipts.ts';
import { readReceipt } from '#db/queries/read-receipt.ts';
import { scopesWith } from '#domain/caller.ts';
import { allow, refuse } from '#domain/result.ts';
import { receiveGoods } from '#operations/receive-goods.ts';

export function receiptRoutes(app: ApiRouter, { operations }: Services): void {
  app.route(receiveGoodsContract, ({ body }, request) => receiveGoods(operations, request.command(body)));

  app.route(listReceiptsContract, async ({ query: { cursor, ...filter } }, { caller }) => {
    const after = readCursor(cursor, 'instant', 'id');
    if (!after.ok) return after;
    const scopes = scopesWith(caller, 'receipt.read');
    const { rows, next } = await listReceipts(operations.db, { ...filter, scopes, after: after.value });
    return allow({ items: [...rows], nextCursor: next && encodeCursor(next) });
  });

  app.route(readReceiptContract, async ({ params: { receiptId } }, { caller }) => {
    const receipt = await readReceipt(operations.db, receiptId, scopesWith(caller, 'receipt.read'));
    return receipt ? allow(receipt) : refuse('receipt.unknown', `There is no receipt ${receiptId} that you may see`);
  });
}
