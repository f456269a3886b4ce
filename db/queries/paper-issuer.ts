import { eq, inArray } from 'drizzle-orm';
import type { DbOrTx } from '#db/connect.ts';
import { legalEntities, sites } from '#db/schema/index.ts';
import { issuerOf } from '#domain/paper-issuer.ts';

/** The legal entity that issues a paper about stock of these owners at these sites; null where that is not known. */
export async function readIssuer(
  db: DbOrTx,
  { siteIds, ownerIds }: { siteIds: readonly string[]; ownerIds: readonly string[] },
) {
  const operated = await db
    .select({ by: sites.operatedByEntityId })
    .from(sites)
    .where(inArray(sites.id, [...siteIds]));
  const entityId = issuerOf(
    operated.map(({ by }) => by),
    ownerIds,
  );
  if (entityId === null) return null;
  const { code, name, gln, address, phone } = legalEntities;
  const [issuer] = await db
    .select({ code, name, gln, address, phone })
    .from(legalEntities)
    .where(eq(legalEntities.id, entityId));
  return issuer ?? null;
}
