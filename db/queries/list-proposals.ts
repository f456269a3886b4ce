import { and, asc, desc, eq, exists, gt, inArray, lt, sql } from 'drizzle-orm';
import type { DbOrTx } from '#db/connect.ts';
import { documents } from '#db/schema/documents.ts';
import { masterDataProposalComments, masterDataProposalRecords, masterDataProposals } from '#db/schema/proposals.ts';
import { signatures } from '#db/schema/signatures.ts';
import { differencesOf } from '#domain/record-differences.ts';
import type { ProposalState, RecordKind } from '#domain/record-kinds.ts';
import { readVersions } from './record-versions.ts';
import { takePage } from './take-page.ts';

export type ProposalFilter = {
  state?: ProposalState | undefined;
  kind?: RecordKind | undefined;
  proposedBy?: string | undefined;
  overdueAt?: Date | undefined;
  record?: string | undefined;
  search?: string | undefined;
  limit: number;
  after?: readonly string[] | undefined;
};

export type ListedProposal = typeof masterDataProposals.$inferSelect;

/** Proposals, the newest first. The key of a page is the id of its last row. */
export async function listProposals(db: DbOrTx, { limit, after, ...filter }: ProposalFilter) {
  const { id, state, kind, proposedBy, dueAt, number, title } = masterDataProposals;
  const about = (code: string) =>
    exists(
      db
        .select({ line: masterDataProposalRecords.line })
        .from(masterDataProposalRecords)
        .where(and(eq(masterDataProposalRecords.proposalId, id), eq(masterDataProposalRecords.code, code))),
    );
  const rows = await db
    .select()
    .from(masterDataProposals)
    .where(
      and(
        filter.state && eq(state, filter.state),
        filter.kind && eq(kind, filter.kind),
        filter.proposedBy ? eq(proposedBy, filter.proposedBy) : undefined,
        filter.overdueAt ? and(eq(state, 'open'), lt(dueAt, filter.overdueAt)) : undefined,
        filter.record ? about(filter.record) : undefined,
        filter.search ? sql`lower(${number} || ' ' || ${title}) like ${containing(filter.search)}` : undefined,
        after?.[0] ? lt(id, after[0]) : undefined,
      ),
    )
    .orderBy(desc(id))
    .limit(limit + 1);
  return takePage(rows, limit, (row) => [row.id]);
}

/** A pattern for text that contains this, whatever signs are in it. */
export const containing = (text: string): string =>
  `%${text.toLowerCase().replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`;

export async function findProposal(db: DbOrTx, proposalId: string): Promise<ListedProposal | undefined> {
  const [row] = await db.select().from(masterDataProposals).where(eq(masterDataProposals.id, proposalId));
  return row;
}

/** What a proposal changes, line by line, with whether each record is still as it was then. */
export async function listProposedRecords(
  db: DbOrTx,
  { id, kind, state }: Pick<ListedProposal, 'id' | 'kind' | 'state'>,
  { limit, after }: { limit: number; after?: number | undefined },
) {
  const rows = await db
    .select()
    .from(masterDataProposalRecords)
    .where(and(eq(masterDataProposalRecords.proposalId, id), gt(masterDataProposalRecords.line, after ?? 0)))
    .orderBy(asc(masterDataProposalRecords.line))
    .limit(limit + 1);
  const { rows: shown, next } = takePage(rows, limit, ({ line }) => [String(line)]);
  const versions = await readVersions(
    db,
    kind,
    shown.map(({ recordId }) => recordId),
  );
  return {
    next,
    rows: shown.map(({ line, action, code, changed, before, after: then, baseVersion, recordId }) => ({
      ...{ line, action, code, changed, before, after: then },
      differences: before && then ? differencesOf(before, then) : [],
      stale: state === 'open' && baseVersion !== null && versions.get(recordId) !== baseVersion,
    })),
  };
}

/** What was said about a proposal, the oldest first. */
export async function listProposalComments(db: DbOrTx, proposalId: string) {
  const { id, text, writtenByName, writtenAt, documentId } = masterDataProposalComments;
  return await db
    .select({ commentId: id, text, writtenByName, writtenAt, documentId, fileName: documents.fileName })
    .from(masterDataProposalComments)
    .leftJoin(documents, eq(documents.id, documentId))
    .where(eq(masterDataProposalComments.proposalId, proposalId))
    .orderBy(asc(id));
}

/** The signature under a decision about a proposal. */
export async function readProposalSignature(db: DbOrTx, signatureId: string | null) {
  if (signatureId === null) return null;
  const { id, printedName, meaning, signedAt } = signatures;
  const [found] = await db
    .select({ signatureId: id, printedName, meaning, signedAt })
    .from(signatures)
    .where(inArray(id, [signatureId]));
  return found ?? null;
}
