import type { DbOrTx } from '#db/connect.ts';
import { readMergedByCode } from '#db/queries/merged-parties.ts';
import { readKnownCodes, readKnownDocuments, readPaperHolders } from '#db/queries/record-conflicts.ts';
import type { RuleViolation } from '#domain/result.ts';
import { type CertificateRecord, paperOf } from '#domain/supplier-certificates.ts';
import type { PlannedRecord } from './record-conflicts.ts';

/** What stands in the way of planned certificates: no such supplier, item or document, and the same paper under another code. */
export async function certificateConflicts(
  db: DbOrTx,
  planned: readonly PlannedRecord[],
  pointerOf: (index: number) => string,
): Promise<RuleViolation[][]> {
  // Their kind is certificate, hence so are their records.
  const papers = planned.map(({ after }) => after as CertificateRecord);
  const suppliers = await readKnownCodes(db, 'suppliers', [...new Set(papers.map(({ party }) => party))]);
  const merged = new Map(
    (
      await readMergedByCode(
        db,
        papers.map(({ party }) => party),
      )
    ).map((one) => [one.code, one.into]),
  );
  const items = await readKnownCodes(db, 'items', [...new Set(papers.flatMap((paper) => paper.items))]);
  const documents = await readKnownDocuments(db, [...new Set(papers.flatMap(({ documentId }) => documentId ?? []))]);
  const holders = await readPaperHolders(db, papers);
  return papers.map((paper, index) => {
    const { changed = [], action, recordId } = planned[index] ?? {};
    const at = pointerOf(index);
    const problems: RuleViolation[] = [];
    const tell = (code: RuleViolation['code'], message: string, field: string) =>
      problems.push({ code, message, pointer: `${at}/${field}` });
    if (!suppliers.has(paper.party)) tell('supplier.unknown', `There is no supplier "${paper.party}"`, 'party');
    const into = merged.get(paper.party);
    if (into !== undefined) tell('record.merged', `${paper.party} was merged into ${into}: name that one`, 'party');
    if (action === 'change' && changed.includes('party'))
      tell('record.field-fixed', 'A certificate stays with the supplier it was given to', 'party');
    for (const code of paper.items.filter((one) => !items.has(one)))
      tell('item.unknown', `There is no item "${code}"`, 'items');
    if (paper.documentId !== null && !documents.has(paper.documentId))
      tell('certificate.document-unknown', `There is no document ${paper.documentId}`, 'documentId');
    const holder = holders.find((one) => one.id !== recordId && paperOf(one) === paperOf(paper));
    if (holder)
      tell(
        'certificate.paper-taken',
        `${holder.code}, of ${holder.party}, is this ${paper.scheme} certificate of ${paper.issuer} already`,
        'number',
      );
    return problems;
  });
}
