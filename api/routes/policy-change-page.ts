import type { z } from 'zod';
import type { readPolicyChangeContract } from '#api/contracts/policy-changes.ts';
import type { DbOrTx } from '#db/connect.ts';
import { readGivenCodes } from '#db/queries/given-reason-codes.ts';
import { readPoliciesFollowed } from '#db/queries/policies-followed.ts';
import { policyChangesInEngine, readCurrentPolicy, shownChange } from '#db/queries/policy-changes.ts';
import { readSignature } from '#db/queries/read-signature.ts';
import type { Caller } from '#domain/caller.ts';
import { offeredPolicyChangeDecisions } from '#domain/policy-change.ts';
import { allow, type Result, refuse } from '#domain/result.ts';
import { asPolicyChange } from '#operations/policy-change-case.ts';
import { toSign } from '#operations/to-sign.ts';

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

/** Everything a second person decides on, and what this caller may do. */
export async function showPolicyChange(
  db: DbOrTx,
  caller: Caller,
  changeId: string,
): Promise<Result<z.input<typeof readPolicyChangeContract.response>>> {
  const [found] = await policyChangesInEngine(db, [changeId]);
  if (!found) return refuse('policy-change.unknown', `There is no policy change ${changeId}`);
  const { row } = found;
  const current = row.change.subject === 'policy' ? await readCurrentPolicy(db, row.change) : null;
  const subject = { kind: 'policy_change', id: row.id };
  return allow({
    changeId: row.id,
    number: row.number,
    version: row.version,
    subject: row.subjectKind,
    state: row.state,
    change: row.change,
    expectedVersion: row.expectedVersion,
    current: current ?? null,
    reason: row.reason,
    proposedBy: row.proposedByName,
    proposedAt: row.proposedAt.toISOString(),
    dueAt: row.dueAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    remindedAt: iso(row.remindedAt),
    escalatedAt: iso(row.escalatedAt),
    decidedBy: row.decidedByName,
    decidedAt: iso(row.decidedAt),
    decisionReason: row.decisionReason,
    reasonCodes: await readGivenCodes(db, { kind: 'policy_change', id: row.id }),
    effectiveFrom: iso(row.effectiveFrom),
    signature: row.signatureId === null ? null : await readSignature(db, row.signatureId),
    toSign: toSign(subject, shownChange(row), ['approval']),
    policyIds: row.policyIds,
    policies: await readPoliciesFollowed(db, { subjects: [subject], case: row.policyIds }),
    workflowId: row.workflowId,
    actions: offeredPolicyChangeDecisions(caller, asPolicyChange(row)),
  });
}
