import { eq, sql } from 'drizzle-orm';
import type { Tx } from '#db/connect.ts';
import { items, parties } from '#db/schema/master-data.ts';
import { mayEverywhere } from '#domain/master-data-proposals.ts';
import { hasReason } from '#domain/quarantine-review.ts';
import type { SharedKind } from '#domain/record-kinds.ts';
import { allow, refuse } from '#domain/result.ts';
import { everywhere, giveReason } from './check-reason-code.ts';
import type { Command, OperationContext } from './context.ts';
import { type Answer, runCommand } from './run-command.ts';
import { writeAudit } from './write-audit.ts';

export type BlockRecord = { kind: SharedKind; code: string; reason: string; reasonCode?: string | undefined };
export type BlockedRecord = { kind: SharedKind; code: string; blockedAt: string; version: number };

/**
 * Blocks an item or a party at once: nothing is announced of it any more, and what arrives all the same is received and held.
 * It frees nothing and so needs no second person; ending it does, by a proposal.
 */
export function blockRecord(context: OperationContext, command: Command<BlockRecord>): Promise<Answer<BlockedRecord>> {
  const { caller, input } = command;
  const { kind, code } = input;
  return runCommand(context, 'block-record', command, async (tx) => {
    const said = hasReason(input.reason);
    if (!said.ok) return said;
    const kept = await lockByCode(tx, kind, code);
    const entitled = mayEverywhere(caller, 'master-data.block', kept?.categories ?? []);
    if (!entitled.ok) return entitled;
    if (!kept) return refuse(`${kind}.unknown`, `There is no ${kind} "${code}"`);
    if ('mergedInto' in kept && kept.mergedInto !== null)
      return refuse('record.merged', `${code} was merged into another: block that one`);
    if (kept.blockedAt)
      return refuse('record.already-blocked', `${code} is blocked since ${kept.blockedAt.toISOString()}`);
    const scopes = kept.categories.map((category) => ({ itemId: kept.id, category }));
    const given = await giveReason(tx, context, command, {
      ...{ list: 'block', ...input },
      scopes: scopes.length > 0 ? scopes : everywhere,
    });
    if (!given.ok) return given;
    const table = kind === 'item' ? items : parties;
    const blockedAt = context.clock.now();
    const reason = input.reason.trim();
    const version = kept.version + 1;
    await tx
      .update(table)
      .set({ blockedAt, blockedBy: caller.id, blockedReason: reason, version: sql`${table.version} + 1` })
      .where(eq(table.id, kept.id));
    await writeAudit(tx, context, given.value, [
      {
        ...(kind === 'item' ? { action: 'item.blocked' } : { action: 'party.blocked' }),
        subjectKind: kind,
        subjectId: kept.id,
        reason,
        before: { code, blocked: false },
        after: { code, blocked: true },
      },
    ]);
    return allow({ kind, code, blockedAt: blockedAt.toISOString(), version });
  });
}

async function lockByCode(tx: Tx, kind: SharedKind, code: string) {
  if (kind === 'item') {
    const [item] = await tx.select().from(items).where(eq(items.code, code)).for('update');
    return item && { ...item, categories: [item.category] };
  }
  const [party] = await tx.select().from(parties).where(eq(parties.code, code)).for('update');
  return party && { ...party, categories: [] };
}
