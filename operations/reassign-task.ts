import { eq } from 'drizzle-orm';
import type { Tx } from '#db/connect.ts';
import { callerById } from '#db/queries/caller-by-id.ts';
import { users } from '#db/schema/people.ts';
import type { Caller } from '#domain/caller.ts';
import { allow, type Result, refuse } from '#domain/result.ts';
import { mayReassign } from '#domain/tasks.ts';
import { type ChangedTask, changeTask, lockTask, type TaskRow } from './change-task.ts';
import type { Actor, Command, OperationContext } from './context.ts';
import { type Answer, runCommand } from './run-command.ts';
import { ownersOf } from './task-recipients.ts';
import { tellOfTask } from './tell-of-task.ts';

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
    const changed = await changeTask(tx, context, command, { row, action: 'task.reassigned', change });
    await tellAssignee(tx, context, command, row, changed);
    return allow(changed);
  });
}

/** Whoever is given a task learns of it, or their stand-in does; nobody is told of what they did themselves. */
async function tellAssignee(tx: Tx, context: OperationContext, actor: Actor, row: TaskRow, changed: ChangedTask) {
  const { assigneeId, assigneeName, version } = changed;
  if (assigneeId === actor.caller.id) return;
  const owners = await ownersOf(tx, { ...row, state: 'claimed', assigneeId, assigneeName }, context.clock.now());
  await tellOfTask(tx, context, actor, {
    row,
    about: { kind: 'task_assigned', by: actor.caller.name },
    eventKey: `task:${row.id}:assigned:${version}`,
    people: owners.filter(({ userId }) => userId !== actor.caller.id),
  });
}

async function findPerson(tx: Tx, username: string, now: Date): Promise<Result<Caller>> {
  const [user] = await tx.select({ id: users.id }).from(users).where(eq(users.username, username));
  if (!user) return refuse('user.unknown', `There is no user ${username}`, '/to');
  const caller = await callerById(tx, { kind: 'person', id: user.id }, now);
  return caller ? allow(caller) : refuse('user.inactive', `The account of ${username} is closed`, '/to');
}
