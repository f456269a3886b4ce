import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { shownChange } from '#db/queries/policy-changes.ts';
import { policyChanges } from '#db/schema/policy-changes.ts';
import type { Caller } from '#domain/caller.ts';
import type { PolicyChangeDecision } from '#domain/policy-change.ts';
import type { ScopeOf } from '#domain/policy-scopes.ts';
import type { OperationContext } from '#operations/context.ts';
import { decidePolicyChange } from '#operations/decide-policy-change.ts';
import { readPolicyBook } from '#operations/policy-book.ts';
import { type ProposePolicyChange, proposePolicyChange } from '#operations/propose-policy-change.ts';
import type { Answer } from '#operations/run-command.ts';
import { givenDatabase } from '#test/setup/database.ts';
import { givenContext } from './context.ts';
import { commandOf } from './lots.ts';
import { givenStory, personWith } from './master-data.ts';
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
  reasonCode?: string,
) {
  const signed =
    decision === 'approve' ? { signingId: signingId ?? (await givenApprovalSigning(context, by, changeId)) } : {};
  return await decidePolicyChange(
    context,
    commandOf(by, { changeId, decision, reason, ...(reasonCode && { reasonCode }), ...signed }, randomUUID()),
  );
}

/** A story in which quality management proposes policies and an administrator approves them, each test from the installed ones. */
export async function givenPolicyStory() {
  const database = await givenDatabase();
  const context = givenContext(database.db);
  const ids = await givenStory(context);
  const dana = personWith('quality_manager', ids.user('d.whitlock'));
  return {
    database,
    context,
    ids,
    dana,
    admin: personWith('administrator', ids.user('admin')),
    /** The id of a change that Dana proposed. */
    proposed: async (input = aPolicy()): Promise<string> => {
      const answer = await propose(context, dana, input);
      if (!answer.ok) throw new Error(JSON.stringify(answer.violation));
      return answer.value.changeId;
    },
    /** The limit of supplier risk in force at an instant. */
    limit: async (at = new Date(), scope: Partial<ScopeOf<'supplier_risk_limit'>> = {}) => {
      const book = await readPolicyBook(context.db, at, ['supplier_risk_limit']);
      return book.read('supplier_risk_limit', { ...anywhere, ...scope }).value;
    },
    begin: async (): Promise<void> => {
      await database.sql`update policy_changes set state = 'withdrawn', decided_at = now(), decided_by = 'test' where state = 'proposed'`;
      await database.sql`delete from policies where version > 1 or change_id is not null`;
      await database.sql`update policies set effective_until = null`;
    },
  };
}

const anywhere = { itemId: null, category: null, siteId: null, entityId: null };

/** How an operation on a change ended: its state, or the code of the refusal. */
export const outcome = (answer: Answer<{ state?: string }>) => (answer.ok ? answer.value.state : answer.violation.code);
