import type { Tx } from '#db/connect.ts';
import { disposalStandingOf } from '#db/queries/disposals-in-engine.ts';
import { leftOf } from '#domain/disposal-account.ts';
import type { DisposalAnswer } from '#domain/disposal-steps.ts';
import type { RuleViolation } from '#domain/result.ts';
import { readDisposalAccount, readMissingPapers } from './disposal-account.ts';
import { type DisposalCase, readDisposal } from './disposal-case.ts';
import { originRules } from './disposal-origins.ts';

/** The answer to a person's step, read after everything it wrote. */
export async function answerDisposal(
  tx: Tx,
  disposalId: string,
  obstacle: RuleViolation | null,
): Promise<DisposalAnswer> {
  const disposalCase = await readDisposal(tx, disposalId);
  const { row, lot, approvals, runs } = disposalCase;
  const account = await readDisposalAccount(tx, row);
  return {
    ...disposalStandingOf(row),
    approvals: {
      needed: row.approvalsNeeded,
      given: approvals.map(({ approvedByName, approvedAt }) => ({
        byName: approvedByName,
        at: approvedAt.toISOString(),
      })),
    },
    quantity: { ...account, left: leftOf(account), unit: lot.baseUnit },
    destructions: runs.map(({ id, run, state }) => ({ destructionId: id, run, state })),
    papersMissing: await readMissingPapers(tx, row),
    certificateNumber: row.certificateNumber,
    origin: await originOf(tx, disposalCase),
    obstacle,
  };
}

async function originOf(tx: Tx, { row }: DisposalCase): Promise<DisposalAnswer['origin']> {
  const { originKind: kind, originId: id, originWorkflowId: workflowId } = row;
  const standing = await originRules[kind].standing(tx, id);
  return { kind, id, workflowId, standing, ...(standing === null && { disposal: disposalStandingOf(row) }) };
}
