import { eq } from 'drizzle-orm';
import type { Tx } from '#db/connect.ts';
import { callerById } from '#db/queries/caller-by-id.ts';
import { users } from '#db/schema/people.ts';
import type { Caller } from '#domain/caller.ts';
import { allow, type Result, refuse } from '#domain/result.ts';
import { mayReassign } from '#domain/tasks.ts';
import { type ChangedTask, changeTask, lockTask } from './change-task.ts';
import type { Command, OperationContext } from './context.ts';
import { type Answer, runCommand } from './run-command.ts';

/** `to` is a username. */
export type ReassignTask = { taskId: string; to: string };

/** Gives a task to a named person, who has to be entitled to work it where it is. */
export function reassignTask(context: OperationContext, command: Command<ReassignTask>): Promise<Answer<ChangedTask>> {
  const { caller, input } = command;
  return runCommand(context, 'reassign-task', command, async (tx) => {
    const locked = await lockTask(tx, input.taskId);
    if (!locked.ok) return locked;
    const { row, task } = locked.value;
    const assignee = await findPerson(tx, input.to, context.clock.now());
    if (!assignee.ok) return assignee;
    const may = mayReassign(caller, task, assignee.value);
    if (!may.ok) return may.violation.pointer ? refuse(may.violation.code, may.violation.message, '/to') : may;
    const change = { state: 'claimed' as const, assigneeId: assignee.value.id, assigneeName: assignee.value.name };
    return allow(await changeTask(tx, context, command, { row, action: 'task.reassigned', change }));
  });
}

async function findPerson(tx: Tx, username: string, now: Date): Promise<Result<Caller>> {
  const [user] = await tx.select({ id: users.id }).from(users).where(eq(users.username, username));
  if (!user) return refuse('user.unknown', `There is no user ${username}`, '/to');
  const caller = await callerById(tx, { kind: 'person', id: user.id }, now);
  return caller ? allow(caller) : refuse('user.inactive', `The account of ${username} is closed`, '/to');
}
