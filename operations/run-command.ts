import { createHash } from 'node:crypto';
import { eq } from 'drizzle-orm';
import type { Tx } from '#db/connect.ts';
import { commands } from '#db/schema/record.ts';
import { type Refusal, type Result, type RuleViolation, refuse } from '#domain/result.ts';
import type { Command, OperationContext } from './context.ts';

/** A command's answer; `repeated` when it is the one an earlier run of the same command gave. */
export type Answer<Output> = { ok: true; value: Output; repeated: boolean } | Refusal;

/** Carries a refusal out of the transaction, so that it rolls back. Never leaves this file. */
class Refused extends Error {
  readonly violation: RuleViolation;
  constructor(violation: RuleViolation) {
    super(violation.code);
    this.violation = violation;
  }
}

/**
 * Runs one operation as one transaction, once per command id: a repeat with the same input gets the first answer, with
 * another input `idempotency.key-reused`. A refusal leaves nothing behind, not even its id, so the same command may be
 * sent again once its cause is gone. `Output` must survive JSON: strings, numbers, booleans, null, arrays, objects.
 */
export async function runCommand<Input, Output>(
  { db, clock }: OperationContext,
  operation: string,
  command: Command<Input>,
  steps: (tx: Tx) => Promise<Result<Output>>,
): Promise<Answer<Output>> {
  const inputHash = hashInput(operation, command.input);
  try {
    return await db.transaction(async (tx) => {
      // Inserting the id first is the lock: a repeat at the same time waits here until the first has committed or gone.
      const claimed = await tx
        .insert(commands)
        .values({ id: command.commandId, operation, inputHash, actorId: command.caller.id, recordedAt: clock.now() })
        .onConflictDoNothing()
        .returning({ id: commands.id });
      if (claimed.length === 0) return await earlierAnswer<Output>(tx, command.commandId, inputHash);

      const result = await steps(tx);
      if (!result.ok) throw new Refused(result.violation);
      await tx
        .update(commands)
        .set({ result: result.value ?? null })
        .where(eq(commands.id, command.commandId));
      return { ok: true, value: result.value, repeated: false };
    });
  } catch (error) {
    if (error instanceof Refused) return { ok: false, violation: error.violation };
    throw error;
  }
}

/** The answer an earlier run of this command gave, or undefined where it never succeeded. */
export async function findEarlierAnswer<Output>(
  { db }: Pick<OperationContext, 'db'>,
  operation: string,
  commandId: string,
  input: unknown,
): Promise<Answer<Output> | undefined> {
  const [row] = await db.select({ id: commands.id }).from(commands).where(eq(commands.id, commandId));
  return row && (await earlierAnswer<Output>(db, commandId, hashInput(operation, input)));
}

async function earlierAnswer<Output>(
  db: Pick<Tx, 'select'>,
  commandId: string,
  inputHash: string,
): Promise<Answer<Output>> {
  const [row] = await db.select().from(commands).where(eq(commands.id, commandId));
  if (!row) throw new Error(`Command ${commandId} was there and is gone`);
  if (row.inputHash !== inputHash) {
    return refuse('idempotency.key-reused', 'This key was used before, for another request; use a new key');
  }
  if (row.answerRemovedAt) {
    return refuse('idempotency.answer-removed', 'This was carried out before; its answer is no longer kept');
  }
  // The answer was written by the same operation, which the hash proves: its shape is Output.
  return { ok: true, value: row.result as Output, repeated: true };
}

/** SHA-256 over the operation's name and its input with sorted keys, so that the order a sender chose does not count. */
export function hashInput(operation: string, input: unknown): string {
  const canonical = JSON.stringify([operation, input], (_key, value: unknown) =>
    value !== null && typeof value === 'object' && !Array.isArray(value) && !(value instanceof Date)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
  return createHash('sha256').update(canonical).digest('hex');
}
