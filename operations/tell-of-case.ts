import { and, eq, inArray } from 'drizzle-orm';
import type { Tx } from '#db/connect.ts';
import { chainFor } from '#db/queries/escalation-chains.ts';
import { tasks } from '#db/schema/tasks.ts';
import { installedChains, isTimedByProcess } from '#domain/escalation.ts';
import type { TaskRow } from './change-task.ts';
import type { Actor, OperationContext } from './context.ts';
import { firstThere, ownersOf, type Told } from './task-recipients.ts';
import { tellOfTask } from './tell-of-task.ts';

/**
 * Tells people of a case whose process reminds or escalates by timers of its own: whoever has its open tasks, or the first
 * of the team's chain who is there, also where a reminder finds nobody. `at` is the deadline that was met; the same one tells nobody twice.
 */
export async function tellOfCase(
  tx: Tx,
  context: OperationContext,
  actor: Pick<Actor, 'cause'>,
  {
    subjectKind,
    subjectId,
    what,
    at,
  }: { subjectKind: string; subjectId: string; what: 'remind' | 'escalate'; at: string },
): Promise<void> {
  const now = context.clock.now();
  const rows = await tx
    .select()
    .from(tasks)
    .where(
      and(
        eq(tasks.subjectKind, subjectKind),
        eq(tasks.subjectId, subjectId),
        inArray(tasks.state, ['open', 'claimed']),
      ),
    )
    .orderBy(tasks.id);
  for (const row of rows.filter(({ kind }) => isTimedByProcess(kind))) {
    const owners = what === 'remind' ? await ownersOf(tx, row, now) : [];
    const reminded = owners.length > 0;
    const people = reminded ? owners : await firstOfChain(tx, row, now);
    const about = reminded ? { kind: 'task_reminder' as const } : { kind: 'case_escalated' as const, step: 1 };
    await tellOfTask(tx, context, actor, { row, about, eventKey: `task:${row.id}:${what}:${at}`, people });
  }
}

async function firstOfChain(tx: Tx, row: TaskRow, now: Date): Promise<Told[]> {
  const chain = await chainFor(tx, { team: row.team, siteId: row.siteId });
  return (await firstThere(tx, row, [...chain, ...installedChains[row.team]], now)).people;
}
