import { and, eq, isNull } from 'drizzle-orm';
import { sessions } from '#db/schema/people.ts';
import { allow, refuse } from '#domain/result.ts';
import type { Command, OperationContext } from './context.ts';
import { type Answer, runCommand } from './run-command.ts';
import { writeAudit } from './write-audit.ts';

/** Ends one of the caller's own sessions. Refuses `session.unknown` for others' and for those that have ended. */
export function endSession(
  context: OperationContext,
  command: Command<{ sessionId: string }>,
): Promise<Answer<{ sessionId: string }>> {
  const { caller, input } = command;
  return runCommand(context, 'end-session', command, async (tx) => {
    const ended = await tx
      .update(sessions)
      .set({ endedAt: context.clock.now() })
      .where(and(eq(sessions.id, input.sessionId), eq(sessions.userId, caller.id), isNull(sessions.endedAt)))
      .returning({ id: sessions.id });
    if (ended.length === 0) return refuse('session.unknown', 'You have no open session with this id');
    await writeAudit(tx, context, command, [
      { action: 'session.ended', subjectKind: 'session', subjectId: input.sessionId },
    ]);
    return allow({ sessionId: input.sessionId });
  });
}
