import { and, eq, gt, isNull, or, sql } from 'drizzle-orm';
import type { Tx } from '#db/connect.ts';
import { legalHolds, policies, reasonCodes } from '#db/schema/index.ts';
import type { ProposedPolicy, ProposedReasonCode, ProposedRelease } from '#domain/policy-change.ts';
import { allow, type Result } from '#domain/result.ts';
import type { Actor, OperationContext } from './context.ts';
import type { PolicyChangeRow } from './policy-change-case.ts';
import { type AskedChange, resolveChange } from './resolve-proposed-change.ts';
import { readRows } from './resolve-proposed-policy.ts';
import { writeAudit } from './write-audit.ts';

/**
 * Puts an approved proposal in force, in the transaction of its approval. What it was proposed on is looked at again: a version
 * that came in between, a floor, a hold that was released meanwhile refuse it. Answers when it takes effect.
 */
export async function carryOutPolicyChange(
  tx: Tx,
  context: OperationContext,
  actor: Actor,
  row: PolicyChangeRow,
): Promise<Result<Date>> {
  const now = context.clock.now();
  const { change } = row;
  // Nothing takes effect before it was approved: an instant that has passed counts as this one.
  const starts = change.subject === 'policy' && change.effectiveFrom ? new Date(change.effectiveFrom) : now;
  const from = starts > now ? starts : now;
  const again = await resolveChange(tx, asAsked(row, from), now);
  if (!again.ok) return again;
  if (change.subject === 'policy') await writePolicy(tx, context, actor, row, change, from);
  else if (change.subject === 'reason_code') await writeReasonCode(tx, context, actor, row, change);
  else await releaseLegalHold(tx, context, actor, row, change);
  return allow(from);
}

function asAsked({ change, expectedVersion }: PolicyChangeRow, from: Date): AskedChange {
  if (change.subject !== 'policy') return { ...change, expectedVersion };
  return { ...change, effectiveFrom: from.toISOString(), expectedVersion };
}

async function writePolicy(
  tx: Tx,
  context: OperationContext,
  actor: Actor,
  row: PolicyChangeRow,
  { key, scopeKind, scopeKey, scope, byLaw, lawReference, value }: ProposedPolicy,
  from: Date,
): Promise<void> {
  const where = { key, scopeKind, scopeKey, byLaw };
  const [latest] = await readRows(tx, where);
  const id = context.newId();
  if (value === null) await endPolicy(tx, where, from);
  else
    await tx.insert(policies).values({
      ...where,
      id,
      value,
      lawReference,
      version: (latest?.version ?? 0) + 1,
      effectiveFrom: from,
      reason: row.reason,
      proposedBy: row.proposedBy,
      approvedBy: actor.caller.id,
      changeId: row.id,
    });
  await writeAudit(tx, context, actor, [
    {
      action: value === null ? 'policy.ended' : 'policy.set',
      subjectKind: 'policy',
      subjectId: value === null ? (latest?.id ?? row.id) : id,
      siteId: row.siteId,
      entityId: row.entityId,
      reason: row.reason,
      before: latest && { value: latest.value, version: latest.version },
      after: { key, scopeKind, scope, byLaw, value, effectiveFrom: from.toISOString(), change: row.number },
    },
  ]);
}

/** What is set there ends; what was to begin there later never does. */
async function endPolicy(
  tx: Tx,
  { key, scopeKind, scopeKey, byLaw }: Pick<ProposedPolicy, 'key' | 'scopeKind' | 'scopeKey' | 'byLaw'>,
  from: Date,
): Promise<void> {
  await tx
    .update(policies)
    .set({ effectiveUntil: sql`greatest(${policies.effectiveFrom}, ${from.toISOString()}::timestamptz)` })
    .where(
      and(
        eq(policies.key, key),
        eq(policies.scopeKind, scopeKind),
        scopeKey === null ? isNull(policies.scopeKey) : eq(policies.scopeKey, scopeKey),
        eq(policies.byLaw, byLaw),
        or(isNull(policies.effectiveUntil), gt(policies.effectiveUntil, from)),
      ),
    );
}

async function writeReasonCode(
  tx: Tx,
  context: OperationContext,
  actor: Actor,
  row: PolicyChangeRow,
  { list, code, label, active, requiresNote }: ProposedReasonCode,
): Promise<void> {
  const [before] = await tx
    .select()
    .from(reasonCodes)
    .where(and(eq(reasonCodes.list, list), eq(reasonCodes.code, code)))
    .for('update');
  const state = { label, active, requiresNote, version: (before?.version ?? 0) + 1, changedAt: context.clock.now() };
  await tx
    .insert(reasonCodes)
    .values({ list, code, ...state })
    .onConflictDoUpdate({ target: [reasonCodes.list, reasonCodes.code], set: state });
  await writeAudit(tx, context, actor, [
    {
      action: 'reason_code.set',
      subjectKind: 'reason_code',
      subjectId: `${list} ${code}`,
      reason: row.reason,
      before: before && { label: before.label, active: before.active, requiresNote: before.requiresNote },
      after: { label, active, requiresNote, change: row.number },
    },
  ]);
}

async function releaseLegalHold(
  tx: Tx,
  context: OperationContext,
  actor: Actor,
  row: PolicyChangeRow,
  { legalHoldId, number }: ProposedRelease,
): Promise<void> {
  await tx
    .update(legalHolds)
    .set({
      releasedAt: context.clock.now(),
      releasedBy: actor.caller.id,
      releasedByName: actor.caller.name,
      releaseReason: row.reason,
      releaseChangeId: row.id,
      version: sql`${legalHolds.version} + 1`,
    })
    .where(and(eq(legalHolds.id, legalHoldId), isNull(legalHolds.releasedAt)));
  await writeAudit(tx, context, actor, [
    {
      action: 'legal_hold.released',
      subjectKind: 'legal_hold',
      subjectId: legalHoldId,
      reason: row.reason,
      after: { number, change: row.number },
    },
  ]);
}
