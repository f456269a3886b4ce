import { and, eq, sql } from 'drizzle-orm';
import type { Tx } from '#db/connect.ts';
import { users } from '#db/schema/people.ts';
import { userIdentities } from '#db/schema/sign-in.ts';
import type { Caller } from '#domain/caller.ts';
import { type ProviderPerson, usernameFrom } from '#domain/provider-login.ts';
import { allow, type Result, refuse } from '#domain/result.ts';
import type { Actor, OperationContext } from './context.ts';
import { hashInput } from './run-command.ts';
import { writeAudit } from './write-audit.ts';

/** Whose word an account and its mapped roles follow. It holds no right of its own. */
export const providerCaller: Caller = {
  kind: 'system',
  id: 'identity-provider',
  name: 'Identity provider',
  grants: [],
};

/** `isNew`: it was made just now. */
type Account = { id: string; name: string; isNew: boolean };

/**
 * The account of whoever the provider calls by this subject, made at their first sign-in. An account that merely has the
 * same name or e-mail address stays somebody else's: only an administrator joins the two.
 */
export async function providerAccount(
  tx: Tx,
  context: OperationContext,
  actor: Actor,
  person: ProviderPerson,
): Promise<Result<Account>> {
  const { issuer, subject } = person;
  // Two first sign-ins of one person at once make one account.
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${JSON.stringify([issuer, subject])}, 0))`);
  const [known] = await tx
    .select({ id: users.id, name: users.name, email: users.email, active: users.active, identityId: userIdentities.id })
    .from(userIdentities)
    .innerJoin(users, eq(users.id, userIdentities.userId))
    .where(and(eq(userIdentities.issuer, issuer), eq(userIdentities.subject, subject)));
  if (!known) return allow(await makeAccount(tx, context, actor, person));
  if (!known.active) return refuse('provider.account-closed', `The account of ${known.name} is closed here`);

  const now = context.clock.now();
  await tx.update(userIdentities).set({ lastSignInAt: now }).where(eq(userIdentities.id, known.identityId));
  const after = { name: person.name ?? known.name, email: person.email ?? known.email };
  const before = { name: known.name, email: known.email };
  if (after.name !== before.name || after.email !== before.email) {
    await tx.update(users).set(after).where(eq(users.id, known.id));
    const renamed = { action: 'user.renamed', subjectKind: 'user', subjectId: known.id, before, after };
    await writeAudit(tx, context, actor, [renamed]);
  }
  return allow({ id: known.id, name: after.name, isNew: false });
}

async function makeAccount(tx: Tx, context: OperationContext, actor: Actor, person: ProviderPerson): Promise<Account> {
  const { issuer, subject, email } = person;
  const wanted = usernameFrom(person.username ?? person.email);
  const name = person.name ?? person.username ?? wanted;
  const id = context.newId();
  // No password: this account comes in by its provider alone.
  const make = (username: string) =>
    tx
      .insert(users)
      .values({ id, username, name, email })
      .onConflictDoNothing()
      .returning({ username: users.username });
  const own = `${wanted}-${hashInput(issuer, subject).slice(0, 8)}`;
  const made = (await make(wanted))[0] ?? (await make(own))[0];
  if (!made) throw new Error(`Both ${wanted} and ${own} are taken, and neither by this subject`);

  const at = context.clock.now();
  const linkedBy = actor.caller.id;
  await tx
    .insert(userIdentities)
    .values({ id: context.newId(), userId: id, issuer, subject, linkedBy, linkedAt: at, lastSignInAt: at });
  const after = { username: made.username, name, issuer, subject };
  await writeAudit(tx, context, actor, [{ action: 'user.created', subjectKind: 'user', subjectId: id, after }]);
  return { id, name, isNew: true };
}
