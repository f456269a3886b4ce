import { and, eq, gt, inArray, isNull, lte, or } from 'drizzle-orm';
import type { Tx } from '#db/connect.ts';
import { roleGrants, sessions } from '#db/schema/people.ts';
import type { Caller } from '#domain/caller.ts';
import type { RoleGiven } from '#domain/role-mapping.ts';
import type { Actor, OperationContext } from './context.ts';
import { type ResolvedGrant, resolveGrants } from './resolve-grants.ts';
import { writeAudit } from './write-audit.ts';

/** The table of the installation grants anything it names: who may write it administers everything. */
const installation: Caller = {
  kind: 'system',
  id: 'identity-provider',
  name: 'Identity provider',
  grants: [{ role: 'administrator', rights: ['user.administer'], entityId: null, siteId: null }],
};

/**
 * Follows the provider about somebody's roles and answers whether they hold any now, whoever gave it. Who holds none any more
 * has nothing open here either, whichever way they came in.
 */
export async function followProvider(
  tx: Tx,
  context: OperationContext,
  actor: Actor,
  userId: string,
  given: readonly RoleGiven[],
): Promise<boolean> {
  await followProviderGrants(tx, context, actor, userId, given);
  if (await holdsAnyRole(tx, userId, context.clock.now())) return true;
  await endSessions(tx, context, actor, userId);
  return false;
}

/**
 * Makes the roles that somebody has by the provider's word what it says now: adds what is new, ends what is gone. Roles that
 * an administrator gave stay. A row whose entity or site is unknown here gives nothing, and the trail says so.
 */
async function followProviderGrants(
  tx: Tx,
  context: OperationContext,
  actor: Actor,
  userId: string,
  given: readonly RoleGiven[],
): Promise<void> {
  const now = context.clock.now();
  const wanted: ResolvedGrant[] = [];
  const unresolved: RoleGiven[] = [];
  for (const role of given) {
    const resolved = await resolveGrants(tx, installation, 'user.administer', [role], () => '');
    if (resolved.ok) wanted.push(...resolved.value);
    else unresolved.push(role);
  }
  const held = await tx
    .select()
    .from(roleGrants)
    .where(and(eq(roleGrants.userId, userId), eq(roleGrants.grantedBy, installation.id), stillIn(now)));
  const gone = held.filter((grant) => !wanted.some((one) => same(one, grant)));
  const fresh = wanted.filter((one) => !held.some((grant) => same(one, grant)));

  const rows = fresh.map((grant) => ({
    ...grant,
    id: context.newId(),
    userId,
    validFrom: now,
    grantedBy: installation.id,
  }));
  if (rows.length > 0) await tx.insert(roleGrants).values(rows);
  const goneIds = gone.map(({ id }) => id);
  if (gone.length > 0) await tx.update(roleGrants).set({ validUntil: now }).where(inArray(roleGrants.id, goneIds));
  const about = { subjectKind: 'user', subjectId: userId };
  await writeAudit(tx, context, actor, [
    ...rows.map(({ userId: _user, validFrom: _from, ...after }) => ({ ...about, action: 'role.granted', after })),
    ...gone.map(({ id, role, entityId, siteId }) => ({
      ...about,
      action: 'role.ended',
      before: { grantId: id, role, entityId, siteId },
    })),
    ...unresolved.map((after) => ({ ...about, action: 'role.not-resolved', after })),
  ]);
}

async function holdsAnyRole(tx: Tx, userId: string, now: Date): Promise<boolean> {
  const [held] = await tx
    .select({ id: roleGrants.id })
    .from(roleGrants)
    .where(and(eq(roleGrants.userId, userId), lte(roleGrants.validFrom, now), stillIn(now)))
    .limit(1);
  return held !== undefined;
}

async function endSessions(tx: Tx, context: OperationContext, actor: Actor, userId: string): Promise<void> {
  const ended = await tx
    .update(sessions)
    .set({ endedAt: context.clock.now() })
    .where(and(eq(sessions.userId, userId), isNull(sessions.endedAt)))
    .returning({ id: sessions.id });
  const about = { action: 'session.ended', subjectKind: 'session', after: 'without-role' };
  await writeAudit(
    tx,
    context,
    actor,
    ended.map(({ id }) => ({ ...about, subjectId: id })),
  );
}

const stillIn = (now: Date) => or(isNull(roleGrants.validUntil), gt(roleGrants.validUntil, now));

/** The same role over the same scope, whatever scopes are made of. */
const same = (one: ResolvedGrant, grant: typeof roleGrants.$inferSelect): boolean =>
  Object.entries(one).every(([name, value]) => (grant[name as keyof ResolvedGrant] ?? null) === (value ?? null)); // its own keys
