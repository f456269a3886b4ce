import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { shownChange } from '#db/queries/policy-changes.ts';
import { policyChanges } from '#db/schema/policy-changes.ts';
import type { Caller } from '#domain/caller.ts';
import type { PolicyChangeDecision } from '#domain/policy-change.ts';
import type { OperationContext } from '#operations/context.ts';
import { decidePolicyChange } from '#operations/decide-policy-change.ts';
import { type ProposePolicyChange, proposePolicyChange } from '#operations/propose-policy-change.ts';
import { commandOf } from './lots.ts';
import { givenSigning } from './signing.ts';

type AskedPolicy = Extract<ProposePolicyChange, { subject: 'policy' }>;

/** A proposal of a policy for everything, from its approval on. */
export const aPolicy = (more: Partial<AskedPolicy> = {}): ProposePolicyChange => ({
  subject: 'policy',
  key: 'supplier_risk_limit',
  scopeKind: 'global',
  scope: null,
  byLaw: false,
  lawReference: null,
  value: '60',
  effectiveFrom: null,
  expectedVersion: 1,
  reason: 'Two findings of Listeria this quarter',
  ...more,
});

export const propose = (context: OperationContext, by: Caller, input: ProposePolicyChange) =>
  proposePolicyChange(context, commandOf(by, input, randomUUID()));

/** A signing for a proposal as it is now. */
export async function givenApprovalSigning(context: OperationContext, by: Caller, changeId: string): Promise<string> {
  const [row] = await context.db.select().from(policyChanges).where(eq(policyChanges.id, changeId));
  if (!row) throw new Error(`There is no policy change ${changeId}`);
  return await givenSigning(context, by, 'approval', { kind: 'policy_change', id: changeId, shown: shownChange(row) });
}

const reason = 'Agreed in the meeting of the quality circle';

/** A decision as the activity carries it out; an approval is signed unless a signing is given. */
export async function decide(
  context: OperationContext,
  by: Caller,
  changeId: string,
  decision: PolicyChangeDecision,
  signingId?: string,
) {
  const signed =
    decision === 'approve' ? { signingId: signingId ?? (await givenApprovalSigning(context, by, changeId)) } : {};
  return await decidePolicyChange(context, commandOf(by, { changeId, decision, reason, ...signed }, randomUUID()));
}
