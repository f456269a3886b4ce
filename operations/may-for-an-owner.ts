import type { Tx } from '#db/connect.ts';
import { findOwnersOfLots } from '#db/queries/owners-of-lots.ts';
import { authorize, type Caller } from '#domain/caller.ts';
import { allow, type Result } from '#domain/result.ts';
import type { Right } from '#domain/rights.ts';

/**
 * The right at a place (null: everywhere), for each lot's category and for an owner of each lot: a hold or an inspection concerns
 * everybody's stock of it, but whoever works for one entity has no say about what is another's alone. A lot that never stood
 * anywhere belongs to nobody in particular.
 */
export async function mayForAnOwner(
  tx: Tx,
  caller: Caller,
  right: Right,
  siteId: string | null,
  lots: readonly { id: string; category: string }[],
): Promise<Result<void>> {
  const owners = await findOwnersOfLots(
    tx,
    lots.map(({ id }) => id),
  );
  for (const { id, category } of lots) {
    const answers = (owners.get(id) ?? [undefined]).map((entityId) =>
      authorize(caller, right, { siteId, entityId, category }),
    );
    const refused = answers.find((answer) => !answer.ok);
    if (refused && !answers.some((answer) => answer.ok)) return refused;
  }
  return allow(undefined);
}
