import { apiKeys, roleGrants } from '#db/schema/people.ts';
import { allow, refuse } from '#domain/result.ts';
import type { Command, OperationContext } from './context.ts';
import { type AskedGrant, resolveGrants } from './resolve-grants.ts';
import { type Answer, runCommand } from './run-command.ts';
import { fingerprint, newApiKey } from './secrets.ts';
import { writeAudit } from './write-audit.ts';

export type NewApiKey = AskedGrant & { name: string; expiresAt?: string | undefined };
export type CreatedApiKey = {
  apiKeyId: string;
  name: string;
  prefix: string;
  createdAt: string;
  expiresAt: string | null;
};

/**
 * Makes a key for a system, with one role, within the scope of whoever makes it. `key` is told once: what is remembered
 * for a repeat of the command holds no secret, so a repeat answers `key: null`.
 */
export async function createApiKey(
  context: OperationContext,
  secretKey: string,
  command: Command<NewApiKey>,
): Promise<Answer<CreatedApiKey & { key: string | null }>> {
  const { prefix, key } = newApiKey();
  const { caller, input } = command;
  const answer = await runCommand(context, 'create-api-key', command, async (tx) => {
    const createdAt = context.clock.now();
    const granted = await resolveGrants(tx, caller, 'api-key.administer', [input], () => '');
    if (!granted.ok) return granted;
    const expiresAt = input.expiresAt === undefined ? null : new Date(input.expiresAt);
    if (expiresAt && expiresAt <= createdAt) {
      return refuse('request.malformed', 'A key expires in the future, or never', '/expiresAt');
    }

    const id = context.newId();
    const secretHmac = fingerprint(secretKey, key);
    const row = { id, name: input.name, prefix, createdBy: caller.id, createdAt, expiresAt };
    await tx.insert(apiKeys).values({ ...row, secretHmac });
    await tx.insert(roleGrants).values(
      granted.value.map((grant) => ({
        ...grant,
        id: context.newId(),
        apiKeyId: id,
        validFrom: createdAt,
        grantedBy: caller.id,
      })),
    );
    const { name, role, entity, site, category } = input;
    const after = { name, prefix, role, entity, site, category };
    await writeAudit(tx, context, command, [
      { action: 'api-key.created', subjectKind: 'api-key', subjectId: id, after: { ...after, expiresAt } },
    ]);
    return allow<CreatedApiKey>({
      apiKeyId: id,
      name: input.name,
      prefix,
      createdAt: createdAt.toISOString(),
      expiresAt: expiresAt?.toISOString() ?? null,
    });
  });
  return answer.ok ? { ...answer, value: { ...answer.value, key: answer.repeated ? null : key } } : answer;
}
