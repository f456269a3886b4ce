import { eq } from 'drizzle-orm';
import type { Tx } from '#db/connect.ts';
import { type DestructionLine, readDestructionLines } from '#db/queries/shown-disposal.ts';
import { destructions } from '#db/schema/destructions.ts';
import { add, compare, negate, type Quantity } from '#domain/quantity.ts';
import { allow, type Result, refuse } from '#domain/result.ts';
import { freeOfOtherHolds, stockInReach, throughLifecycle, virtualPlace } from './carry-out-outcome.ts';
import { changeDisposal } from './change-disposal.ts';
import type { Actor, OperationContext } from './context.ts';
import { auditOfDisposal, type DisposalCase } from './disposal-case.ts';
import { writeAudit } from './write-audit.ts';
import { writeMovement } from './write-movement.ts';
import { writeWriteOffs } from './write-write-offs.ts';

type Run = DisposalCase['runs'][number];

/**
 * Books a run: exactly what was recorded leaves for the place `disposed`, and each owner writes its part off. Refused, before
 * anything is written, where that stock does not stand in the hold's reach or another hold reaches it as well.
 */
export async function bookDestruction(
  tx: Tx,
  context: OperationContext,
  actor: Actor,
  disposalCase: DisposalCase,
  run: Run,
): Promise<Result<void>> {
  const { row, hold } = disposalCase;
  const lines = await readDestructionLines(tx, run.id);
  const standing = await stockInReach(tx, hold);
  const there = standsThere(disposalCase, lines, standing);
  if (!there.ok) return there;
  const touched = standing.filter((stock) => lines.some((line) => isSamePlace(line, stock)));
  const free = await freeOfOtherHolds(tx, hold, touched);
  if (!free.ok) return free;
  const permitted = throughLifecycle(touched, 'dispose', ['finished_decision', 'confirmation']);
  if (!permitted.ok) return permitted;

  const disposed = await virtualPlace(tx, 'disposed');
  const movementId = await writeMovement(tx, context, actor, {
    kind: 'disposal',
    happenedAt: run.happenedAt,
    subjectKind: 'disposal',
    subjectId: row.id,
    reason: row.reason,
    lines: lines.flatMap(({ locationId, ownerId, condition, quantity }) => {
      const line = { lotId: row.lotId, ownerId, condition };
      return [
        { ...line, locationId, quantity: negate(quantity) },
        { ...line, locationId: disposed, quantity },
      ];
    }),
  });
  await tx.update(destructions).set({ state: 'booked', movementId }).where(eq(destructions.id, run.id));
  await changeDisposal(tx, row.id, {});
  await writeWriteOffs(tx, context, actor, disposalCase, {
    cause: { destructionId: run.id },
    movementId,
    happenedAt: run.happenedAt,
    lines,
  });
  await writeAudit(tx, context, actor, [
    {
      ...auditOfDisposal(disposalCase),
      action: 'disposal.booked',
      happenedAt: run.happenedAt,
      after: { number: row.number, run: run.run, quantity: add(...lines.map(({ quantity }) => quantity)), movementId },
    },
  ]);
  return allow(undefined);
}

type Place = { locationId: string; ownerId: string; condition: string };
type Standing = Place & { quantity: Quantity };

/** Refuses what does not stand where it is said to have stood. */
export function standsThere(
  { lot, hold }: Pick<DisposalCase, 'lot' | 'hold'>,
  lines: readonly (Pick<DestructionLine, 'location' | 'owner'> & Standing)[],
  standing: readonly Standing[],
): Result<void> {
  for (const [, same] of Map.groupBy(lines, keyOf)) {
    const [line] = same;
    if (!line) continue;
    const asked = add(...same.map(({ quantity }) => quantity));
    const there = standing.find((stock) => isSamePlace(line, stock))?.quantity ?? '0';
    if (compare(asked, there) > 0)
      return refuse(
        'stock.insufficient',
        `${asked} ${lot.baseUnit} of ${lot.code} recorded, ${add(there)} there in reach of ${hold.number}: ${line.location}, ${line.owner}, ${line.condition}`,
        '/lines',
      );
  }
  return allow(undefined);
}

const keyOf = ({ locationId, ownerId, condition }: Place): string => [locationId, ownerId, condition].join(' ');
export const isSamePlace = (one: Place, other: Place): boolean => keyOf(one) === keyOf(other);
