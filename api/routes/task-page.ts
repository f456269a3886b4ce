import type { z } from 'zod';
import type { readTaskContract } from '#api/contracts/tasks.ts';
import { awayAt } from '#db/queries/absences.ts';
import { categoryOfLot } from '#db/queries/category-of-lot.ts';
import { readGivenCodes } from '#db/queries/given-reason-codes.ts';
import { readTask } from '#db/queries/task-detail.ts';
import { authorize, type Caller } from '#domain/caller.ts';
import { allow, type Result, refuse } from '#domain/result.ts';
import { mayBeReassigned, mayClaim, mayRelease, maySettle, type Task } from '#domain/tasks.ts';
import { asTask } from '#operations/change-task.ts';
import type { OperationContext } from '#operations/context.ts';

type Page = z.input<typeof readTaskContract.response>;
const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

/** A task, what it is about, and each thing one can do with it with whether this caller may. */
export async function showTask(
  { db, clock }: Pick<OperationContext, 'db' | 'clock'>,
  caller: Caller,
  taskId: string,
): Promise<Result<Page>> {
  const found = await readTask(db, taskId);
  const unknown = refuse('task.unknown', `There is no task ${taskId} that you may see`);
  if (!found) return unknown;
  const { row, detail } = found;
  // A task of every site concerns each of them, so whoever may read tasks anywhere may read it.
  const category = await categoryOfLot(db, row.lotId);
  const scope = { siteId: row.siteId ?? undefined, entityId: row.entityId ?? undefined, category };
  if (!authorize(caller, 'task.read', scope).ok) return unknown;
  const { id: _id, siteId: _siteId, entityId: _entityId, settledBy: _settledBy, ...shown } = row;
  const away = row.assigneeId === null ? null : await awayAt(db, row.assigneeId, clock.now());
  return allow({
    ...shown,
    ...detail,
    taskId: row.id,
    dueAt: row.dueAt.toISOString(),
    overdue: (row.state === 'open' || row.state === 'claimed') && row.dueAt < clock.now(),
    remindedAt: iso(row.remindedAt),
    escalatedAt: iso(row.escalatedAt),
    remindAt: iso(row.remindAt),
    escalateAt: iso(row.escalateAt),
    assigneeAway: away,
    createdAt: row.createdAt.toISOString(),
    settledAt: iso(row.settledAt),
    reasonCodes: await readGivenCodes(db, { kind: 'task', id: row.id }),
    actions: actionsOf(caller, asTask(row, category), away?.standInId === caller.id),
  });
}

function actionsOf(caller: Caller, task: Task, standsIn: boolean): Page['actions'] {
  const answers = {
    claim: mayClaim(caller, standsIn ? { ...task, assigneeId: null } : task),
    release: mayRelease(caller, task),
    reassign: mayBeReassigned(caller, task),
    settle: maySettle(caller, task),
  } as const;
  return (Object.keys(answers) as (keyof typeof answers)[]).map((action) => {
    const answer = answers[action];
    return {
      action,
      allowed: answer.ok,
      code: answer.ok ? null : answer.violation.code,
      reason: answer.ok ? null : answer.violation.message,
    };
  });
}
