import { proxyActivities } from '@temporalio/workflow';
import type { RemovedDocuments, RetentionActivities } from '#activities/retention.ts';

const steps = proxyActivities<RetentionActivities>({
  startToCloseTimeout: '5 minutes',
  retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '5 minutes' },
});

/** Steps of one kind in a run, at most: the next run goes on. */
const most = 200;
const digits = [...'0123456789abcdef'];

/** What one run did: documents removed and looked at, files swept, records of each kind forgotten. */
export type Retained = { removed: number; kept: number; swept: number; forgotten: Record<string, number> };

/** Removes what policy no longer keeps. Started by a schedule; what is kept for good it cannot touch, and no legal hold's. */
export async function retention(): Promise<Retained> {
  const done: Retained = { removed: 0, kept: 0, swept: 0, forgotten: {} };
  let after: readonly string[] | null = null;
  for (let round = 0; round < most && (round === 0 || after !== null); round += 1) {
    const { removed, kept, next }: RemovedDocuments = await steps.removeExpiredDocuments({ after });
    done.removed += removed;
    done.kept += kept;
    after = next;
  }
  for (const first of digits) {
    const swept = await Promise.all(digits.map((second) => steps.sweepDocumentFiles({ folder: `${first}${second}` })));
    done.swept += swept.reduce((sum, one) => sum + one.swept, 0);
  }
  for (let round = 0, more = true; round < most && more; round += 1) {
    const { more: left, ...counts } = await steps.forgetExpiredRecords();
    for (const [kind, count] of Object.entries(counts)) done.forgotten[kind] = (done.forgotten[kind] ?? 0) + count;
    more = left;
  }
  return done;
}
