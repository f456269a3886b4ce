import type { Tx } from '#db/connect.ts';
import { latestInspection } from '#db/queries/release-detail.ts';
import type { releaseApprovals } from '#db/schema/release-approvals.ts';
import type { ResultsOutcome } from '#domain/release-results.ts';
import { changeRelease } from './change-release.ts';
import type { Actor, OperationContext } from './context.ts';
import { readReleaseCase } from './release-case.ts';
import { askForNextStep } from './release-tasks.ts';

type Row = typeof releaseApprovals.$inferSelect;

/**
 * Judges a release anew after its samples or results have changed, and has the inbox ask for what it waits for then. An
 * urgent release whose results are in and good is over; where more has begun to wait meanwhile it goes on for that.
 */
export async function refreshOutcome(tx: Tx, context: OperationContext, actor: Actor, before: Row): Promise<Row> {
  const now = context.clock.now();
  const found = await readReleaseCase(tx, before.id, now);
  if (!found) throw new Error(`Release ${before.number} was there and is gone`);
  const { row } = found;
  const outcome = found.judgement?.outcome ?? (await byInspection(tx, row));
  const settled = row.state === 'released_urgently' && outcome === 'pass';
  const ended = settled && found.waitingStock.length === 0;
  const changed = await changeRelease(tx, row.id, {
    outcome,
    ...(settled && { state: ended ? 'approved' : 'open', ...(ended && { closedAt: now }) }),
  });
  await askForNextStep(tx, context, actor, changed, {
    approvalsGiven: found.approvals.length,
    note: ended ? 'The results owed after its urgent release are in' : 'What it waits for has changed',
  });
  return changed;
}

/** Where there is no specification, an inspection of the lot that passed; where policy skips it, nothing. */
async function byInspection(tx: Tx, { lotId, siteId, samplingLevel }: Row): Promise<ResultsOutcome> {
  if (samplingLevel === 'skip') return 'pass';
  return (await latestInspection(tx, lotId, siteId))?.result === 'pass' ? 'pass' : 'incomplete';
}
