import type { Caller } from './caller.ts';
import { rolesOfTeam, type Team, teams } from './tasks.ts';

/** Ways to look at the inbox. `team` is what the caller's roles do, claimed or not; `overdue` what of that is late. */
export const inboxViews = ['mine', 'team', 'unassigned', 'overdue', 'all'] as const;
export type InboxView = (typeof inboxViews)[number];

/** Work that somebody's role does, where. Null: at every site, for every entity. */
export type TeamWork = { team: Team; siteId: string | null; entityId: string | null };

/** The teams whose tasks a caller may work, grant by grant. */
export const workOf = (caller: Caller): readonly TeamWork[] =>
  caller.grants
    .filter((grant) => grant.rights.includes('task.work'))
    .flatMap(({ role, siteId, entityId }) =>
      teams.filter((team) => rolesOfTeam[team].includes(role)).map((team) => ({ team, siteId, entityId })),
    );
