import type { Tx } from '#db/connect.ts';
import { readIds } from '#db/queries/master-data-codes.ts';
import { sites } from '#db/schema/master-data.ts';
import { roleGrants, users } from '#db/schema/people.ts';
import type { MasterData } from '#domain/master-data.ts';
import type { OperationContext } from './context.ts';
import { idOf } from './id-of.ts';

/** Adds people with their role at each of their sites, or everywhere; answers how many were new. */
export async function writePeople(
  tx: Tx,
  { newId, clock }: OperationContext,
  data: Pick<MasterData, 'people'>,
  importedBy: string,
): Promise<number> {
  if (data.people.length === 0) return 0;
  const siteIds = await readIds(tx, sites);
  const added = await tx
    .insert(users)
    .values(data.people.map(({ username, name, passwordHash }) => ({ id: newId(), username, name, passwordHash })))
    .onConflictDoNothing()
    .returning({ id: users.id, username: users.username });
  const grants = added.flatMap(({ id, username }) => {
    const person = data.people.find((candidate) => candidate.username === username);
    const scopes = person?.sites === null ? [null] : (person?.sites ?? []).map((site) => idOf(siteIds, site));
    return scopes.map((siteId) => ({
      id: newId(),
      userId: id,
      role: person?.role ?? '',
      siteId,
      validFrom: clock.now(),
      grantedBy: importedBy,
    }));
  });
  if (grants.length > 0) await tx.insert(roleGrants).values(grants);
  return added.length;
}
