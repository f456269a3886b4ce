import { disposalStandingOf } from '#db/queries/disposals-in-engine.ts';
import { isDisposalOver } from '#domain/disposal.ts';
import type { DisposalStanding } from '#domain/disposal-steps.ts';
import { allow } from '#domain/result.ts';
import type { Command, OperationContext } from './context.ts';
import { lockDisposal } from './disposal-case.ts';
import { type Answer, runCommand } from './run-command.ts';
import { writeDisposalException } from './write-disposal-exception.ts';
import type { Problem } from './write-exception.ts';

/** Raises an exception task for a disposal whose process met a fault, and answers where it stands. One that is over needs no task. */
export function raiseDisposalException(
  context: OperationContext,
  command: Command<{ disposalId: string; problem: Problem }>,
): Promise<Answer<DisposalStanding>> {
  const { disposalId, problem } = command.input;
  return runCommand(context, 'raise-disposal-exception', command, async (tx) => {
    const locked = await lockDisposal(tx, disposalId);
    if (!locked.ok) return locked;
    const { row } = locked.value;
    if (!isDisposalOver(row.state)) await writeDisposalException(tx, context, command, locked.value, problem);
    return allow(disposalStandingOf(row));
  });
}
