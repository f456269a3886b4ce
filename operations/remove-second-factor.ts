import { and, eq, isNull, ne } from 'drizzle-orm';
import type { Tx } from '#db/connect.ts';
import { sessions } from '#db/schema/people.ts';
import { recoveryCodes, secondFactors } from '#db/schema/second-factors.ts';
import { allow, refuse } from '#domain/result.ts';
import { type SecondFactorRoles, secondFactorAsked } from '#domain/second-factor.ts';
import { everywhere, giveReason } from './check-reason-code.ts';
import type { Command, OperationContext } from './context.ts';
import { lockUser, mayAdminister } from './lock-user.ts';
import { type OwnerProof, proveOwner } from './prove-owner.ts';
import { noFactor } from './renew-recovery-codes.ts';
import { type Answer, findEarlierAnswer, runCommand } from './run-command.ts';
import type { SecretKeys } from './secrets.ts';
import { writeAudit } from './write-audit.ts';

/** Takes the caller's own second factor away, which they prove to have. Not where their role asks for one. */
export async function removeSecondFactor(
  context: OperationContext,
  { secretKeys, secondFactorRoles }: { secretKeys: SecretKeys; secondFactorRoles: SecondFactorRoles },
  proof: OwnerProof,
  command: Command<{ sessionId: string }>,
): Promise<Answer<{ removed: true }>> {
  const { caller, input } = command;
  const operation = 'remove-second-factor';
  const earlier = await findEarlierAnswer<{ removed: true }>(context, operation, command.commandId, input);
  if (earlier) return earlier;
  const proven = await proveOwner(context, secretKeys, caller, proof);
  if (!proven.ok) return proven;
  return runCommand(context, operation, command, async (tx) => {
    const now = context.clock.now();
    const locked = await lockUser(tx, caller.id, now);
    if (!locked.ok) return locked;
    if (secondFactorAsked(secondFactorRoles, locked.value.grants)) {
      return refuse('second-factor.asked-for', 'Your role asks for a second factor: replace it instead');
    }
    const used = await proven.value.useCode(tx);
    if (!used.ok) return used;
    if (!(await forgetFactor(tx, caller.id))) return noFactor;
    await endSessions(tx, caller.id, now, input.sessionId);
    await writeAudit(tx, context, command, [
      { action: 'user.second-factor-removed', subjectKind: 'user', subjectId: caller.id },
    ]);
    return allow({ removed: true as const });
  });
}

/**
 * Takes away the second factor of somebody who has lost it and their recovery codes, on the word of an administrator of that
 * person, never one's own. Their sessions end.
 */
export function resetSecondFactor(
  context: OperationContext,
  command: Command<{ userId: string; reason: string; reasonCode?: string | undefined }>,
): Promise<Answer<{ userId: string }>> {
  const { caller, input } = command;
  const { userId, reason } = input;
  return runCommand(context, 'reset-second-factor', command, async (tx) => {
    const now = context.clock.now();
    if (userId === caller.id) {
      return refuse(
        'access.own-grant',
        'Replace your own by POST /v1/me/second-factor, which asks for the present one',
      );
    }
    const locked = await lockUser(tx, userId, now);
    if (!locked.ok) return locked;
    const may = mayAdminister(caller, locked.value);
    if (!may.ok) return may;
    const given = await giveReason(tx, context, command, { list: 'access', ...input, scopes: everywhere });
    if (!given.ok) return given;
    if (!(await forgetFactor(tx, userId))) return noFactor;
    await endSessions(tx, userId, now);
    await writeAudit(tx, context, given.value, [
      { action: 'user.second-factor-reset', subjectKind: 'user', subjectId: userId, reason },
    ]);
    return allow({ userId });
  });
}

/** What waits to be proved goes too: it was told to whoever sat there. Whether there was a factor. */
async function forgetFactor(tx: Tx, userId: string): Promise<boolean> {
  await tx.delete(recoveryCodes).where(eq(recoveryCodes.userId, userId));
  const gone = await tx
    .delete(secondFactors)
    .where(eq(secondFactors.userId, userId))
    .returning({ secretBox: secondFactors.secretBox });
  return gone.some(({ secretBox }) => secretBox !== null);
}

async function endSessions(tx: Tx, userId: string, now: Date, except?: string): Promise<void> {
  const others = except === undefined ? undefined : ne(sessions.id, except);
  await tx
    .update(sessions)
    .set({ endedAt: now })
    .where(and(eq(sessions.userId, userId), isNull(sessions.endedAt), others));
}
