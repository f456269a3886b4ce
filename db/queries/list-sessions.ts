import { and, desc, eq, gt, isNull } from 'drizzle-orm';
import type { DbOrTx } from '#db/connect.ts';
import { sessions } from '#db/schema/people.ts';

/** The sessions of one person that can still be used, newest first; nobody has more than a few. */
export function listSessions(db: DbOrTx, { userId, now, idleSince }: { userId: string; now: Date; idleSince: Date }) {
  return db
    .select({
      sessionId: sessions.id,
      createdAt: sessions.createdAt,
      expiresAt: sessions.expiresAt,
      lastSeenAt: sessions.lastSeenAt,
      fromAddress: sessions.fromAddress,
      userAgent: sessions.userAgent,
      method: sessions.method,
    })
    .from(sessions)
    .where(
      and(
        eq(sessions.userId, userId),
        isNull(sessions.endedAt),
        gt(sessions.expiresAt, now),
        gt(sessions.lastSeenAt, idleSince),
      ),
    )
    .orderBy(desc(sessions.id))
    .limit(200);
}

/** Whether a session was opened with the identity provider. */
export async function cameFromProvider(db: DbOrTx, sessionId: string): Promise<boolean> {
  const [session] = await db.select({ method: sessions.method }).from(sessions).where(eq(sessions.id, sessionId));
  return session?.method === 'provider';
}
