import { eq, sql } from 'drizzle-orm';
import { parties } from '#db/schema/master-data.ts';
import { authorize } from '#domain/caller.ts';
import { hasReason } from '#domain/quarantine-review.ts';
import { allow, refuse } from '#domain/result.ts';
import { isLower, parseRiskScore } from '#domain/risk-score.ts';
import { everywhere, giveReason } from './check-reason-code.ts';
import type { Command, OperationContext } from './context.ts';
import { type Answer, runCommand } from './run-command.ts';
import { writeAudit } from './write-audit.ts';

/** `version` is the one that was read; the score a decimal string from 0 to 100. */
export type ChangeSupplierRisk = {
  supplier: string;
  riskScore: string;
  reason: string;
  reasonCode?: string | undefined;
  version: number;
};
export type ChangedSupplierRisk = {
  supplier: string;
  riskScore: string;
  riskScoreBefore: string | null;
  version: number;
};

/**
 * Scores a supplier anew, never lower: that takes a proposal and a second person. What is received from now on is judged by it; what was received is not held for it afterwards. Refused
 * with `request.precondition-failed` where somebody changed the supplier since it was read.
 */
export function changeSupplierRisk(
  context: OperationContext,
  command: Command<ChangeSupplierRisk>,
): Promise<Answer<ChangedSupplierRisk>> {
  const { caller, input } = command;
  return runCommand(context, 'change-supplier-risk', command, async (tx) => {
    const entitled = authorize(caller, 'master-data.edit', { siteId: null, entityId: null });
    if (!entitled.ok) return entitled;
    const score = parseRiskScore(input.riskScore, '/riskScore');
    if (!score.ok) return score;
    const said = hasReason(input.reason);
    if (!said.ok) return said;
    const [party] = await tx.select().from(parties).where(eq(parties.code, input.supplier)).for('update');
    if (!party?.isSupplier) return refuse('supplier.unknown', `There is no supplier ${input.supplier}`);
    if (party.mergedInto !== null)
      return refuse('record.merged', `${party.name} was merged into another: score that one`);
    if (party.version !== input.version) {
      return refuse('request.precondition-failed', `${party.name} was changed since you read it: read it again`);
    }
    if (party.riskScore !== null && isLower(score.value, party.riskScore))
      return refuse(
        'proposal.required',
        `${party.name} has ${party.riskScore}: a lower score frees goods, so it is proposed and a second person decides`,
        '/riskScore',
      );
    const given = await giveReason(tx, context, command, { list: 'supplier_risk', ...input, scopes: everywhere });
    if (!given.ok) return given;
    const version = party.version + 1;
    await tx
      .update(parties)
      .set({ riskScore: score.value, version: sql`${parties.version} + 1` })
      .where(eq(parties.id, party.id));
    await writeAudit(tx, context, given.value, [
      {
        action: 'supplier.risk_changed',
        subjectKind: 'party',
        subjectId: party.id,
        before: { supplier: party.code, riskScore: party.riskScore },
        after: { supplier: party.code, riskScore: score.value },
        reason: input.reason.trim(),
      },
    ]);
    return allow({ supplier: party.code, riskScore: score.value, riskScoreBefore: party.riskScore, version });
  });
}
