import { and, eq, inArray } from 'drizzle-orm';
import type { Tx } from '#db/connect.ts';
import { notifications } from '#db/schema/notifications.ts';
import { users } from '#db/schema/people.ts';
import { tasks } from '#db/schema/tasks.ts';
import { type DeliveryOutcome, nextAttempt } from '#domain/delivery-retry.ts';
import type { NotificationState } from '#domain/notifications.ts';
import { millisecondsOfDays } from '#domain/policy-values.ts';
import { allow } from '#domain/result.ts';
import { taskRouting } from '#domain/tasks.ts';
import type { Command, OperationContext } from './context.ts';
import { readPolicyBook } from './policy-book.ts';
import { type Answer, runCommand } from './run-command.ts';
import { writeTasks } from './write-task.ts';

type Row = typeof notifications.$inferSelect;
export type RecordDelivery = { notificationId: string; attempt: number; outcome: DeliveryOutcome };
/** When to try again (ISO 8601); null where nothing is left to do. */
export type RecordedDelivery = { retryAt: string | null };

/**
 * Notes how a try ended. What is put off is tried again until it is given up; what is refused for good or given up raises
 * a task, one for each person: somebody has to correct an address, or reach them otherwise.
 */
export function recordDelivery(
  context: OperationContext,
  command: Command<RecordDelivery>,
): Promise<Answer<RecordedDelivery>> {
  const { notificationId, outcome } = command.input;
  return runCommand<RecordDelivery, RecordedDelivery>(context, 'record-delivery', command, async (tx) => {
    const now = context.clock.now();
    const [row] = await tx.select().from(notifications).where(eq(notifications.id, notificationId)).for('update');
    if (row?.state !== 'waiting') return allow({ retryAt: null });
    const retryAt = outcome.state === 'deferred' ? await retryOf(tx, row, now) : null;
    const state: NotificationState = retryAt === null ? settledAs[outcome.state] : 'waiting';
    if (outcome.state !== 'sent' && (state === 'bounced' || state === 'failed'))
      await settleUndelivered(tx, context, row, { state, error: outcome.error });
    else
      await change(tx, row, {
        state,
        error: outcome.state === 'sent' ? null : outcome.error,
        nextAttemptAt: retryAt,
        settledAt: retryAt === null ? now : null,
      });
    return allow({ retryAt: retryAt?.toISOString() ?? null });
  });
}

/** Ends a notification that did not reach its person, and raises a task: one for each person. */
export async function settleUndelivered(
  tx: Tx,
  context: OperationContext,
  row: Row,
  { state, error }: { state: 'bounced' | 'failed'; error: string },
): Promise<void> {
  await change(tx, row, { state, error, nextAttemptAt: null, settledAt: context.clock.now() });
  await raise(tx, context, row, { state, error });
}

const change = (
  tx: Tx,
  { id }: Row,
  { error, ...changed }: Pick<Row, 'state' | 'error' | 'nextAttemptAt' | 'settledAt'>,
) =>
  tx
    .update(notifications)
    .set({ ...changed, error: error?.slice(0, 2_000) ?? null })
    .where(eq(notifications.id, id));

const settledAs = { sent: 'sent', not_sent: 'not_sent', deferred: 'failed', refused: 'bounced' } as const;

async function retryOf(tx: Tx, row: Row, now: Date): Promise<Date | null> {
  const book = await readPolicyBook(tx, now, [
    'notification_retry_after_minutes',
    'notification_give_up_after_minutes',
  ]);
  return nextAttempt(
    { attempts: row.attempts, createdAt: row.createdAt, now },
    {
      retryAfter: book.read('notification_retry_after_minutes', {}).value,
      giveUpAfter: book.read('notification_give_up_after_minutes', {}).value,
    },
  );
}

async function raise(
  tx: Tx,
  context: OperationContext,
  row: Row,
  { state, error }: { state: 'bounced' | 'failed'; error: string },
): Promise<void> {
  const kind = 'settle_failed_notification' as const;
  // Locked, so that of two that fail at once the second sees the task of the first.
  const [person] = await tx.select().from(users).where(eq(users.id, row.userId)).for('update');
  const [open] = await tx
    .select({ id: tasks.id })
    .from(tasks)
    .where(and(eq(tasks.subjectId, row.userId), eq(tasks.kind, kind), inArray(tasks.state, ['open', 'claimed'])));
  if (open) return;
  const [about] =
    row.subjectKind === 'task'
      ? await tx.select({ siteId: tasks.siteId }).from(tasks).where(eq(tasks.id, row.subjectId))
      : [];
  await writeTasks(tx, context, [
    {
      kind,
      team: taskRouting[kind].team,
      title: `Reach ${person?.name}: a message to them ${state === 'bounced' ? 'was refused' : 'could not be delivered'}`,
      detail: `By ${row.channel}: ${error}. Correct the address or the webhook and send it again, or tell them otherwise`,
      subjectKind: 'person',
      subjectId: row.userId,
      siteId: about?.siteId ?? null,
      dueAt: new Date(context.clock.now().getTime() + millisecondsOfDays('1')),
    },
  ]);
}
