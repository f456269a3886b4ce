import type { Tx } from '#db/connect.ts';
import type { DisposalAnswer } from '#domain/disposal-steps.ts';
import { allow, type Result, type RuleViolation } from '#domain/result.ts';
import { advanceDisposal } from './advance-disposal.ts';
import { answerDisposal } from './answer-disposal.ts';
import type { Actor, Command, OperationContext } from './context.ts';
import { type DisposalCase, lockDisposal } from './disposal-case.ts';
import { currentCaller } from './review-case.ts';
import { type Answer, runCommand } from './run-command.ts';

/** What a step leaves: nothing in the way, or why goods that are gone could not be booked. */
export type StepDone = { obstacle: RuleViolation | null };

export const unhindered: Result<StepDone> = allow({ obstacle: null });

/**
 * Runs a person's step on a disposal: locks it, reads who asks with the rights of this moment, takes the step, moves the
 * disposal on where nothing is missing any more, and answers where it stands. All of it is one transaction.
 */
export function takeDisposalStep<Input extends { disposalId: string }>(
  context: OperationContext,
  operation: string,
  command: Command<Input>,
  step: (tx: Tx, actor: Actor, disposalCase: DisposalCase) => Promise<Result<StepDone>>,
): Promise<Answer<DisposalAnswer>> {
  const { disposalId } = command.input;
  return runCommand(context, operation, command, async (tx) => {
    const locked = await lockDisposal(tx, disposalId);
    if (!locked.ok) return locked;
    const caller = await currentCaller(tx, command.caller, context.clock.now());
    if (!caller.ok) return caller;
    const { caller: _asked, ...rest } = command;
    const actor: Actor = { ...rest, caller: caller.value };
    const done = await step(tx, actor, locked.value);
    if (!done.ok) return done;
    await advanceDisposal(tx, context, actor, disposalId);
    return allow(await answerDisposal(tx, disposalId, done.value.obstacle));
  });
}
