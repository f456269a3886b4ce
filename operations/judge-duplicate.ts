import { eq, sql } from 'drizzle-orm';
import { duplicateSuspicions } from '#db/schema/master-data-care.ts';
import { authorize } from '#domain/caller.ts';
import { hasReason } from '#domain/quarantine-review.ts';
import { allow, refuse } from '#domain/result.ts';
import { everywhere, giveReason } from './check-reason-code.ts';
import type { Command, OperationContext } from './context.ts';
import { type Answer, runCommand } from './run-command.ts';
import { writeAudit } from './write-audit.ts';

export type JudgeDuplicate = { duplicateId: string; reason: string; reasonCode?: string | undefined };
export type JudgedDuplicate = { duplicateId: string; state: 'not_same'; version: number };

/** Marks two records that were suspected to be one as different. The pair is not suspected again. */
export function judgeDuplicate(
  context: OperationContext,
  command: Command<JudgeDuplicate>,
): Promise<Answer<JudgedDuplicate>> {
  const { caller, input } = command;
  return runCommand(context, 'judge-duplicate', command, async (tx) => {
    const entitled = authorize(caller, 'master-data.propose', { siteId: null, entityId: null });
    if (!entitled.ok) return entitled;
    const said = hasReason(input.reason);
    if (!said.ok) return said;
    const [pair] = await tx
      .select()
      .from(duplicateSuspicions)
      .where(eq(duplicateSuspicions.id, input.duplicateId))
      .for('update');
    if (!pair) return refuse('duplicate.unknown', `There is no suspected pair ${input.duplicateId}`);
    if (pair.state !== 'suspected')
      return refuse('duplicate.already-judged', `${pair.judgedByName} judged it at ${pair.judgedAt?.toISOString()}`);
    const given = await giveReason(tx, context, command, { list: 'master_data', ...input, scopes: everywhere });
    if (!given.ok) return given;
    await tx
      .update(duplicateSuspicions)
      .set({
        state: 'not_same',
        judgedBy: caller.id,
        judgedByName: caller.name,
        judgedAt: context.clock.now(),
        judgedReason: input.reason.trim(),
        version: sql`${duplicateSuspicions.version} + 1`,
      })
      .where(eq(duplicateSuspicions.id, pair.id));
    await writeAudit(tx, context, given.value, [
      {
        action: 'duplicate.judged',
        subjectKind: 'duplicate',
        subjectId: pair.id,
        reason: input.reason.trim(),
        before: { state: 'suspected' },
        after: { state: 'not_same', kind: pair.kind, oneId: pair.oneId, otherId: pair.otherId },
      },
    ]);
    return allow({ duplicateId: pair.id, state: 'not_same' as const, version: pair.version + 1 });
  });
}
