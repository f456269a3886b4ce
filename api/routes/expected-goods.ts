import {
  announceAdvanceNoticeContract,
  listAdvanceNoticesContract,
  readAdvanceNoticeContract,
} from '#api/contracts/advance-notices.ts';
import {
  announcePurchaseOrderContract,
  listPurchaseOrdersContract,
  readPurchaseOrderContract,
} from '#api/contracts/purchase-orders.ts';
import { encodeCursor, readCursor } from '#api/http/cursor.ts';
import type { ApiRouter } from '#api/http/router.ts';
import type { Services } from '#api/http/services.ts';
import {
  type ExpectedFilter,
  type ExpectedGoods,
  type ExpectedKind,
  listExpectedGoods,
  readExpectedGoods,
} from '#db/queries/expected-goods.ts';
import { type Caller, scopesWith } from '#domain/caller.ts';
import { allow, type Result, refuse } from '#domain/result.ts';
import { announceGoods } from '#operations/announce-goods.ts';

/** Purchase orders and advance notices: two nouns, told and read alike. */
export function expectedGoodsRoutes(app: ApiRouter, { operations }: Services): void {
  const list = async (
    kind: ExpectedKind,
    caller: Caller,
    { cursor, ...filter }: Omit<ExpectedFilter, 'scopes'> & { limit: number; cursor?: string | undefined },
  ) => {
    const after = readCursor(cursor, 'id');
    if (!after.ok) return after;
    const scopes = scopesWith(caller, 'receipt.read');
    const found = await listExpectedGoods(operations.db, kind, { ...filter, scopes, after: after.value });
    return allow({ items: [...found.rows], nextCursor: found.next && encodeCursor(found.next) });
  };

  const read = async (kind: ExpectedKind, caller: Caller, id: string): Promise<Result<ExpectedGoods>> => {
    const goods = await readExpectedGoods(operations.db, kind, id, scopesWith(caller, 'receipt.read'));
    if (goods) return allow(goods);
    return kind === 'purchase_order'
      ? refuse('purchase-order.unknown', `There is no purchase order ${id} that you may see`)
      : refuse('advance-notice.unknown', `There is no advance notice ${id} that you may see`);
  };

  app.route(announcePurchaseOrderContract, ({ body }, request) =>
    announceGoods(operations, request.command({ ...body, kind: 'purchase_order' as const })),
  );
  app.route(listPurchaseOrdersContract, ({ query }, { caller }) => list('purchase_order', caller, query));
  app.route(readPurchaseOrderContract, ({ params }, { caller }) => read('purchase_order', caller, params.id));

  app.route(announceAdvanceNoticeContract, ({ body }, request) =>
    announceGoods(operations, request.command({ ...body, kind: 'advance_notice' as const })),
  );
  app.route(listAdvanceNoticesContract, ({ query }, { caller }) => list('advance_notice', caller, query));
  app.route(readAdvanceNoticeContract, ({ params }, { caller }) => read('advance_notice', caller, params.id));
}
