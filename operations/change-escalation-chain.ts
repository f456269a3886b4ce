import { and, eq, inArray, isNull } from 'drizzle-orm';
import type { Tx } from '#db/connect.ts';
import { findSite } from '#db/queries/by-code.ts';
import { callerById } from '#db/queries/caller-by-id.ts';
import { escalationChains } from '#db/schema/escalation.ts';
import { roleRights, users } from '#db/schema/people.ts';
import { authorize } from '#domain/caller.ts';
import type { ChainStep } from '#domain/escalation.ts';
import { allow, type Result, refuse } from '#domain/result.ts';
import type { Role } from '#domain/rights.ts';
import type { Team } from '#domain/tasks.ts';
import type { Command, OperationContext } from './context.ts';
import { type Answer, runCommand } from './run-command.ts';
import { writeAudit } from './write-audit.ts';

export type StatedStep = { role: Role } | { username: string };
/** Without a site for every one that has none of its own. `steps` null: as if it had never been set. */
export type ChangeEscalationChain = {
  team: Team;
  site?: string | undefined;
  steps: readonly StatedStep[] | null;
  version: number;
};
export type ChangedEscalationChain = { team: Team; site: string | null; version: number };

/** Sets who is told, step after step, when tasks of a team are overdue. Tasks on their way up go on by the new one. */
export function changeEscalationChain(
  context: OperationContext,
  command: Command<ChangeEscalationChain>,
): Promise<Answer<ChangedEscalationChain>> {
  const { caller, input } = command;
  return runCommand<ChangeEscalationChain, ChangedEscalationChain>(
    context,
    'change-escalation-chain',
    command,
    async (tx) => {
      const site = input.site === undefined ? null : await findSite(tx, input.site);
      if (site === undefined) return refuse('site.unknown', `There is no site ${input.site}`, '/site');
      const siteId = site?.id ?? null;
      const entitled = authorize(caller, 'calendar.edit', { siteId });
      if (!entitled.ok) return entitled;
      const steps = input.steps === null ? null : await resolveSteps(tx, input.steps, siteId, context.clock.now());
      if (steps && !steps.ok) return steps;
      const here = and(
        eq(escalationChains.team, input.team),
        siteId === null ? isNull(escalationChains.siteId) : eq(escalationChains.siteId, siteId),
      );
      const [before] = await tx.select().from(escalationChains).where(here).for('update');
      if ((before?.version ?? 0) !== input.version)
        return refuse('request.precondition-failed', 'The chain was changed since you read it: read it again');

      const version = steps ? input.version + 1 : 0;
      const id = before?.id ?? context.newId();
      const change = { version, changedAt: context.clock.now(), changedBy: caller.id };
      if (!steps) await tx.delete(escalationChains).where(here);
      else if (before)
        await tx
          .update(escalationChains)
          .set({ steps: steps.value, ...change })
          .where(here);
      else await tx.insert(escalationChains).values({ id, team: input.team, siteId, steps: steps.value, ...change });
      await writeAudit(tx, context, command, [
        {
          action: 'escalation_chain.changed',
          subjectKind: 'escalation_chain',
          subjectId: id,
          siteId,
          before: { team: input.team, steps: before?.steps ?? null },
          after: { team: input.team, steps: input.steps },
        },
      ]);
      return allow({ team: input.team, site: input.site ?? null, version });
    },
  );
}

/** Each step names somebody who can do something about a task there: work it, or hand it to somebody else. */
async function resolveSteps(
  tx: Tx,
  steps: readonly StatedStep[],
  siteId: string | null,
  now: Date,
): Promise<Result<ChainStep[]>> {
  const useful = ['task.work', 'task.reassign'] as const;
  const rows = await tx
    .select({ role: roleRights.role })
    .from(roleRights)
    .where(inArray(roleRights.right, [...useful]));
  const resolved: ChainStep[] = [];
  for (const [index, step] of steps.entries()) {
    const at = `/steps/${index}`;
    if ('role' in step) {
      if (!rows.some(({ role }) => role === step.role))
        return refuse('chain.role-without-tasks', `The role ${step.role} neither works tasks nor hands them on`, at);
      resolved.push({ role: step.role });
      continue;
    }
    const [user] = await tx.select({ id: users.id }).from(users).where(eq(users.username, step.username));
    if (!user) return refuse('user.unknown', `There is no user ${step.username}`, at);
    const caller = await callerById(tx, { kind: 'person', id: user.id }, now);
    if (!caller || !useful.some((right) => authorize(caller, right, { siteId }).ok))
      return refuse('chain.role-without-tasks', `${step.username} neither works tasks there nor hands them on`, at);
    resolved.push({ userId: user.id });
  }
  return allow(resolved);
}
