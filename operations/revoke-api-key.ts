import { eq } from 'drizzle-orm';
import { apiKeys, roleGrants } from '#db/schema/people.ts';
import { authorize } from '#domain/caller.ts';
import { allow, refuse } from '#domain/result.ts';
import type { Command, OperationContext } from './context.ts';
import { type Answer, runCommand } from './run-command.ts';
import { writeAudit } from './write-audit.ts';

/** Ends a key for good. Whoever does it administers keys in the whole scope that the key has. */
export function revokeApiKey(
  context: OperationContext,
  command: Command<{ apiKeyId: string }>,
): Promise<Answer<{ apiKeyId: string }>> {
  const { caller, input } = command;
  return runCommand(context, 'revoke-api-key', command, async (tx) => {
    const [key] = await tx.select().from(apiKeys).where(eq(apiKeys.id, input.apiKeyId)).for('update');
    if (!key) return refuse('api-key.unknown', `There is no API key ${input.apiKeyId}`);
    const grants = await tx.select().from(roleGrants).where(eq(roleGrants.apiKeyId, key.id));
    for (const grant of grants) {
      const may = authorize(caller, 'api-key.administer', grant);
      if (!may.ok) return may;
    }
    if (key.revokedAt) {
      return refuse('api-key.already-revoked', `The key ${key.prefix} was revoked at ${key.revokedAt.toISOString()}`);
    }

    await tx.update(apiKeys).set({ revokedAt: context.clock.now() }).where(eq(apiKeys.id, key.id));
    await writeAudit(tx, context, command, [
      {
        action: 'api-key.revoked',
        subjectKind: 'api-key',
        subjectId: key.id,
        before: { name: key.name, prefix: key.prefix },
      },
    ]);
    return allow({ apiKeyId: key.id });
  });
}
