import { eq } from 'drizzle-orm';
import type { Tx } from '#db/connect.ts';
import { destructions } from '#db/schema/destructions.ts';
import type { RuleViolation } from '#domain/result.ts';
import { changeDisposal } from './change-disposal.ts';
import type { Actor, OperationContext } from './context.ts';
import type { DisposalCase } from './disposal-case.ts';
import { writeDisposalException } from './write-disposal-exception.ts';

/** Leaves a run recorded whose booking was refused, and lets quality management know why. */
export async function blockDestruction(
  tx: Tx,
  context: OperationContext,
  actor: Actor,
  disposalCase: DisposalCase,
  run: DisposalCase['runs'][number],
  violation: RuleViolation,
): Promise<void> {
  await tx.update(destructions).set({ state: 'blocked' }).where(eq(destructions.id, run.id));
  await changeDisposal(tx, disposalCase.row.id, {});
  await writeDisposalException(tx, context, actor, disposalCase, violation);
}
