import { eq, sql } from 'drizzle-orm';
import type { Tx } from '#db/connect.ts';
import { chainFor } from '#db/queries/escalation-chains.ts';
import { tasks } from '#db/schema/tasks.ts';
import { lastResort, nextReminder, nextStep } from '#domain/escalation.ts';
import { allow } from '#domain/result.ts';
import { lockTask, type TaskRow } from './change-task.ts';
import type { Actor, Command, OperationContext } from './context.ts';
import { type Answer, runCommand } from './run-command.ts';
import { readAttentionRules } from './task-attention.ts';
import { firstThere, ownersOf, type Told } from './task-recipients.ts';
import { tellOfTask } from './tell-of-task.ts';
import { writeAudit } from './write-audit.ts';

export type Attended = { did: 'reminded' | 'escalated' | 'nothing' };

/**
 * Brings a task to mind whose time has come: a reminder to whoever has it or to its team, or the next step of its chain. Where
 * nobody of a step is there and entitled, the next one is told at once; at a reminder that reaches nobody, the chain goes on,
 * and where it has ended those are told again whom it reached last.
 */
export function attendTask(context: OperationContext, command: Command<{ taskId: string }>): Promise<Answer<Attended>> {
  return runCommand<{ taskId: string }, Attended>(context, 'attend-task', command, async (tx) => {
    const locked = await lockTask(tx, command.input.taskId);
    if (!locked.ok) return locked;
    const { row } = locked.value;
    const now = context.clock.now();
    const due = (at: Date | null) => at !== null && at <= now;
    if (row.state === 'settled' || row.state === 'cancelled' || !(due(row.remindAt) || due(row.escalateAt)))
      return allow({ did: 'nothing' });
    const owners = due(row.escalateAt) ? [] : await ownersOf(tx, row, now);
    if (owners.length === 0) return allow(await escalate(tx, context, command, row));
    await remind(tx, context, command, row, owners);
    return allow({ did: 'reminded' });
  });
}

async function remind(tx: Tx, context: OperationContext, actor: Actor, row: TaskRow, people: Told[]): Promise<void> {
  const now = context.clock.now();
  const rules = await readAttentionRules(tx, [row], now);
  const remindAt = nextReminder(now, rules.calendarOf(row), rules.lengthsOf(row));
  const eventKey = `task:${row.id}:remind:${row.remindAt?.toISOString()}`;
  await note(tx, row, { remindAt, remindedAt: now });
  await tellOfTask(tx, context, actor, { row, about: { kind: 'task_reminder' }, eventKey, people });
  await audit(tx, context, actor, row, 'task.reminded', people);
}

async function escalate(tx: Tx, context: OperationContext, actor: Actor, row: TaskRow): Promise<Attended> {
  const now = context.clock.now();
  const chain = await chainFor(tx, { team: row.team, siteId: row.siteId });
  const ahead = await firstThere(tx, row, chain.slice(row.escalationStep), now);
  const step = row.escalationStep + ahead.place;
  const people =
    ahead.people.length > 0
      ? ahead.people
      : (await firstThere(tx, row, lastResort(row.team, chain, row.escalationStep), now)).people;
  const rules = await readAttentionRules(tx, [row], now);
  const calendar = rules.calendarOf(row);
  const lengths = rules.lengthsOf(row);
  await note(tx, row, {
    escalationStep: step,
    escalatedAt: now,
    escalateAt: nextStep(now, { step, steps: chain.length }, calendar, lengths),
    remindAt: nextReminder(now, calendar, lengths),
  });
  const eventKey = `task:${row.id}:escalate:${step}:${row.version}`;
  await tellOfTask(tx, context, actor, { row, about: { kind: 'task_escalated', step }, eventKey, people });
  await audit(tx, context, actor, row, 'task.escalated', people, step);
  return { did: 'escalated' };
}

const note = (tx: Tx, { id }: TaskRow, change: Partial<typeof tasks.$inferInsert>) =>
  tx
    .update(tasks)
    .set({ ...change, version: sql`${tasks.version} + 1` })
    .where(eq(tasks.id, id));

/** Whom it told is part of the trail: "nobody was there" as well. */
const audit = (
  tx: Tx,
  context: OperationContext,
  actor: Actor,
  row: TaskRow,
  action: 'task.reminded' | 'task.escalated',
  people: readonly Told[],
  step?: number,
) =>
  writeAudit(tx, context, actor, [
    {
      action,
      subjectKind: 'task',
      subjectId: row.id,
      lotId: row.lotId,
      siteId: row.siteId,
      entityId: row.entityId,
      after: {
        title: row.title,
        dueAt: row.dueAt.toISOString(),
        ...(step === undefined ? {} : { step }),
        told: people.map(({ name, standingInFor }) => (standingInFor ? `${name} for ${standingInFor}` : name)),
      },
    },
  ]);
