import { eq, sql } from 'drizzle-orm';
import type { Tx } from '#db/connect.ts';
import { policyChanges } from '#db/schema/policy-changes.ts';
import type { Scope } from '#domain/caller.ts';
import { type PolicyChange, titleOf } from '#domain/policy-change.ts';
import { allow, type Result, refuse } from '#domain/result.ts';
import { changeCaseTasks, type EndedTasks, endCaseTasks, openCaseTasks, type TaskSubject } from './case-tasks.ts';
import type { Actor, OperationContext } from './context.ts';

export type PolicyChangeRow = typeof policyChanges.$inferSelect;

/** Locks a proposal, in a statement of its own, before anything that its decision rests on is read. */
export async function lockPolicyChange(tx: Tx, changeId: string): Promise<Result<PolicyChangeRow>> {
  const [row] = await tx.select().from(policyChanges).where(eq(policyChanges.id, changeId)).for('update');
  return row ? allow(row) : refuse('policy-change.unknown', `There is no policy change ${changeId}`);
}

/** The same as the rules see it. */
export const asPolicyChange = (row: PolicyChangeRow): PolicyChange => ({
  state: row.state,
  subjectKind: row.subjectKind,
  proposedBy: row.proposedBy,
  scope: scopeOfChange(row),
  decidedByName: row.decidedByName,
  decidedAt: row.decidedAt,
});

/** Where it takes effect: what is for no site or entity in particular is for all of them. */
export const scopeOfChange = ({
  siteId,
  entityId,
  change,
}: Pick<PolicyChangeRow, 'siteId' | 'entityId' | 'change'>): Scope => ({
  siteId: entityId === null ? siteId : undefined,
  entityId: siteId === null ? entityId : undefined,
  ...(change.subject === 'policy' && change.scopeKind === 'category' && { category: change.scopeKey }),
});

/** Changes an open proposal under its lock and counts the change. */
export async function updatePolicyChange(
  tx: Tx,
  changeId: string,
  change: Partial<typeof policyChanges.$inferInsert>,
): Promise<PolicyChangeRow> {
  const [row] = await tx
    .update(policyChanges)
    .set({ ...change, version: sql`${policyChanges.version} + 1` })
    .where(eq(policyChanges.id, changeId))
    .returning();
  if (!row) throw new Error(`Policy change ${changeId} was locked and is gone`);
  return row;
}

/** What every line of the trail about a proposal has. */
export const auditOfChange = (row: PolicyChangeRow) => ({
  subjectKind: 'policy_change',
  subjectId: row.id,
  siteId: row.siteId,
  entityId: row.entityId,
});

/** What people call it. */
export const nameOfChange = ({ number, change }: PolicyChangeRow): string => `${number}: ${titleOf(change)}`;

const ofChange = (id: string): TaskSubject => ({ kind: 'policy_change', id });

export const changeTasksOfChange = (tx: Tx, changeId: string, change: Parameters<typeof changeCaseTasks>[2]) =>
  changeCaseTasks(tx, ofChange(changeId), change);

/** Settles the tasks of a proposal that was decided, or calls them off where nothing is left to decide. */
export const endTasksOfChange = (
  tx: Tx,
  context: OperationContext,
  actor: Pick<Actor, 'caller'>,
  { changeId, ...ended }: EndedTasks & { changeId: string },
): Promise<void> => endCaseTasks(tx, context, actor, ofChange(changeId), ended);

/** The kinds of task that are open for a proposal. */
export async function openTaskKindsOf(tx: Tx, changeId: string) {
  return (await openCaseTasks(tx, ofChange(changeId))).map(({ kind }) => kind);
}
