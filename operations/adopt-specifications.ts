import type { Tx } from '#db/connect.ts';
import { readIds } from '#db/queries/master-data-codes.ts';
import { items } from '#db/schema/master-data.ts';
import { authorize } from '#domain/caller.ts';
import { allow, type Result, refuse } from '#domain/result.ts';
import type { SpecificationContent } from '#domain/specifications.ts';
import type { Command, OperationContext } from './context.ts';
import { type Answer, runCommand } from './run-command.ts';
import { writeSpecification } from './write-specification.ts';

/** Item by code; `effectiveFrom` is ISO 8601. */
export type AdoptedSpecification = { item: string; content: SpecificationContent; effectiveFrom: string };

/** Takes in the first specifications of items, from before this installation, by the right to import history. */
export function adoptSpecifications(
  context: OperationContext,
  command: Command<{ specifications: readonly AdoptedSpecification[]; reason: string }>,
): Promise<Answer<{ specifications: number }>> {
  const { caller, input } = command;
  return runCommand(context, 'adopt-specifications', command, async (tx) => {
    const entitled = authorize(caller, 'history.import');
    if (!entitled.ok) return entitled;
    const itemIds = await readIds(tx, items);
    for (const one of input.specifications) {
      const written = await adopt(tx, context, command, one, itemIds.get(one.item));
      if (!written.ok) return written;
    }
    return allow({ specifications: input.specifications.length });
  });
}

async function adopt(
  tx: Tx,
  context: OperationContext,
  command: Command<{ reason: string }>,
  { item, content, effectiveFrom }: AdoptedSpecification,
  itemId: string | undefined,
): Promise<Result<unknown>> {
  if (!itemId) return refuse('item.unknown', `There is no item ${item}`);
  return await writeSpecification(tx, context, command, {
    itemId,
    content,
    effectiveFrom: new Date(effectiveFrom),
    reason: command.input.reason,
    proposedBy: command.caller.id,
    approvedBy: command.caller.id,
    basedOn: 0,
  });
}
