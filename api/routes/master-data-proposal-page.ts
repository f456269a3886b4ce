import type { z } from 'zod';
import type { readProposalContract } from '#api/contracts/master-data-proposals.ts';
import { readGivenCodes } from '#db/queries/given-reason-codes.ts';
import { readLikeProposed } from '#db/queries/like-records.ts';
import {
  findProposal,
  type ListedProposal,
  listProposalComments,
  listProposedRecords,
  readProposalSignature,
} from '#db/queries/list-proposals.ts';
import { readPoliciesFollowed } from '#db/queries/policies-followed.ts';
import type { Caller } from '#domain/caller.ts';
import { suspicionOf } from '#domain/duplicates.ts';
import { offeredProposalActions } from '#domain/master-data-proposals.ts';
import { allow, type Result, refuse } from '#domain/result.ts';
import type { OperationContext } from '#operations/context.ts';
import { asProposal, proposalMeanings, shownOfProposal } from '#operations/proposal-case.ts';
import { toSign } from '#operations/to-sign.ts';

type Page = z.input<typeof readProposalContract.response>;

/** A proposal with what it changes, what was said, what is like its record, and what this caller may do. */
export async function showProposal(
  { db, clock }: Pick<OperationContext, 'db' | 'clock'>,
  caller: Caller,
  proposalId: string,
): Promise<Result<Page>> {
  const found = await findProposal(db, proposalId);
  if (!found) return refuse('proposal.unknown', `There is no proposal ${proposalId} of master data`);
  const subject = { kind: 'master_data_proposal', id: proposalId };
  const [records, comments, duplicates, signature, shown, reasonCodes, policies] = await Promise.all([
    listProposedRecords(db, found, { limit: 100 }),
    listProposalComments(db, proposalId),
    likeOf(db, proposalId),
    readProposalSignature(db, found.signatureId),
    shownOfProposal(db, found),
    readGivenCodes(db, subject),
    readPoliciesFollowed(db, { subjects: [subject], case: found.policyIds }),
  ]);
  return allow({
    ...summaryOf(found, clock.now()),
    contentHash: found.contentHash,
    firstRecords: records.rows,
    reasonCodes,
    duplicates,
    comments: comments.map(({ documentId, fileName, writtenAt, ...comment }) => ({
      ...comment,
      writtenAt: writtenAt.toISOString(),
      document: documentId && fileName ? { documentId, fileName } : null,
    })),
    signature: signature && { ...signature, signedAt: signature.signedAt.toISOString() },
    policies,
    toSign: toSign(subject, shown, proposalMeanings),
    actions: offeredProposalActions(caller, asProposal(found)),
  });
}

/** A proposal as lists show it. */
export const summaryOf = (row: ListedProposal, now: Date) => ({
  proposalId: row.id,
  number: row.number,
  state: row.state,
  kind: row.kind,
  source: row.source,
  title: row.title,
  reason: row.reason,
  records: row.records,
  categories: row.categories,
  proposedByName: row.proposedByName,
  proposedAt: row.proposedAt.toISOString(),
  ownerName: row.ownerName,
  dueAt: row.dueAt.toISOString(),
  overdue: row.state === 'open' && row.dueAt < now,
  decidedByName: row.decidedByName,
  decidedAt: row.decidedAt?.toISOString() ?? null,
  decisionReason: row.decisionReason,
  version: row.version,
});

/** Records that may be the one a proposal about a single record would make or change, the likeliest first. */
export async function likeOf(db: OperationContext['db'], proposalId: string): Promise<Page['duplicates']> {
  const pairs = await readLikeProposed(db, proposalId);
  return pairs
    .flatMap((pair) => {
      const suspicion = suspicionOf(pair);
      return suspicion ? [{ code: pair.otherCode, name: pair.otherName, ...suspicion }] : [];
    })
    .sort((one, other) => other.likeness - one.likeness);
}
