import { allow, type Refusal, type RuleViolation } from '#domain/result.ts';
import { maySign, type SignatureMeaning, type SubjectToSign } from '#domain/signatures.ts';
import type { Command, OperationContext } from './context.ts';
import { proveSigner, type SignerProof } from './prove-signer.ts';
import { type Answer, runCommand } from './run-command.ts';
import type { SecretKeys } from './secrets.ts';
import { writeAudit } from './write-audit.ts';
import { type WrittenSigning, writeSigning } from './write-signing.ts';

/** What is signed for. The proof stands beside it, so that no command ever remembers a password. */
export type BeginSigning = {
  sessionId: string | null;
  meaning: SignatureMeaning;
  subjects: readonly SubjectToSign[];
};

/**
 * Proves who signs and answers a signing: short-lived, of this person and session, for one meaning, and for each record as it
 * was shown. The decision that carries its id makes the signature of it. A repeat of the command proves the password anew
 * before it gets the same signing, so nobody finds one out by repeating; one by a fresh login gets what that login was spent on.
 */
export async function beginSigning(
  context: OperationContext,
  secretKeys: SecretKeys,
  proof: Omit<SignerProof, 'sessionId'>,
  command: Command<BeginSigning>,
): Promise<Answer<WrittenSigning>> {
  const { caller, input } = command;
  const may = maySign(caller, input.sessionId);
  if (!may.ok) return may;
  const { sessionId } = may.value;
  const proven = await proveSigner(context, secretKeys, caller, { ...proof, sessionId });
  if (!proven.ok) return await refuseSigning(context, command, proven.violation);

  const { method } = proven.value;
  // How it is proved belongs to what is asked: who has no password at hand gets no answer that was given for one.
  const answer = await runCommand(context, 'begin-signing', { ...command, input: { ...input, method } }, async (tx) => {
    const taken = await proven.value.take(tx);
    if (!taken.ok) return taken;
    const { meaning, subjects } = input;
    const signing = { userId: caller.id, sessionId, method, authenticatedAt: taken.value, meaning, subjects };
    const written = await writeSigning(tx, context, signing);
    await writeAudit(tx, context, command, [
      {
        action: 'signing.begun',
        subjectKind: 'signing',
        subjectId: written.signingId,
        after: { meaning, method, subjects: subjects.map(({ kind, id }) => ({ kind, id })) },
      },
    ]);
    return allow(written);
  });
  return answer.ok ? answer : await refuseSigning(context, command, answer.violation);
}

/** An attempt to sign as somebody is told of in the trail (21 CFR 11.300(d)), by its code alone. */
async function refuseSigning(
  context: OperationContext,
  command: Command<BeginSigning>,
  violation: RuleViolation,
): Promise<Refusal> {
  const refused = {
    action: 'signing.refused',
    subjectKind: 'session',
    subjectId: command.input.sessionId ?? 'none',
    after: violation.code,
  };
  await context.db.transaction((tx) => writeAudit(tx, context, command, [refused]));
  return { ok: false, violation };
}
