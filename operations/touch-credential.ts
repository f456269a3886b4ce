import { and, eq, isNull, lt, or } from 'drizzle-orm';
import { apiKeys, sessions } from '#db/schema/people.ts';
import type { OperationContext } from './context.ts';

const onceIn = 60_000;

/** Notes that a session or key was used, at most once a minute however often it was. No command: nobody asked for it. */
export async function touchCredential(
  { db, clock }: Pick<OperationContext, 'db' | 'clock'>,
  { kind, id }: { kind: 'session' | 'api-key' | 'previous-api-key'; id: string },
): Promise<void> {
  const now = clock.now();
  const before = new Date(now.getTime() - onceIn);
  if (kind === 'session') {
    await db
      .update(sessions)
      .set({ lastSeenAt: now })
      .where(and(eq(sessions.id, id), lt(sessions.lastSeenAt, before)));
  } else if (kind === 'previous-api-key') {
    const { previousLastUsedAt } = apiKeys;
    await db
      .update(apiKeys)
      .set({ previousLastUsedAt: now })
      .where(and(eq(apiKeys.id, id), or(isNull(previousLastUsedAt), lt(previousLastUsedAt, before))));
  } else {
    await db
      .update(apiKeys)
      .set({ lastUsedAt: now })
      .where(and(eq(apiKeys.id, id), or(isNull(apiKeys.lastUsedAt), lt(apiKeys.lastUsedAt, before))));
  }
}
