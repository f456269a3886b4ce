import { eq, sql } from 'drizzle-orm';
import type { Tx } from '#db/connect.ts';
import { disposals, legalHolds, lots, parties, quarantineReviews, releaseApprovals } from '#db/schema/index.ts';
import { authorize } from '#domain/caller.ts';
import { checkCriteria, type LegalCaseKind, type LegalHoldCriteria } from '#domain/legal-holds.ts';
import { hasReason } from '#domain/quarantine-review.ts';
import { allow, type Result, refuse } from '#domain/result.ts';
import { everywhere, giveReason } from './check-reason-code.ts';
import type { Command, OperationContext } from './context.ts';
import { lockRetention } from './document-retention.ts';
import { type Answer, runCommand } from './run-command.ts';
import { takeNumbers } from './take-numbers.ts';
import { writeAudit } from './write-audit.ts';

/** `lot` and `supplier` by their codes. */
export type PlaceLegalHold = {
  lot?: string | undefined;
  caseKind?: LegalCaseKind | undefined;
  caseId?: string | undefined;
  supplier?: string | undefined;
  fromDay?: string | undefined;
  untilDay?: string | undefined;
  reason: string;
  reasonCode?: string | undefined;
};

export type PlacedLegalHold = { legalHoldId: string; number: string; version: number; documents: number };

/**
 * Keeps, from this moment on, every document that meets all that is named, whatever retention says. Only two people end it, by a
 * policy change. Answers how many documents it keeps now; what comes later and meets it is kept as well.
 */
export function placeLegalHold(
  context: OperationContext,
  command: Command<PlaceLegalHold>,
): Promise<Answer<PlacedLegalHold>> {
  const { caller, input } = command;
  return runCommand(context, 'place-legal-hold', command, async (tx): Promise<Result<PlacedLegalHold>> => {
    const entitled = authorize(caller, 'legal-hold.place', { siteId: null, entityId: null });
    if (!entitled.ok) return entitled;
    const said = hasReason(input.reason);
    if (!said.ok) return said;
    const given = await giveReason(tx, context, command, { list: 'legal_hold', ...input, scopes: everywhere });
    if (!given.ok) return given;
    const criteria = await resolve(tx, input);
    if (!criteria.ok) return criteria;

    await lockRetention(tx);
    const [number] = await takeNumbers(tx, 'legal_hold_numbers', 'LH', 1);
    const row = {
      ...criteria.value,
      id: context.newId(),
      number: number ?? '',
      reason: input.reason.trim(),
      reasonCode: input.reasonCode ?? null,
      placedBy: caller.id,
      placedByName: caller.name,
      placedAt: context.clock.now(),
    };
    await tx.insert(legalHolds).values(row);
    await writeAudit(tx, context, given.value, [
      {
        action: 'legal_hold.placed',
        subjectKind: 'legal_hold',
        subjectId: row.id,
        lotId: row.lotId,
        reason: row.reason,
        after: { number: row.number, ...criteria.value },
      },
    ]);
    const [kept] = await tx.execute<{ count: number }>(
      sql`select count(*)::int as count from document_legal_holds where legal_hold_id = ${row.id}`,
    );
    return allow({ legalHoldId: row.id, number: row.number, version: 1, documents: kept?.count ?? 0 });
  });
}

async function resolve(tx: Tx, input: PlaceLegalHold): Promise<Result<LegalHoldCriteria>> {
  const { lot, supplier, caseKind = null, caseId = null, fromDay = null, untilDay = null } = input;
  const [foundLot] = lot === undefined ? [] : await tx.select({ id: lots.id }).from(lots).where(eq(lots.code, lot));
  if (lot !== undefined && !foundLot) return refuse('lot.unknown', `There is no lot ${lot}`, '/lot');
  const [foundSupplier] =
    supplier === undefined ? [] : await tx.select({ id: parties.id }).from(parties).where(eq(parties.code, supplier));
  if (supplier !== undefined && !foundSupplier)
    return refuse('supplier.unknown', `There is no supplier ${supplier}`, '/supplier');
  const whole = (caseKind === null) === (caseId === null);
  if (!whole || (caseKind && caseId && !(await isCase(tx, caseKind, caseId))))
    return refuse('legal-hold.case-unknown', `There is no ${caseKind ?? 'case'} ${caseId ?? ''}`, '/caseId');
  const criteria = {
    lotId: foundLot?.id ?? null,
    supplierId: foundSupplier?.id ?? null,
    caseKind,
    caseId,
    fromDay,
    untilDay,
  };
  const checked = checkCriteria(criteria);
  return checked.ok ? allow(criteria) : checked;
}

const cases = {
  quarantine_review: quarantineReviews,
  release_approval: releaseApprovals,
  disposal: disposals,
} as const satisfies Record<LegalCaseKind, object>;

async function isCase(tx: Tx, kind: LegalCaseKind, id: string): Promise<boolean> {
  const table = cases[kind];
  return (await tx.select({ id: table.id }).from(table).where(eq(table.id, id))).length > 0;
}
