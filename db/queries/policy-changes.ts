import { and, desc, eq, inArray, isNull, type SQL, sql } from 'drizzle-orm';
import type { DbOrTx } from '#db/connect.ts';
import { outbox, policies, policyChanges } from '#db/schema/index.ts';
import type { PolicyChangeState, PolicyChangeSubject, ProposedChange, ProposedPolicy } from '#domain/policy-change.ts';
import type { PolicyChangeStanding } from '#domain/policy-change-steps.ts';
import type { PolicyChangeInput } from '#domain/processes.ts';
import type { CaseInEngine } from './cases-in-engine.ts';
import { isoText } from './iso-text.ts';
import { takePage } from './take-page.ts';
import { allOf } from './within-scopes.ts';

type Row = typeof policyChanges.$inferSelect;

/** Where a proposal stands, as its workflow and its people are told. */
export const standingOfChange = (row: Row): PolicyChangeStanding => ({
  changeId: row.id,
  number: row.number,
  version: row.version,
  state: row.state,
  decision: row.decidedAt
    ? {
        byName: row.decidedByName ?? row.decidedBy ?? '',
        at: row.decidedAt.toISOString(),
        reason: row.decisionReason ?? '',
      }
    : null,
  effectiveFrom: row.effectiveFrom?.toISOString() ?? null,
});

/** What an approver signs for: what is proposed, by whom and why, on which version. Plain JSON. */
export const shownChange = (row: Row) => ({
  number: row.number,
  change: row.change,
  expectedVersion: row.expectedVersion,
  reason: row.reason,
  proposedBy: row.proposedByName,
  proposedAt: row.proposedAt.toISOString(),
});

export type PolicyChangeInEngine = CaseInEngine<PolicyChangeInput, PolicyChangeStanding> & { row: Row };

/** Some proposals by their ids, with what their processes were started with. */
export async function policyChangesInEngine(db: DbOrTx, changeIds: readonly string[]): Promise<PolicyChangeInEngine[]> {
  const rows = await db
    .select({ row: policyChanges, input: outbox.input })
    .from(policyChanges)
    .innerJoin(outbox, eq(outbox.workflowId, policyChanges.workflowId))
    .where(inArray(policyChanges.id, [...changeIds]));
  return rows.map(({ row, input }) => ({
    workflowId: row.workflowId,
    row,
    // The outbox row was written with the proposal.
    input: input as PolicyChangeInput,
    standing: standingOfChange(row),
  }));
}

/** What is set there at the latest, at the scope of a proposal itself. */
export async function readCurrentPolicy(
  db: DbOrTx,
  { key, scopeKind, scopeKey, byLaw }: Pick<ProposedPolicy, 'key' | 'scopeKind' | 'scopeKey' | 'byLaw'>,
) {
  const [row] = await db
    .select({ value: policies.value, version: policies.version })
    .from(policies)
    .where(
      and(
        eq(policies.key, key),
        eq(policies.scopeKind, scopeKind),
        scopeKey === null ? isNull(policies.scopeKey) : eq(policies.scopeKey, scopeKey),
        eq(policies.byLaw, byLaw),
      ),
    )
    .orderBy(desc(policies.version))
    .limit(1);
  return row;
}

export type PolicyChangeFilter = {
  state?: PolicyChangeState | undefined;
  subject?: PolicyChangeSubject | undefined;
  key?: string | undefined;
  limit: number;
  after?: readonly string[] | undefined;
};

export type ListedPolicyChange = {
  changeId: string;
  number: string;
  subject: PolicyChangeSubject;
  state: PolicyChangeState;
  change: ProposedChange;
  reason: string;
  proposedBy: string;
  proposedAt: string;
  dueAt: string;
  expiresAt: string;
  decidedBy: string | null;
  decidedAt: string | null;
  effectiveFrom: string | null;
};

/** Proposals, the newest first. */
export async function listPolicyChanges(
  db: DbOrTx,
  { state, subject, key, limit, after }: PolicyChangeFilter,
): Promise<{ rows: readonly ListedPolicyChange[]; next: readonly string[] | null }> {
  const [afterId] = after ?? [];
  const where: SQL = allOf(
    [
      state && sql`state = ${state}`,
      subject && sql`subject_kind = ${subject}`,
      key && sql`change ->> 'key' = ${key}`,
      afterId && sql`id < ${afterId}::uuid`,
    ].map((one) => one || undefined),
  );
  const rows = await db.execute<ListedPolicyChange>(sql`
    select id as "changeId", number, subject_kind as subject, state, change, reason, proposed_by_name as "proposedBy",
           ${isoText(sql`proposed_at`)} as "proposedAt", ${isoText(sql`due_at`)} as "dueAt",
           ${isoText(sql`expires_at`)} as "expiresAt", decided_by_name as "decidedBy",
           ${isoText(sql`decided_at`)} as "decidedAt", ${isoText(sql`effective_from`)} as "effectiveFrom"
      from policy_changes where ${where} order by id desc limit ${limit + 1}`);
  return takePage(rows, limit, ({ changeId }) => [changeId]);
}
