import { eq } from 'drizzle-orm';
import { absences } from '#db/schema/escalation.ts';
import { allow, refuse } from '#domain/result.ts';
import type { Command, OperationContext } from './context.ts';
import { lockUser } from './lock-user.ts';
import { mayArrange } from './record-absence.ts';
import { type Answer, runCommand } from './run-command.ts';
import { writeAudit } from './write-audit.ts';

/** Somebody is back before the end, or does not go. Over already: nothing changes. */
export function endAbsence(
  context: OperationContext,
  command: Command<{ absenceId: string }>,
): Promise<Answer<{ absenceId: string; endedAt: string }>> {
  const { caller, input } = command;
  return runCommand(context, 'end-absence', command, async (tx) => {
    const now = context.clock.now();
    const [row] = await tx.select().from(absences).where(eq(absences.id, input.absenceId)).for('update');
    if (!row) return refuse('absence.unknown', `There is no absence ${input.absenceId}`);
    if (row.userId !== caller.id) {
      const locked = await lockUser(tx, row.userId, now);
      if (!locked.ok) return locked;
      const entitled = mayArrange(caller, locked.value.grants);
      if (!entitled.ok) return entitled;
    }
    const over = row.endedAt ?? (row.untilAt <= now ? row.untilAt : null);
    if (over) return allow({ absenceId: row.id, endedAt: over.toISOString() });
    await tx.update(absences).set({ endedAt: now }).where(eq(absences.id, row.id));
    await writeAudit(tx, context, command, [
      {
        action: 'absence.ended',
        subjectKind: 'user',
        subjectId: row.userId,
        before: { absenceId: row.id, until: row.untilAt.toISOString() },
        after: { absenceId: row.id, until: now.toISOString() },
      },
    ]);
    return allow({ absenceId: row.id, endedAt: now.toISOString() });
  });
}
