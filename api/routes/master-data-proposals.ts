import {
  commentOnProposalContract,
  decideProposalContract,
  withdrawProposalContract,
} from '#api/contracts/master-data-proposal-steps.ts';
import {
  listProposalsContract,
  listProposedRecordsContract,
  proposeMasterDataContract,
  readProposalContract,
} from '#api/contracts/master-data-proposals.ts';
import { askProposal } from '#api/http/ask-proposal.ts';
import { encodeCursor, readCursor } from '#api/http/cursor.ts';
import type { ApiRouter } from '#api/http/router.ts';
import type { Services } from '#api/http/services.ts';
import { findProposal, listProposals, listProposedRecords } from '#db/queries/list-proposals.ts';
import { allow, refuse } from '#domain/result.ts';
import { commentOnProposal } from '#operations/comment-on-proposal.ts';
import { proposeMasterData } from '#operations/propose-master-data.ts';
import { decideProposalUpdate, withdrawProposalUpdate } from '#workflows/master-data-change.messages.ts';
import { likeOf, showProposal, summaryOf } from './master-data-proposal-page.ts';

export function masterDataProposalRoutes(app: ApiRouter, services: Services): void {
  const { operations } = services;
  const { db, clock } = operations;

  app.route(proposeMasterDataContract, async ({ body }, request) => {
    // A field that was left out of a change is no field of it.
    const proposed = await proposeMasterData(operations, request.command({ ...body, proposal: given(body.proposal) }));
    if (!proposed.ok) return proposed;
    const duplicates = await likeOf(db, proposed.value.proposalId);
    return { ...proposed, value: { ...proposed.value, duplicates } };
  });

  app.route(listProposalsContract, async ({ query: { cursor, mine, overdue, ...query } }, { caller }) => {
    const after = readCursor(cursor, 'id');
    if (!after.ok) return after;
    const now = clock.now();
    const { rows, next } = await listProposals(db, {
      ...query,
      proposedBy: mine ? caller.id : undefined,
      overdueAt: overdue ? now : undefined,
      after: after.value,
    });
    return allow({ items: rows.map((row) => summaryOf(row, now)), nextCursor: next && encodeCursor(next) });
  });

  app.route(readProposalContract, ({ params: { proposalId } }, { caller }) =>
    showProposal(operations, caller, proposalId),
  );

  app.route(listProposedRecordsContract, async ({ params: { proposalId }, query: { cursor, limit } }) => {
    const after = readCursor(cursor, 'position');
    if (!after.ok) return after;
    const found = await findProposal(db, proposalId);
    if (!found) return refuse('proposal.unknown', `There is no proposal ${proposalId} of master data`);
    const line = after.value?.[0];
    const page = await listProposedRecords(db, found, { limit, after: line === undefined ? undefined : Number(line) });
    return allow({ items: page.rows, nextCursor: page.next && encodeCursor(page.next) });
  });

  app.route(decideProposalContract, ({ params, body: { signingId, ...body } }, request) =>
    askProposal(services, request, {
      operation: 'decide-proposal',
      update: decideProposalUpdate,
      input: { ...params, ...body, ...(signingId !== undefined && { signingId }) },
    }),
  );

  app.route(withdrawProposalContract, ({ params, body }, request) =>
    askProposal(services, request, {
      operation: 'withdraw-proposal',
      update: withdrawProposalUpdate,
      input: { ...params, ...body },
    }),
  );

  app.route(commentOnProposalContract, ({ params, body }, request) =>
    commentOnProposal(operations, request.command({ ...params, ...body })),
  );
}

type Proposed = Parameters<typeof proposeMasterData>[1]['input']['proposal'];
type Sent = { fields?: object } & object;

// The contract's union has the shape of the operation's, with undefined where something was left out.
const given = (proposal: Sent): Proposed => JSON.parse(JSON.stringify(proposal)) as Proposed;
