import { and, eq, isNull, ne } from 'drizzle-orm';
import { sessions } from '#db/schema/people.ts';
import { secondFactors } from '#db/schema/second-factors.ts';
import { allow, refuse } from '#domain/result.ts';
import { codeWrong, readCode } from '#domain/second-factor.ts';
import { stepOf } from './authenticator-codes.ts';
import type { Command, OperationContext } from './context.ts';
import { lockUser } from './lock-user.ts';
import { type Answer, runCommand } from './run-command.ts';
import { boxOfUser } from './second-factor-proof.ts';
import { openBox } from './secret-box.ts';
import type { SecretKeys } from './secrets.ts';
import { bookProof } from './sign-in-failures.ts';
import { writeAudit } from './write-audit.ts';
import { writeRecoveryCodes } from './write-recovery-codes.ts';

const nothingWaits = refuse(
  'second-factor.enrolment-over',
  'No secret waits for its first code: begin again at POST /v1/me/second-factor',
);

/**
 * Makes the secret that waits the second factor of the caller, once a code of it was typed in: nobody locks themselves out by a
 * picture that was not read. Their other sessions end, and they get recovery codes, told once.
 */
export async function proveSecondFactor(
  context: OperationContext,
  secretKeys: SecretKeys,
  code: string,
  command: Command<{ sessionId: string }>,
): Promise<Answer<{ provedAt: string; recoveryCodes: string[] | null }>> {
  const { caller, input } = command;
  const booked = await bookProof(context, caller.id);
  if (!booked.ok) return booked;
  let told: string[] | null = null;
  const answer = await runCommand(context, 'prove-second-factor', command, async (tx) => {
    const now = context.clock.now();
    const locked = await lockUser(tx, caller.id, now);
    if (!locked.ok) return locked;
    const [factor] = await tx.select().from(secondFactors).where(eq(secondFactors.userId, caller.id));
    if (!factor?.pendingBox || !factor.pendingUntil || factor.pendingUntil <= now) return nothingWaits;
    const secret = openBox(secretKeys, boxOfUser(caller.id), factor.pendingBox);
    if (secret === null) return nothingWaits;
    const presented = readCode(code);
    const step = presented?.kind === 'authenticator' ? stepOf(secret, presented.code, now) : null;
    if (step === null) return codeWrong;

    const proved = {
      secretBox: factor.pendingBox,
      provedAt: now,
      lastStep: step,
      pendingBox: null,
      pendingUntil: null,
    };
    await tx.update(secondFactors).set(proved).where(eq(secondFactors.userId, caller.id));
    told = await writeRecoveryCodes(tx, context, secretKeys, caller.id);
    await tx
      .update(sessions)
      .set({ endedAt: now })
      .where(and(eq(sessions.userId, caller.id), isNull(sessions.endedAt), ne(sessions.id, input.sessionId)));
    const action = factor.secretBox === null ? 'user.second-factor-enrolled' : 'user.second-factor-replaced';
    await writeAudit(tx, context, command, [{ action, subjectKind: 'user', subjectId: caller.id }]);
    return allow({ provedAt: now.toISOString() });
  });
  if (!answer.ok) return answer;
  await booked.value();
  return { ...answer, value: { ...answer.value, recoveryCodes: told } };
}
