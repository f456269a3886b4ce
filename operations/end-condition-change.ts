import type { Tx } from '#db/connect.ts';
import { allow, type Result, refuse } from '#domain/result.ts';
import { changeRelease } from './change-release.ts';
import type { Actor, OperationContext } from './context.ts';
import { lockLimit } from './limit-case.ts';
import { auditOfRelease, type ReleaseCase } from './release-case.ts';
import { askForNextStep } from './release-tasks.ts';
import { replaceLimit } from './replace-limit.ts';
import { writeAudit } from './write-audit.ts';

/** How the trail calls each way in which a proposal of other conditions ends; in all but the first the old ones stay. */
const ended = {
  approved: { action: 'release_approval.conditions_approved' },
  rejected: { action: 'release_approval.conditions_rejected' },
  withdrawn: { action: 'release_approval.conditions_lapsed' },
} as const;

/** Puts approved conditions into force for what an earlier release freed. */
export async function carryOutConditions(
  tx: Tx,
  context: OperationContext,
  actor: Actor,
  releaseCase: ReleaseCase,
): Promise<Result<void>> {
  const { row } = releaseCase;
  const locked = await lockLimit(tx, row.limitId ?? '');
  if (!locked.ok) return locked;
  const { limit, row: before } = locked.value;
  if (limit.endedAt !== null)
    return refuse('release.limit-ended', `These conditions were replaced at ${limit.endedAt}`);
  const to = row.terms?.conditions ?? null;
  await replaceLimit(tx, context, actor, before, { from: limit.conditions, to, reason: null, number: limit.number });
  await endConditionChange(tx, context, actor, releaseCase, 'approved', null);
  return allow(undefined);
}

/** Ends a proposal of other conditions: stock stands under what holds now, so there is nothing to hold. */
export async function endConditionChange(
  tx: Tx,
  context: OperationContext,
  actor: Actor,
  releaseCase: ReleaseCase,
  state: keyof typeof ended,
  reason: string | null,
): Promise<void> {
  const { row } = releaseCase;
  const now = context.clock.now();
  const by =
    state === 'withdrawn' ? {} : { decidedBy: actor.caller.id, decidedByName: actor.caller.name, decidedAt: now };
  const changed = await changeRelease(tx, row.id, { ...by, state, closedAt: now, decisionReason: reason });
  const note = reason ?? `${actor.caller.name} approved other conditions`;
  await askForNextStep(tx, context, actor, changed, { approvalsGiven: 0, note });
  await writeAudit(tx, context, actor, [
    {
      ...auditOfRelease(releaseCase),
      ...ended[state],
      reason,
      before: { number: row.number, state: row.state },
      after: { number: row.number, state, terms: row.terms },
    },
  ]);
}
