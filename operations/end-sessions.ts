import { and, eq, isNull, ne } from 'drizzle-orm';
import { sessions } from '#db/schema/people.ts';
import { allow, refuse } from '#domain/result.ts';
import type { Command, OperationContext } from './context.ts';
import { lockUser, mayAdminister } from './lock-user.ts';
import { type Answer, runCommand } from './run-command.ts';
import { writeAudit } from './write-audit.ts';

/** Whose sessions end: one of them, all but one, or all. */
export type EndSessions = { userId: string; sessionId?: string | undefined; except?: string | undefined };

/** Ends sessions of a person: one's own, or those of somebody whom the caller administers. */
export function endSessions(
  context: OperationContext,
  command: Command<EndSessions>,
): Promise<Answer<{ ended: number }>> {
  const { caller, input } = command;
  return runCommand(context, 'end-sessions', command, async (tx) => {
    const now = context.clock.now();
    if (input.userId !== caller.id) {
      const locked = await lockUser(tx, input.userId, now);
      if (!locked.ok) return locked;
      const may = mayAdminister(caller, locked.value);
      if (!may.ok) return may;
    }
    const ended = await tx
      .update(sessions)
      .set({ endedAt: now })
      .where(
        and(
          eq(sessions.userId, input.userId),
          isNull(sessions.endedAt),
          input.sessionId === undefined ? undefined : eq(sessions.id, input.sessionId),
          input.except === undefined ? undefined : ne(sessions.id, input.except),
        ),
      )
      .returning({ id: sessions.id });
    if (ended.length === 0 && input.sessionId !== undefined) {
      return refuse('session.unknown', 'This person has no open session with this id');
    }
    await writeAudit(
      tx,
      context,
      command,
      ended.map(({ id }) => ({
        action: 'session.ended',
        subjectKind: 'session',
        subjectId: id,
        after: { userId: input.userId },
      })),
    );
    return allow({ ended: ended.length });
  });
}
