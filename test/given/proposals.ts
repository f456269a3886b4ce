import { randomUUID } from 'node:crypto';
import { ApplicationFailure, WorkflowUpdateFailedError } from '@temporalio/client';
import { and, asc, eq } from 'drizzle-orm';
import { findProposal } from '#db/queries/list-proposals.ts';
import { readRecords } from '#db/queries/master-records.ts';
import { auditEntries } from '#db/schema/record.ts';
import type { Caller } from '#domain/caller.ts';
import { installedRoles } from '#domain/installed-roles.ts';
import { masterDataChangeProcess } from '#domain/processes.ts';
import type { ProposalAnswer } from '#domain/proposal-progress.ts';
import type { RuleViolation } from '#domain/result.ts';
import type { OperationContext } from '#operations/context.ts';
import { shownOfProposal } from '#operations/proposal-case.ts';
import { type ProposedMasterData, proposeMasterData } from '#operations/propose-master-data.ts';
import { decideProposalUpdate, withdrawProposalUpdate } from '#workflows/master-data-change.messages.ts';
import type { GivenReviews } from './engine.ts';
import { givenSigning } from './signing.ts';
import { untilStarted } from './workflow.ts';

type Given = Pick<GivenReviews, 'client' | 'context' | 'ids'>;

const reason = 'The supplier sent its statement of 2026-11-02';

/** The same person as a steward of master data, whatever they are in the story. */
export const asSteward = (person: Caller): Caller => ({
  ...person,
  grants: [{ role: 'master_data_steward', rights: installedRoles.master_data_steward, entityId: null, siteId: null }],
});

/** A proposal to change an item, whose workflow has been started. */
export async function givenProposal({ context }: Given, by: Caller, code: string, fields: object) {
  const kept = (await readRecords(context.db, 'item', [code])).get(code);
  const proposed = await proposeMasterData(context, {
    commandId: randomUUID(),
    caller: asSteward(by),
    cause: {},
    input: {
      proposal: { kind: 'item', action: 'change', code, version: kept?.version ?? 0, fields: { ...fields } },
      reason,
    },
  });
  if (!proposed.ok) throw new Error(JSON.stringify(proposed.violation));
  await untilStarted(context, masterDataChangeProcess.workflowId(proposed.value.proposalId));
  return proposed.value;
}

type Outcome = { ok: true; value: ProposalAnswer } | { ok: false; violation: RuleViolation };
type Step = { decide: 'approve' | 'reject' } | { withdraw: true };

/** A person's step on a proposal through the engine, signed where it is a decision. */
export async function askOfProposal(
  { client, context }: Given,
  by: Caller,
  { proposalId }: Pick<ProposedMasterData, 'proposalId'>,
  step: Step,
): Promise<Outcome> {
  const handle = client.workflow.getHandle(masterDataChangeProcess.workflowId(proposalId));
  const request = { commandId: `${by.id}:${randomUUID()}`, caller: { kind: by.kind, id: by.id } };
  try {
    if ('withdraw' in step)
      return {
        ok: true,
        value: await handle.executeUpdate(withdrawProposalUpdate, {
          args: [{ ...request, input: { proposalId, reason } }],
        }),
      };
    const row = await findProposal(context.db, proposalId);
    const shown = row && (await shownOfProposal(context.db, row));
    const signingId = await givenSigning(context, by, 'approval', {
      kind: 'master_data_proposal',
      id: proposalId,
      shown,
    });
    const input = { proposalId, outcome: step.decide, reason, signingId };
    return { ok: true, value: await handle.executeUpdate(decideProposalUpdate, { args: [{ ...request, input }] }) };
  } catch (error) {
    if (!(error instanceof WorkflowUpdateFailedError && error.cause instanceof ApplicationFailure)) throw error;
    // The first detail of a refusal is the violation.
    return { ok: false, violation: error.cause.details?.[0] as RuleViolation };
  }
}

/** What happened to a proposal, by its audit trail: actions without their prefix, in order. */
export async function storyOf({ db }: OperationContext, proposalId: string): Promise<string[]> {
  const rows = await db
    .select({ action: auditEntries.action })
    .from(auditEntries)
    .where(and(eq(auditEntries.subjectKind, 'master_data_proposal'), eq(auditEntries.subjectId, proposalId)))
    .orderBy(asc(auditEntries.position));
  return rows.map(({ action }) => action.replace('proposal.', '')).filter((action) => !action.startsWith('signature'));
}
