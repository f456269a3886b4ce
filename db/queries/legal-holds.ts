import { sql } from 'drizzle-orm';
import type { DbOrTx } from '#db/connect.ts';
import type { LegalCaseKind } from '#domain/legal-holds.ts';
import { isoText } from './iso-text.ts';
import { takePage } from './take-page.ts';

export type ListedLegalHold = {
  legalHoldId: string;
  number: string;
  version: number;
  lot: string | null;
  caseKind: LegalCaseKind | null;
  caseId: string | null;
  supplier: string | null;
  fromDay: string | null;
  untilDay: string | null;
  reason: string;
  reasonCode: string | null;
  placedBy: string;
  placedAt: string;
  releasedBy: string | null;
  releasedAt: string | null;
  releaseReason: string | null;
  releaseChangeId: string | null;
  /** How many documents it keeps now. */
  documents: number;
};

/** Legal holds, the newest first: those in force, those released, or all. */
export async function listLegalHolds(
  db: DbOrTx,
  { inForce, limit, after }: { inForce?: boolean | undefined; limit: number; after?: readonly string[] | undefined },
): Promise<{ rows: readonly ListedLegalHold[]; next: readonly string[] | null }> {
  const [afterId] = after ?? [];
  const rows = await db.execute<ListedLegalHold>(sql`
    select legal.id as "legalHoldId", legal.number, legal.version, lot.code as lot, legal.case_kind as "caseKind",
           legal.case_id as "caseId", party.code as supplier, legal.from_day::text as "fromDay", legal.until_day::text as "untilDay",
           legal.reason, legal.reason_code as "reasonCode", legal.placed_by_name as "placedBy",
           ${isoText(sql`legal.placed_at`)} as "placedAt", legal.released_by_name as "releasedBy",
           ${isoText(sql`legal.released_at`)} as "releasedAt", legal.release_reason as "releaseReason",
           legal.release_change_id as "releaseChangeId",
           (select count(*)::int from document_legal_holds kept where kept.legal_hold_id = legal.id) as documents
      from legal_holds legal left join lots lot on lot.id = legal.lot_id left join parties party on party.id = legal.supplier_id
     where ${inForce === undefined ? sql`true` : sql`(legal.released_at is null) = ${inForce}`}
       and ${afterId ? sql`legal.id < ${afterId}::uuid` : sql`true`}
     order by legal.id desc limit ${limit + 1}`);
  return takePage(rows, limit, ({ legalHoldId }) => [legalHoldId]);
}
