import { and, eq, inArray, isNull, or } from 'drizzle-orm';
import type { DbOrTx } from '#db/connect.ts';
import { escalationChains } from '#db/schema/escalation.ts';
import { users } from '#db/schema/people.ts';
import { type ChainStep, installedChains } from '#domain/escalation.ts';
import type { Team } from '#domain/tasks.ts';

/** The chain of a team at a site: the site's own, else the one for every site, else the installed one. */
export async function chainFor(
  db: DbOrTx,
  { team, siteId }: { team: Team; siteId: string | null },
): Promise<readonly ChainStep[]> {
  const rows = await chainsOf(db, { team, siteId });
  const chosen = rows.find((row) => row.siteId !== null) ?? rows[0];
  return chosen?.steps ?? installedChains[team];
}

async function chainsOf(db: DbOrTx, { team, siteId }: { team: Team; siteId: string | null }) {
  return await db
    .select({
      siteId: escalationChains.siteId,
      steps: escalationChains.steps,
      version: escalationChains.version,
    })
    .from(escalationChains)
    .where(
      and(
        eq(escalationChains.team, team),
        siteId === null
          ? isNull(escalationChains.siteId)
          : or(isNull(escalationChains.siteId), eq(escalationChains.siteId, siteId)),
      ),
    );
}

export type ChainPage = {
  from: 'site' | 'everywhere' | 'installed';
  steps: { role: string | null; username: string | null; name: string | null }[];
  /** Of the one that is set right there; 0 where none is. */
  version: number;
};

/** The chain in force, where it comes from, and people by name. */
export async function readChain(db: DbOrTx, where: { team: Team; siteId: string | null }): Promise<ChainPage> {
  const rows = await chainsOf(db, where);
  const own = rows.find((row) => row.siteId === where.siteId);
  const steps = await chainFor(db, where);
  const ids = steps.flatMap((step) => ('userId' in step ? [step.userId] : []));
  const people =
    ids.length === 0
      ? []
      : await db
          .select({ id: users.id, username: users.username, name: users.name })
          .from(users)
          .where(inArray(users.id, ids));
  return {
    from: rows.some((row) => row.siteId !== null) ? 'site' : rows.length > 0 ? 'everywhere' : 'installed',
    steps: steps.map((step) => {
      if ('role' in step) return { role: step.role, username: null, name: null };
      const person = people.find(({ id }) => id === step.userId);
      return { role: null, username: person?.username ?? null, name: person?.name ?? null };
    }),
    version: own?.version ?? 0,
  };
}
