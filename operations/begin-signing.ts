import { allow, type Refusal, type RuleViolation } from '#domain/result.ts';
import { maySign, type SignatureMeaning, type SubjectToSign } from '#domain/signatures.ts';
import type { Command, OperationContext } from './context.ts';
import { proveSigner, type SignerProof } from './prove-signer.ts';
import { type Answer, runCommand } from './run-command.ts';
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
 * was shown. The decision that carries its id makes the signature of it. A repeat of the command proves it anew before it
 * gets the same signing, so nobody finds out a password by repeating.
 */
export async function beginSigning(
  context: OperationContext,
  proof: Omit<SignerProof, 'sessionId'>,
  command: Command<BeginSigning>,
): Promise<Answer<WrittenSigning>> {
  const { caller, input } = command;
  const may = maySign(caller, input.sessionId);
  if (!may.ok) return may;
  const method = await proveSigner(context, caller, { ...proof, sessionId: may.value.sessionId });
  if (!method.ok) return await refuseSigning(context, command, method.violation);

  return runCommand(context, 'begin-signing', command, async (tx) => {
    const { meaning, subjects } = input;
    const signing = { userId: caller.id, sessionId: may.value.sessionId, method: method.value, meaning, subjects };
    const written = await writeSigning(tx, context, signing);
    await writeAudit(tx, context, command, [
      {
        action: 'signing.begun',
        subjectKind: 'signing',
        subjectId: written.signingId,
        after: { meaning, method: method.value, subjects: subjects.map(({ kind, id }) => ({ kind, id })) },
      },
    ]);
    return allow(written);
  });
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
