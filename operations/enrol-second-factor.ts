import { eq } from 'drizzle-orm';
import { users } from '#db/schema/people.ts';
import { secondFactors } from '#db/schema/second-factors.ts';
import { allow } from '#domain/result.ts';
import { enrolmentMinutes } from '#domain/second-factor.ts';
import { authenticatorUri, newAuthenticatorSecret } from './authenticator-codes.ts';
import type { Command, OperationContext } from './context.ts';
import { lockUser } from './lock-user.ts';
import { type OwnerProof, proveOwner } from './prove-owner.ts';
import { type Answer, findEarlierAnswer, runCommand } from './run-command.ts';
import { boxOfUser } from './second-factor-proof.ts';
import { closeBox } from './secret-box.ts';
import type { SecretKeys } from './secrets.ts';
import { writeAudit } from './write-audit.ts';

type Told = { secret: string | null; uri: string | null };

/**
 * Gives the caller a secret for their authenticator, which counts once its first code has proved it; the present one counts
 * until then. Told once: what is remembered for a repeat holds none.
 */
export async function enrolSecondFactor(
  context: OperationContext,
  secretKeys: SecretKeys,
  proof: OwnerProof,
  command: Command<null>,
): Promise<Answer<Told & { until: string }>> {
  const { caller } = command;
  const operation = 'enrol-second-factor';
  const earlier = await findEarlierAnswer<{ until: string }>(context, operation, command.commandId, command.input);
  const untold: Told = { secret: null, uri: null };
  if (earlier) return earlier.ok ? { ...earlier, value: { ...earlier.value, ...untold } } : earlier;
  const proven = await proveOwner(context, secretKeys, caller, proof);
  if (!proven.ok) return proven;

  const secret = newAuthenticatorSecret();
  const answer = await runCommand(context, operation, command, async (tx) => {
    const now = context.clock.now();
    const locked = await lockUser(tx, caller.id, now);
    if (!locked.ok) return locked;
    const used = await proven.value.useCode(tx);
    if (!used.ok) return used;
    const pendingUntil = new Date(now.getTime() + enrolmentMinutes * 60_000);
    const pending = { pendingBox: closeBox(secretKeys[0], boxOfUser(caller.id), secret), pendingUntil };
    await tx
      .insert(secondFactors)
      .values({ userId: caller.id, ...pending })
      .onConflictDoUpdate({ target: secondFactors.userId, set: pending });
    await writeAudit(tx, context, command, [
      { action: 'user.second-factor-begun', subjectKind: 'user', subjectId: caller.id },
    ]);
    return allow({ until: pendingUntil.toISOString() });
  });
  if (!answer.ok) return answer;
  const [user] = await context.db.select({ username: users.username }).from(users).where(eq(users.id, caller.id));
  const told = answer.repeated ? untold : { secret, uri: authenticatorUri(secret, user?.username ?? '') };
  return { ...answer, value: { ...answer.value, ...told } };
}
