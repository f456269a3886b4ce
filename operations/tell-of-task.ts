import { eq } from 'drizzle-orm';
import type { Tx } from '#db/connect.ts';
import { sites } from '#db/schema/master-data.ts';
import type { NotificationContent, TaskMention } from '#domain/notifications.ts';
import type { TaskRow } from './change-task.ts';
import type { Actor, OperationContext } from './context.ts';
import type { Told } from './task-recipients.ts';
import { writeNotifications } from './write-notifications.ts';

type AboutTask =
  | { kind: 'task_assigned'; by: string }
  | { kind: 'task_reminder' }
  | { kind: 'task_escalated' | 'case_escalated'; step: number };

/** Tells people of a task, each with whom they stand in for. Who was told of this event before is not told again. */
export async function tellOfTask(
  tx: Tx,
  context: OperationContext,
  actor: Pick<Actor, 'cause'>,
  { row, about, eventKey, people }: { row: TaskRow; about: AboutTask; eventKey: string; people: readonly Told[] },
): Promise<void> {
  const task = await mentionOf(tx, row);
  await writeNotifications(
    tx,
    context,
    actor,
    people.map(({ userId, standingInFor }) => {
      const content: NotificationContent = { ...about, task, ...(standingInFor === null ? {} : { standingInFor }) };
      return { userId, eventKey, content, subject: { kind: 'task' as const, id: row.id } };
    }),
  );
}

async function mentionOf(tx: Tx, { id, title, siteId, dueAt }: TaskRow): Promise<TaskMention> {
  const [site] =
    siteId === null
      ? []
      : await tx.select({ code: sites.code, timeZone: sites.timeZone }).from(sites).where(eq(sites.id, siteId));
  return {
    taskId: id,
    title,
    site: site?.code ?? null,
    timeZone: site?.timeZone ?? 'UTC',
    dueAt: dueAt.toISOString(),
  };
}
