import { and, asc, eq } from 'drizzle-orm';
import type { DbOrTx } from '#db/connect.ts';
import { reasonCodes } from '#db/schema/reason-codes.ts';
import type { ReasonList } from '#domain/reason-codes.ts';

/** The codes of one list or of all: some dozens in an installation. */
export const listReasonCodes = (
  db: DbOrTx,
  { list, active }: { list?: ReasonList | undefined; active?: boolean | undefined },
) =>
  db
    .select()
    .from(reasonCodes)
    .where(
      and(
        list === undefined ? undefined : eq(reasonCodes.list, list),
        active === undefined ? undefined : eq(reasonCodes.active, active),
      ),
    )
    .orderBy(asc(reasonCodes.list), asc(reasonCodes.code));
