import { and, asc, eq, isNull, or } from 'drizzle-orm';
import type { DbOrTx } from '#db/connect.ts';
import { escalationChains } from '#db/schema/escalation.ts';
import { sites } from '#db/schema/master-data.ts';
import { type ChainStep, installedChains } from '#domain/escalation.ts';
import type { Team } from '#domain/tasks.ts';

/** The chain of a team at a site: the site's own, else the one for every site, else the installed one. */
export async function chainFor(
  db: DbOrTx,
  { team, siteId }: { team: Team; siteId: string | null },
): Promise<readonly ChainStep[]> {
  const rows = await db
    .select({ siteId: escalationChains.siteId, steps: escalationChains.steps })
    .from(escalationChains)
    .where(
      and(
        eq(escalationChains.team, team),
        siteId === null
          ? isNull(escalationChains.siteId)
          : or(isNull(escalationChains.siteId), eq(escalationChains.siteId, siteId)),
      ),
    );
  const chosen = rows.find((row) => row.siteId !== null) ?? rows[0];
  return chosen?.steps ?? installedChains[team];
}

export type ListedChain = { team: Team; site: string | null; steps: readonly ChainStep[]; version: number };

/** Every chain that somebody set. */
export async function listChains(db: DbOrTx): Promise<ListedChain[]> {
  return await db
    .select({
      team: escalationChains.team,
      site: sites.code,
      steps: escalationChains.steps,
      version: escalationChains.version,
    })
    .from(escalationChains)
    .leftJoin(sites, eq(sites.id, escalationChains.siteId))
    .orderBy(asc(escalationChains.team), asc(sites.code));
}
