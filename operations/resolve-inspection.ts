import { eq, inArray } from 'drizzle-orm';
import type { Tx } from '#db/connect.ts';
import { type FoundLot, type FoundSite, findLots, findSite } from '#db/queries/by-code.ts';
import { documents } from '#db/schema/documents.ts';
import { receiptLines, receipts } from '#db/schema/receiving.ts';
import { refusalOf } from '#domain/all-problems.ts';
import type { InspectionResult } from '#domain/inspections.ts';
import { allow, type Result, type RuleViolation, refuse } from '#domain/result.ts';

export type InspectionCheck = { name: string; result: InspectionResult; note?: string | undefined };

/** Lots by code or id, receipt by number, documents by id. Without a number it is given one. */
export type RecordInspection = {
  number?: string | undefined;
  site: string;
  receipt?: string | undefined;
  lots: readonly string[];
  result: InspectionResult;
  checks: readonly InspectionCheck[];
  documents: readonly string[];
  happenedAt?: string | undefined;
};

export type ResolvedInspection = {
  site: FoundSite;
  receiptId: string | null;
  lots: FoundLot[];
  documentIds: readonly string[];
};

/** Finds what an inspection names, and whether it agrees with itself; every problem at once. */
export async function resolveInspection(tx: Tx, input: RecordInspection): Promise<Result<ResolvedInspection>> {
  const site = await findSite(tx, input.site);
  const lots = await findLots(tx, input.lots);
  const receipt = input.receipt === undefined ? null : await findReceipt(tx, input.receipt);
  const documentIds = [...new Set(input.documents)];
  const known = await knownDocuments(tx, documentIds);
  const problems: RuleViolation[] = [
    ...(site ? [] : [refuse('site.unknown', `There is no site ${input.site}`, '/site').violation]),
    ...input.lots.flatMap((name, index) => lotProblem(name, lots.get(name), receipt, `/lots/${index}`)),
    ...(receipt === undefined
      ? [refuse('receipt.unknown', `There is no receipt ${input.receipt}`, '/receipt').violation]
      : []),
    ...documentIds
      .filter((id) => !known.has(id))
      .map((id) => refuse('document.unknown', `There is no document ${id}`, '/documents').violation),
    ...contradiction(input),
  ];
  const refusal = refusalOf(problems, 'request.malformed', 'this inspection');
  if (refusal || !site) return refusal ?? refuse('site.unknown', `There is no site ${input.site}`, '/site');
  const named = new Map([...lots.values()].map((lot) => [lot.id, lot]));
  return allow({ site, receiptId: receipt?.id ?? null, lots: [...named.values()], documentIds });
}

type FoundReceipt = { id: string; number: string; lotIds: Set<string> };

async function findReceipt(tx: Tx, number: string): Promise<FoundReceipt | undefined> {
  const rows = await tx
    .select({ id: receipts.id, lotId: receiptLines.lotId })
    .from(receipts)
    .innerJoin(receiptLines, eq(receiptLines.receiptId, receipts.id))
    .where(eq(receipts.number, number));
  const [first] = rows;
  return first && { id: first.id, number, lotIds: new Set(rows.map((row) => row.lotId)) };
}

async function knownDocuments(tx: Tx, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const rows = await tx
    .select({ id: documents.id })
    .from(documents)
    .where(inArray(documents.id, [...ids]));
  return new Set(rows.map((row) => row.id));
}

function lotProblem(
  name: string,
  lot: FoundLot | undefined,
  receipt: FoundReceipt | null | undefined,
  pointer: string,
): RuleViolation[] {
  if (!lot) return [refuse('lot.unknown', `There is no lot ${name}`, pointer).violation];
  return receipt && !receipt.lotIds.has(lot.id)
    ? [refuse('lot.unknown', `Receipt ${receipt.number} did not bring ${lot.code}`, pointer).violation]
    : [];
}

/** Nothing passes that has failed a check. The other way round is the inspector's to say. */
function contradiction({ result, checks }: RecordInspection): RuleViolation[] {
  const failed = checks.filter((check) => check.result === 'fail').map((check) => check.name);
  return result === 'pass' && failed.length > 0
    ? [refuse('request.malformed', `It passed and failed in ${failed.join(', ')}: one of both`, '/result').violation]
    : [];
}
