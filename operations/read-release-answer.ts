import type { DbOrTx } from '#db/connect.ts';
import { standingOfRelease } from '#db/queries/releases-in-engine.ts';
import type { ReleaseAnswer } from '#domain/release-steps.ts';
import { readReleaseCase } from './release-case.ts';

/** The answer to a person's step, read after everything it wrote. */
export async function answerRelease(tx: DbOrTx, releaseId: string, now: Date): Promise<ReleaseAnswer> {
  const found = await readReleaseCase(tx, releaseId, now);
  if (!found) throw new Error(`Release ${releaseId} was there and is gone`);
  const { row, item, waiting, approvals, hold, review } = found;
  return {
    ...standingOfRelease(row),
    outcome: row.outcome,
    resultsVersion: row.resultsVersion,
    waiting,
    unit: item.baseUnit,
    terms: row.terms,
    approvals: { needed: row.approvalsNeeded, inOrder: row.approvalsInOrder, given: approvals },
    hold: hold && {
      holdId: hold.holdId,
      number: hold.number,
      reviewId: review?.reviewId ?? null,
      reviewNumber: review?.reviewNumber ?? null,
    },
  };
}
