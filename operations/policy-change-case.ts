import { and, eq, inArray, sql } from 'drizzle-orm';
import type { Tx } from '#db/connect.ts';
import { policyChanges } from '#db/schema/policy-changes.ts';
import { tasks } from '#db/schema/tasks.ts';
import type { Scope } from '#domain/caller.ts';
import { type PolicyChange, titleOf } from '#domain/policy-change.ts';
import { allow, type Result, refuse } from '#domain/result.ts';
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

const openTasks = (changeId: string) =>
  and(eq(tasks.subjectKind, 'policy_change'), eq(tasks.subjectId, changeId), inArray(tasks.state, ['open', 'claimed']));

/** Stamps all open tasks of a proposal. */
export async function changeTasksOfChange(
  tx: Tx,
  changeId: string,
  change: { remindedAt?: Date; escalatedAt?: Date },
): Promise<void> {
  await tx
    .update(tasks)
    .set({ ...change, version: sql`${tasks.version} + 1` })
    .where(openTasks(changeId));
}

/** Settles the tasks of a proposal that was decided, or calls them off where nothing is left to decide. */
export async function endTasksOfChange(
  tx: Tx,
  { clock }: OperationContext,
  { caller }: Pick<Actor, 'caller'>,
  { changeId, as, note }: { changeId: string; as: 'settled' | 'cancelled'; note: string },
): Promise<void> {
  await tx
    .update(tasks)
    .set({
      state: as,
      settledAt: clock.now(),
      settledBy: caller.id,
      settledNote: note,
      version: sql`${tasks.version} + 1`,
    })
    .where(openTasks(changeId));
}

/** The kinds of task that are open for a proposal. */
export async function openTaskKindsOf(tx: Tx, changeId: string) {
  const rows = await tx.select({ kind: tasks.kind }).from(tasks).where(openTasks(changeId));
  return rows.map(({ kind }) => kind);
}
