import type { Tx } from '#db/connect.ts';
import type { DisposalAccount } from '#domain/disposal-account.ts';
import { compare } from '#domain/quantity.ts';
import { quantityOf, stockInReach } from './carry-out-outcome.ts';
import { changeDisposal } from './change-disposal.ts';
import type { Actor, OperationContext } from './context.ts';
import { auditOfDisposal, type DisposalCase } from './disposal-case.ts';
import { originRules } from './disposal-origins.ts';
import { disposalTaskKinds, endDisposalTasks } from './disposal-tasks.ts';
import { takeNumbers } from './take-numbers.ts';
import { writeAudit } from './write-audit.ts';

/**
 * Closes a disposal under the number of its certificate, and with it what decided it: the hold ends, or, where more has come
 * into its reach since, the review is open again for that. No stock is left without somebody who decides about it.
 */
export async function closeDisposal(
  tx: Tx,
  context: OperationContext,
  actor: Actor,
  disposalCase: DisposalCase,
  account: DisposalAccount,
): Promise<void> {
  const { row, hold, lot } = disposalCase;
  const [certificateNumber = ''] = await takeNumbers(tx, 'destruction_certificate_numbers', 'CD', 1);
  await changeDisposal(tx, row.id, { state: 'closed', closedAt: context.clock.now(), certificateNumber });
  // What finance still has to value stays theirs.
  const kinds = disposalTaskKinds;
  await endDisposalTasks(tx, context, actor, { disposalId: row.id, kinds, as: 'settled', note: certificateNumber });
  await writeAudit(tx, context, actor, [
    {
      ...auditOfDisposal(disposalCase),
      action: 'disposal.closed',
      reason: row.reason,
      before: { number: row.number, state: row.state },
      after: { number: row.number, state: 'closed', certificateNumber, ...account },
    },
  ]);
  // What was ended early gave its origin back then; that may have been decided about anew since.
  if (compare(row.givenBack, '0') > 0) return;
  const left = await stockInReach(tx, hold);
  const origin = originRules[row.originKind];
  if (left.length === 0) return await origin.end(tx, context, actor, disposalCase);
  const more = `${quantityOf(left)} ${lot.baseUnit} came into reach of ${hold.number} after ${row.number} was decided`;
  await origin.giveBack(tx, context, actor, disposalCase, more);
}
