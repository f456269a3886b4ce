import { eq } from 'drizzle-orm';
import type { Tx } from '#db/connect.ts';
import { users } from '#db/schema/people.ts';
import { allow, type Result, refuse } from '#domain/result.ts';

/** Who answers for a proposal: the one named by what they sign in with, else who proposes it. */
export async function findOwner(
  tx: Tx,
  username: string | undefined,
  { id, name }: { id: string; name: string },
): Promise<Result<{ id: string; name: string }>> {
  if (username === undefined) return allow({ id, name });
  const [owner] = await tx
    .select({ id: users.id, name: users.name, active: users.active })
    .from(users)
    .where(eq(users.username, username));
  return owner?.active ? allow(owner) : refuse('user.unknown', `Nobody signs in as "${username}"`, '/owner');
}
