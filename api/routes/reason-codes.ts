import {
  countReasonCodesContract,
  listExceptionCodesContract,
  listReasonCodesContract,
} from '#api/contracts/reason-codes.ts';
import type { ApiRouter } from '#api/http/router.ts';
import type { Services } from '#api/http/services.ts';
import { countReasonCodeUses } from '#db/queries/reason-code-uses.ts';
import { listReasonCodes } from '#db/queries/reason-codes.ts';
import { scopesWith } from '#domain/caller.ts';
import { governedExceptions } from '#domain/exception-codes.ts';
import { allow } from '#domain/result.ts';

/** The governed lists: what a reason can be given by, how often it was, and what may go otherwise than it should. */
export function reasonCodeRoutes(app: ApiRouter, { operations: { db } }: Services): void {
  app.route(listReasonCodesContract, async ({ query }) =>
    allow({ items: await listReasonCodes(db, query), nextCursor: null }),
  );

  app.route(countReasonCodesContract, async ({ query }, { caller }) =>
    allow({
      items: [...(await countReasonCodeUses(db, { ...query, scopes: scopesWith(caller, 'audit.read') }))],
      nextCursor: null,
    }),
  );

  app.route(listExceptionCodesContract, async () => allow({ items: [...governedExceptions], nextCursor: null }));
}
