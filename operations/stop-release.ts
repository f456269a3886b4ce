import type { Tx } from '#db/connect.ts';
import { readStockOfLots } from '#db/queries/stock-standing.ts';
import type { HoldRule } from '#domain/holds.ts';
import type { ReleaseState } from '#domain/release-approval.ts';
import { reachOfStop } from '#domain/release-stop.ts';
import { changeRelease } from './change-release.ts';
import type { Actor, OperationContext } from './context.ts';
import { auditOfRelease, type ReleaseCase } from './release-case.ts';
import { askForNextStep } from './release-tasks.ts';
import { writeAudit } from './write-audit.ts';
import { writeHolds } from './write-holds.ts';

type Stop = {
  state: Extract<ReleaseState, 'failed' | 'rejected' | 'overdue'>;
  rule: HoldRule;
  automatic: boolean;
  reason: string;
  /** Somebody has told the reviewers of the hold already. */
  lasting?: boolean;
};

/** How the trail calls each way to be stopped. */
const ended = {
  failed: { action: 'release_approval.failed' },
  rejected: { action: 'release_approval.rejected' },
  overdue: { action: 'release_approval.overdue' },
} as const;

/**
 * Ends a release with a hold: its stock is no longer waiting to be let go but stopped, and the hold's quarantine review
 * decides. Stopping needs only the database.
 */
export async function stopRelease(
  tx: Tx,
  context: OperationContext,
  actor: Actor,
  releaseCase: ReleaseCase,
  { state, rule, automatic, reason, lasting }: Stop,
): Promise<void> {
  const { row } = releaseCase;
  const now = context.clock.now();
  const standing = await readStockOfLots(tx, [row.lotId]);
  const reach = reachOfStop(row, state, standing);
  const [hold] = await writeHolds(tx, context, actor, [
    {
      ...reach,
      process: 'quarantine_review',
      rule,
      automatic,
      reason,
      lasting,
      happenedAt: now,
      policyIds: row.policyIds,
    },
  ]);
  if (!hold) throw new Error(`Release ${row.number} was stopped and no hold was written`);
  const changed = await changeRelease(tx, row.id, {
    state,
    closedAt: now,
    holdId: hold.holdId,
    decidedBy: actor.caller.id,
    decidedByName: actor.caller.name,
    decidedAt: now,
    decisionReason: reason,
  });
  await askForNextStep(tx, context, actor, changed, { approvalsGiven: 0, note: reason });
  await writeAudit(tx, context, actor, [
    {
      ...auditOfRelease(releaseCase),
      ...ended[state],
      reason,
      before: { number: row.number, state: row.state },
      after: { number: row.number, state, hold: hold.holdNumber },
    },
  ]);
}
