import type { Tx } from '#db/connect.ts';
import { receiptDefects } from '#db/schema/receiving.ts';
import { policiesOfReceiptRule, type ReceiptDefect } from '#domain/receipt-facts.ts';
import { receiptTaskOf } from '#domain/receipt-tasks.ts';
import type { Actor, OperationContext } from './context.ts';
import { insertRows } from './insert-rows.ts';
import { policyScopeOf } from './receive-goods-facts.ts';
import type { LandedLine, Landing } from './receive-goods-rows.ts';
import { type HoldRequest, type WrittenHold, writeHolds } from './write-holds.ts';
import { type NewTask, writeTasks } from './write-task.ts';

/** What followed from a defect. */
export type FollowUp = { line: number; defect: ReceiptDefect; taskId: string | null; hold: WrittenHold | null };

/** A task or a hold for each defect, kept beside its line. */
export async function followDefects(
  tx: Tx,
  context: OperationContext,
  actor: Actor,
  landing: Landing,
): Promise<FollowUp[]> {
  const found = landing.lines.flatMap(({ defects, lot, item }, index) =>
    defects.map((defect) => ({ line: index + 1, item, lotId: lot.id, lotCode: lot.code, defect })),
  );
  if (found.length === 0) return [];
  const forHolds = found.filter(({ defect }) => defect.kind === 'hold');
  const forTasks = found.filter(({ defect }) => defect.kind === 'task');
  const taskIds = await writeTasks(
    tx,
    context,
    forTasks.map((finding) => taskRow(landing, finding)),
  );
  const holds = await writeHolds(
    tx,
    context,
    actor,
    forHolds.map((finding) => holdOf(landing, finding)),
  );
  const followed = found.map((finding) => ({
    ...finding,
    taskId: taskIds[forTasks.indexOf(finding)] ?? null,
    hold: holds[forHolds.indexOf(finding)] ?? null,
  }));
  await insertRows(
    tx,
    receiptDefects,
    followed.map(({ line, defect, taskId, hold }) => ({
      receiptId: landing.receiptId,
      line,
      code: defect.code,
      consequence: defect.kind,
      message: defect.message,
      taskId,
      holdId: hold?.holdId ?? null,
    })),
  );
  return followed;
}

type Finding = { item: LandedLine['item']; lotId: string; lotCode: string; defect: ReceiptDefect };

function taskRow(
  { receiptId, number, site, owner, recordedAt }: Landing,
  { lotId, lotCode, defect }: Finding,
): NewTask {
  if (defect.kind !== 'task') throw new Error('Only defects that ask for a task make one');
  const { kind, team, title, dueAfterHours } = receiptTaskOf(defect);
  return {
    kind,
    team,
    title: `${title}: ${lotCode} on ${number} at ${site.code}`,
    detail: defect.message,
    subjectKind: 'receipt',
    subjectId: receiptId,
    lotId,
    siteId: site.id,
    entityId: owner.id,
    dueAt: new Date(recordedAt.getTime() + dueAfterHours * 3_600_000),
  };
}

/** At the whole site: what else is there of the lot came from the same maker. */
function holdOf(landing: Landing, { item, lotId, defect }: Finding): HoldRequest {
  const { site, happenedAt, input, book, known } = landing;
  if (defect.kind !== 'hold') throw new Error('Only defects that ask for a hold place one');
  return {
    lotId,
    siteId: site.id,
    locationId: null,
    process: 'quarantine_review',
    rule: defect.rule,
    automatic: true,
    reason: defect.message,
    happenedAt,
    imported: input.history !== undefined,
    policyIds: policiesOfReceiptRule[defect.rule]?.flatMap((key) => [
      ...book.read(key, { ...policyScopeOf(known), itemId: item.id, category: item.category }).rowIds,
    ]),
  };
}
