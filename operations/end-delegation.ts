import { eq } from 'drizzle-orm';
import { delegations } from '#db/schema/access.ts';
import { authorize } from '#domain/caller.ts';
import { allow, refuse } from '#domain/result.ts';
import type { Command, OperationContext } from './context.ts';
import { lockUser, mayAdminister } from './lock-user.ts';
import { type Answer, runCommand } from './run-command.ts';
import { writeAudit } from './write-audit.ts';

/**
 * Ends a delegation from now on: by who gave it, by who has it, or by whoever administers the person who gave it. To anybody else
 * it is unknown.
 */
export function endDelegation(
  context: OperationContext,
  command: Command<{ delegationId: string }>,
): Promise<Answer<{ delegationId: string }>> {
  const { caller, input } = command;
  return runCommand(context, 'end-delegation', command, async (tx) => {
    const now = context.clock.now();
    const [found] = await tx.select().from(delegations).where(eq(delegations.id, input.delegationId)).for('update');
    const unknown = refuse('delegation.unknown', `There is no delegation ${input.delegationId} in force`);
    if (!found || found.endedAt !== null || found.validUntil <= now) return unknown;
    const isParty = [found.fromUserId, found.toUserId].includes(caller.id) && caller.onBehalfOf === undefined;
    if (!isParty) {
      if (!authorize(caller, 'user.administer').ok) return unknown;
      const giver = await lockUser(tx, found.fromUserId, now);
      const may = giver.ok ? mayAdminister(caller, giver.value) : giver;
      if (!may.ok) return may;
    }

    await tx.update(delegations).set({ endedAt: now, endedBy: caller.id }).where(eq(delegations.id, found.id));
    await writeAudit(tx, context, command, [
      {
        action: 'delegation.ended',
        subjectKind: 'user',
        subjectId: found.fromUserId,
        before: { delegationId: found.id, to: found.toUserId, validUntil: found.validUntil.toISOString() },
      },
    ]);
    return allow({ delegationId: found.id });
  });
}
