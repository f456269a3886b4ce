import { and, eq, gt, isNull, lt } from 'drizzle-orm';
import type { Tx } from '#db/connect.ts';
import { timeZoneOfPerson } from '#db/queries/absences.ts';
import { absences } from '#db/schema/escalation.ts';
import { users } from '#db/schema/people.ts';
import { authorize, type Caller, type Scope } from '#domain/caller.ts';
import { allow, type Result, refuse } from '#domain/result.ts';
import type { Command, OperationContext } from './context.ts';
import { lockUser } from './lock-user.ts';
import { type Answer, runCommand } from './run-command.ts';
import { writeAudit } from './write-audit.ts';
import { writeNotifications } from './write-notifications.ts';

/** `user` and `standIn` are usernames; without a user it is about the caller, without `from` it begins now. */
export type RecordAbsence = {
  user?: string | undefined;
  from?: string | undefined;
  until: string;
  standIn?: string | undefined;
};
export type RecordedAbsence = {
  absenceId: string;
  userId: string;
  from: string;
  until: string;
  standInId: string | null;
};

/** Says that somebody is away, and who is told meanwhile. The stand-in learns of it. Rights are handed over elsewhere. */
export function recordAbsence(
  context: OperationContext,
  command: Command<RecordAbsence>,
): Promise<Answer<RecordedAbsence>> {
  const { caller, input } = command;
  return runCommand<RecordAbsence, RecordedAbsence>(context, 'record-absence', command, async (tx) => {
    const now = context.clock.now();
    const found = await findAbsent(tx, caller, input.user);
    if (!found.ok) return found;
    const locked = await lockUser(tx, found.value, now);
    if (!locked.ok) return locked;
    const { user, grants } = locked.value;
    const arranged = user.id === caller.id ? allow(undefined) : mayArrange(caller, grants);
    if (!arranged.ok) return arranged;
    const fromAt = input.from === undefined ? now : new Date(input.from);
    const untilAt = new Date(input.until);
    if (untilAt <= now || untilAt <= fromAt)
      return refuse('absence.in-the-past', 'An absence ends in the future, and after it begins', '/until');
    const standIn = await findStandIn(tx, user.id, input.standIn);
    if (!standIn.ok) return standIn;
    const [other] = await tx
      .select()
      .from(absences)
      .where(
        and(
          eq(absences.userId, user.id),
          isNull(absences.endedAt),
          lt(absences.fromAt, untilAt),
          gt(absences.untilAt, fromAt),
        ),
      );
    if (other)
      return refuse(
        'absence.overlaps',
        `${user.name} is away from ${other.fromAt.toISOString()} until ${other.untilAt.toISOString()} already`,
      );

    const absenceId = context.newId();
    const standInId = standIn.value?.id ?? null;
    const row = { id: absenceId, userId: user.id, standInId, fromAt, untilAt };
    await tx.insert(absences).values({ ...row, recordedAt: now, recordedBy: caller.id });
    const [from, until] = [fromAt.toISOString(), untilAt.toISOString()];
    await writeAudit(tx, context, command, [
      {
        action: 'absence.recorded',
        subjectKind: 'user',
        subjectId: user.id,
        after: { absenceId, from, until, standIn: standIn.value?.name ?? null },
      },
    ]);
    if (standInId !== null) {
      const timeZone = await timeZoneOfPerson(tx, user.id);
      await writeNotifications(tx, context, command, [
        {
          userId: standInId,
          eventKey: `absence:${absenceId}`,
          content: { kind: 'stand_in_named', absent: user.name, from, until, timeZone },
          subject: { kind: 'absence', id: absenceId },
        },
      ]);
    }
    return allow({ absenceId, userId: user.id, from, until, standInId });
  });
}

/** Whose absence it is: the caller's own, or, with the right to hand tasks to others or over accounts, somebody else's. */
async function findAbsent(tx: Tx, caller: Caller, username: string | undefined): Promise<Result<string>> {
  if (username === undefined)
    return caller.kind === 'person'
      ? allow(caller.id)
      : refuse('user.unknown', 'A system is never away: name a user', '/user');
  const [user] = await tx.select({ id: users.id }).from(users).where(eq(users.username, username));
  if (user?.id === caller.id) return allow(user.id);
  const entitled = mayArrange(caller);
  if (!entitled.ok) return entitled;
  return user ? allow(user.id) : refuse('user.unknown', `There is no user ${username}`, '/user');
}

/**
 * May this caller say for somebody else that they are away? Who administers people, or hands out tasks, where that person works: by one of
 * their grants. Asked without them, whether there is anybody.
 */
export function mayArrange(caller: Caller, grants?: readonly Scope[]): Result<void> {
  const nowhere = { siteId: null, entityId: null, category: null };
  const scopes = grants === undefined ? [{}] : grants.length === 0 ? [nowhere] : grants;
  const answers = scopes.flatMap((scope) => [
    authorize(caller, 'user.administer', scope),
    authorize(caller, 'task.reassign', scope),
  ]);
  return answers.find((may) => may.ok) ?? answers.at(-1) ?? authorize(caller, 'task.reassign', nowhere);
}

async function findStandIn(tx: Tx, userId: string, username: string | undefined) {
  if (username === undefined) return allow(null);
  const [user] = await tx.select().from(users).where(eq(users.username, username));
  return user?.active && user.id !== userId
    ? allow({ id: user.id, name: user.name })
    : refuse('absence.stand-in-unfit', `${username} cannot stand in`, '/standIn');
}
