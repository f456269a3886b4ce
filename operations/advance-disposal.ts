import type { Tx } from '#db/connect.ts';
import { isAccountedFor } from '#domain/disposal-account.ts';
import { changeDisposal, nextStageDue } from './change-disposal.ts';
import { closeDisposal } from './close-disposal.ts';
import type { Actor, OperationContext } from './context.ts';
import { readDisposalAccount, readMissingPapers } from './disposal-account.ts';
import { auditOfDisposal, readDisposal } from './disposal-case.ts';
import { askForStage } from './disposal-stages.ts';
import { endDisposalTasks } from './disposal-tasks.ts';
import { writeAudit } from './write-audit.ts';

/** Moves a disposal on after a step: all goods accounted for, it waits for its papers; with all of them it is closed. */
export async function advanceDisposal(
  tx: Tx,
  context: OperationContext,
  actor: Actor,
  disposalId: string,
): Promise<void> {
  const disposalCase = await readDisposal(tx, disposalId);
  const { row } = disposalCase;
  if (row.state !== 'approved' && row.state !== 'destroyed') return;
  const account = await readDisposalAccount(tx, row);
  if (!isAccountedFor(account)) return;
  const missing = await readMissingPapers(tx, row);
  if (missing.length === 0) return await closeDisposal(tx, context, actor, disposalCase, account);
  if (row.state === 'destroyed') return;
  await changeDisposal(tx, row.id, { state: 'destroyed', dueAt: nextStageDue(row, context.clock.now()) });
  await endDisposalTasks(tx, context, actor, {
    disposalId: row.id,
    kinds: ['destroy_goods', 'witness_destruction', 'settle_exception'],
    as: 'settled',
    note: 'All goods are destroyed or accounted for',
  });
  await askForStage(tx, context, await readDisposal(tx, disposalId));
  await writeAudit(tx, context, actor, [
    {
      ...auditOfDisposal(disposalCase),
      action: 'disposal.destroyed',
      before: { number: row.number, state: row.state },
      after: { number: row.number, state: 'destroyed', ...account, papersMissing: missing },
    },
  ]);
}
