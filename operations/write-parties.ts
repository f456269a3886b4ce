import type { Tx } from '#db/connect.ts';
import { customerShelfLives, parties, partyContacts } from '#db/schema/master-data.ts';
import type { MasterData } from '#domain/master-data.ts';
import type { OperationContext } from './context.ts';

/** Adds suppliers and customers with contacts and shelf-life requirements; answers how many were new. */
export async function writeParties(
  tx: Tx,
  { newId }: OperationContext,
  data: Pick<MasterData, 'parties'>,
): Promise<number> {
  if (data.parties.length === 0) return 0;
  const added = await tx
    .insert(parties)
    .values(
      data.parties.map(({ contacts, shelfLives, otherRequirements, ...party }) => ({
        ...party,
        id: newId(),
        otherRequirements: [...otherRequirements],
      })),
    )
    .onConflictDoNothing()
    .returning({ id: parties.id, code: parties.code });
  // Only of new parties: contacts have no key of their own, and those of a known party may have been edited.
  const fresh = data.parties.flatMap((party) => {
    const row = added.find(({ code }) => code === party.code);
    return row ? [{ ...party, partyId: row.id }] : [];
  });
  const contacts = fresh.flatMap(({ partyId, contacts }) =>
    contacts.map((contact) => ({ id: newId(), partyId, ...contact })),
  );
  const shelfLives = fresh.flatMap(({ partyId, shelfLives }) => shelfLives.map((days) => ({ partyId, ...days })));
  if (contacts.length > 0) await tx.insert(partyContacts).values(contacts);
  if (shelfLives.length > 0) await tx.insert(customerShelfLives).values(shelfLives);
  return added.length;
}
