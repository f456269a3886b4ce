import { eq } from 'drizzle-orm';
import type { Tx } from '#db/connect.ts';
import { apiKeys, roleGrants } from '#db/schema/people.ts';
import { authorize, type Caller } from '#domain/caller.ts';
import { allow, type Result, refuse } from '#domain/result.ts';
import type { Command, OperationContext } from './context.ts';
import { type Answer, runCommand } from './run-command.ts';
import { fingerprint, newApiKey } from './secrets.ts';
import { writeAudit } from './write-audit.ts';

/** How long the secret before works on, at most and unless told. */
const longestOverlapDays = 90;
const usualOverlapDays = 7;
const dayMilliseconds = 24 * 3_600_000;

export type RotateApiKey = {
  apiKeyId: string;
  overlapUntil?: string | undefined;
  expiresAt?: string | null | undefined;
};
export type RotatedApiKey = {
  apiKeyId: string;
  name: string;
  prefix: string;
  expiresAt: string | null;
  previousPrefix: string;
  previousUntil: string;
};

/**
 * Gives a key another secret and lets the one before work on until a date, so that a system changes over without a gap. It
 * stays the same key: its rights, its name in the trail and its idempotency keys go on. `key` is told once.
 */
export async function rotateApiKey(
  context: OperationContext,
  secretKey: string,
  command: Command<RotateApiKey>,
): Promise<Answer<RotatedApiKey & { key: string | null }>> {
  const { caller, input } = command;
  const { prefix, key: secret } = newApiKey();
  const answer = await runCommand(context, 'rotate-api-key', command, async (tx) => {
    const now = context.clock.now();
    const locked = await lockApiKey(tx, caller, input.apiKeyId);
    if (!locked.ok) return locked;
    const key = locked.value;
    if (key.previousUntil && key.previousUntil > now) {
      const until = key.previousUntil.toISOString();
      return refuse('api-key.rotation-under-way', `The secret before still works until ${until}: end it first`);
    }
    const asked = input.expiresAt == null ? null : new Date(input.expiresAt);
    const expiresAt = input.expiresAt === undefined ? key.expiresAt : asked;
    if (expiresAt && expiresAt <= now) {
      return refuse('request.malformed', 'A key expires in the future, or never', '/expiresAt');
    }
    const overlapUntil = new Date(input.overlapUntil ?? now.getTime() + usualOverlapDays * dayMilliseconds);
    if (overlapUntil < now || overlapUntil.getTime() > now.getTime() + longestOverlapDays * dayMilliseconds) {
      return refuse(
        'request.malformed',
        `The overlap ends within ${longestOverlapDays} days from now`,
        '/overlapUntil',
      );
    }
    // A rotation lengthens no secret's life.
    const previousUntil = key.expiresAt && key.expiresAt < overlapUntil ? key.expiresAt : overlapUntil;
    const previous = { prefix: key.prefix, until: previousUntil.toISOString() };
    await tx
      .update(apiKeys)
      .set({
        prefix,
        secretHmac: fingerprint(secretKey, secret),
        expiresAt,
        rotatedAt: now,
        lastUsedAt: null,
        previousPrefix: key.prefix,
        previousSecretHmac: key.secretHmac,
        previousUntil,
        previousLastUsedAt: key.lastUsedAt,
      })
      .where(eq(apiKeys.id, key.id));
    const about = { subjectKind: 'api-key', subjectId: key.id };
    const after = { prefix, expiresAt, previous };
    await writeAudit(tx, context, command, [
      { ...about, action: 'api-key.rotated', before: { prefix: key.prefix, expiresAt: key.expiresAt }, after },
    ]);
    return allow<RotatedApiKey>({
      apiKeyId: key.id,
      name: key.name,
      prefix,
      expiresAt: expiresAt?.toISOString() ?? null,
      previousPrefix: key.prefix,
      previousUntil: previous.until,
    });
  });
  return answer.ok ? { ...answer, value: { ...answer.value, key: answer.repeated ? null : secret } } : answer;
}

/** Ends the secret before at once, when nothing uses it any more. */
export function endPreviousSecret(
  context: OperationContext,
  command: Command<{ apiKeyId: string }>,
): Promise<Answer<{ apiKeyId: string }>> {
  const { caller, input } = command;
  return runCommand(context, 'end-previous-secret', command, async (tx) => {
    const now = context.clock.now();
    const locked = await lockApiKey(tx, caller, input.apiKeyId);
    if (!locked.ok) return locked;
    const { id, previousPrefix, previousUntil } = locked.value;
    if (!previousUntil || previousUntil <= now) {
      return refuse('api-key.not-rotating', 'This key has no secret before that still works');
    }
    await tx.update(apiKeys).set({ previousUntil: now }).where(eq(apiKeys.id, id));
    await writeAudit(tx, context, command, [
      {
        action: 'api-key.previous-ended',
        subjectKind: 'api-key',
        subjectId: id,
        before: { prefix: previousPrefix, until: previousUntil },
      },
    ]);
    return allow({ apiKeyId: id });
  });
}

/** Locks a key that is not revoked, for whoever administers keys in the whole scope that it has. */
async function lockApiKey(tx: Tx, caller: Caller, apiKeyId: string): Promise<Result<typeof apiKeys.$inferSelect>> {
  const [key] = await tx.select().from(apiKeys).where(eq(apiKeys.id, apiKeyId)).for('update');
  if (!key) return refuse('api-key.unknown', `There is no API key ${apiKeyId}`);
  const grants = await tx.select().from(roleGrants).where(eq(roleGrants.apiKeyId, key.id));
  const refused = grants.map((grant) => authorize(caller, 'api-key.administer', grant)).find((may) => !may.ok);
  const may = refused ?? authorize(caller, 'api-key.administer');
  if (!may.ok) return may;
  if (key.revokedAt) return refuse('api-key.already-revoked', `The key ${key.prefix} was revoked`);
  return allow(key);
}
