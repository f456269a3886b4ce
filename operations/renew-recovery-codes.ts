import { allow, refuse } from '#domain/result.ts';
import type { Command, OperationContext } from './context.ts';
import { lockUser } from './lock-user.ts';
import { type OwnerProof, proveOwner } from './prove-owner.ts';
import { type Answer, findEarlierAnswer, runCommand } from './run-command.ts';
import type { SecretKeys } from './secrets.ts';
import { writeAudit } from './write-audit.ts';
import { writeRecoveryCodes } from './write-recovery-codes.ts';

type Renewed = { madeAt: string };

/** Gives the caller new recovery codes; those before are worth nothing from then on. Told once. */
export async function renewRecoveryCodes(
  context: OperationContext,
  secretKeys: SecretKeys,
  proof: OwnerProof,
  command: Command<null>,
): Promise<Answer<Renewed & { recoveryCodes: string[] | null }>> {
  const operation = 'renew-recovery-codes';
  const earlier = await findEarlierAnswer<Renewed>(context, operation, command.commandId, command.input);
  if (earlier) return earlier.ok ? { ...earlier, value: { ...earlier.value, recoveryCodes: null } } : earlier;
  const { caller } = command;
  const proven = await proveOwner(context, secretKeys, caller, proof);
  if (!proven.ok) return proven;
  let told: string[] | null = null;
  const answer = await runCommand(context, operation, command, async (tx) => {
    const now = context.clock.now();
    const locked = await lockUser(tx, caller.id, now);
    if (!locked.ok) return locked;
    if (proven.value.method === 'password') return noFactor;
    const used = await proven.value.useCode(tx);
    if (!used.ok) return used;
    told = await writeRecoveryCodes(tx, context, secretKeys, caller.id);
    await writeAudit(tx, context, command, [
      { action: 'user.recovery-codes-renewed', subjectKind: 'user', subjectId: caller.id },
    ]);
    return allow({ madeAt: now.toISOString() });
  });
  return answer.ok ? { ...answer, value: { ...answer.value, recoveryCodes: told } } : answer;
}

export const noFactor = refuse('second-factor.not-enrolled', 'There is no second factor');
