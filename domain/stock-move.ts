import { refusalOf } from './all-problems.ts';
import type { Condition } from './conditions.ts';
import { extendReach, type Reach, reaches } from './holds.ts';
import { nextCondition } from './lot-lifecycle.ts';
import { add, compare, type Quantity } from './quantity.ts';
import { hasReason } from './quarantine-review.ts';
import { allow, type Result, type RuleViolation, refuse } from './result.ts';
import { type StoragePlace, suits } from './storage.ts';
import type { TaskKind } from './tasks.ts';
import type { TemperatureRange } from './temperature.ts';

/** While one of these is open about a lot at a site, the record of what came in there is not complete. */
export const recordTaskKinds = [
  'attach_announced_certificate',
  'complete_traceability_lot_code',
  'complete_traceability_source',
] as const satisfies readonly TaskKind[];

export type MovePlace = StoragePlace & { siteId: string; locationId: string };
export type MoveHold = Reach & { id: string; number: string; recordedAt: Date };

/** Quantity in base units, more than nothing. */
export type MoveLine = {
  lotId: string;
  lotCode: string;
  ownerId: string;
  ownerCode: string;
  item: { code: string; baseUnit: string; storage: TemperatureRange | null };
  from: MovePlace;
  to: MovePlace;
  condition: Condition;
  quantity: Quantity;
  pointer: string;
  recordComplete: boolean;
  inspectionWaived: boolean;
};

export type Standing = { lotId: string; locationId: string; ownerId: string; condition: Condition; quantity: Quantity };

export type Move = {
  act: 'put_away' | 'move';
  reason: string | undefined;
  happenedAt: Date;
  /** Whether the caller has the right to move held stock, as asked at the door of it. */
  mayMoveHeld: Result<void>;
};

/** A line as it will be booked. `movedBeforeHold`: reported late, when a hold was already there; it keeps its condition. */
export type PlannedLine = MoveLine & {
  conditionAfter: Condition;
  /** What reached it where it was, and what reaches it where it goes, extended holds among them. */
  heldBy: readonly MoveHold[];
  heldAfter: readonly MoveHold[];
  movedBeforeHold: boolean;
};

export type Extension = { hold: MoveHold; to: Reach };
export type MovePlan = { lines: readonly PlannedLine[]; extensions: readonly Extension[] };

/**
 * What a move does to stock and holds, or everything that forbids it, each line judged by what stands before the move. Law
 * 4: held stock moves with a right and a reason, keeps its condition, and a hold whose reach it leaves is extended first.
 * Law 7: what left before the hold was placed is booked, and held.
 */
export function planMove(
  move: Move,
  lines: readonly MoveLine[],
  facts: { standing: readonly Standing[]; holds: readonly MoveHold[] },
): Result<MovePlan> {
  const planned = lines.map((line) => planLine(move, line, facts.holds));
  const refusal = refusalOf(
    [...planned.flatMap((result) => (result.ok ? [] : [result.violation])), ...shortages(lines, facts.standing)],
    'move.refused',
    'this move',
  );
  if (refusal) return refusal;
  const allowed = planned.flatMap((result) => (result.ok ? [result.value] : []));
  const extensions = extensionsOf(allowed);
  const reachOf = (hold: MoveHold): Reach => extensions.find((extension) => extension.hold.id === hold.id)?.to ?? hold;
  const withAfter = allowed.map((line) => ({
    ...line,
    heldAfter: facts.holds.filter((hold) => reaches(reachOf(hold), { lotId: line.lotId, ...line.to })),
  }));
  return allow({ lines: withAfter, extensions });
}

function planLine(move: Move, line: MoveLine, active: readonly MoveHold[]): Result<Omit<PlannedLine, 'heldAfter'>> {
  const inPlace = line.from.locationId === line.to.locationId;
  if (move.act === 'move' && inPlace)
    return refuse('stock.same-place', `${line.lotCode} is at ${line.from.code} already`, `${line.pointer}/to`);
  if (!inPlace) {
    const suited = suits(line.to, line.item, move.act, `${line.pointer}/to`);
    if (!suited.ok) return suited;
  }
  const heldBy = active.filter((hold) => reaches(hold, { lotId: line.lotId, ...line.from }));
  const movedBeforeHold = heldBy.length > 0 && heldBy.every((hold) => hold.recordedAt > move.happenedAt);
  if (movedBeforeHold) return allow({ ...line, conditionAfter: line.condition, heldBy, movedBeforeHold });

  const entitled = mayMove(move, line, heldBy);
  if (!entitled.ok) return entitled;
  const next = nextCondition(line.condition, move.act, {
    held: heldBy.length > 0,
    reserved: false,
    recordComplete: line.recordComplete,
    inspectionWaived: line.inspectionWaived,
    evidence: move.reason === undefined ? ['storage_location'] : ['storage_location', 'reason'],
  });
  if (!next.ok) return pointed(next.violation, line);
  if (inPlace && next.value === line.condition)
    return refuse(
      'lot.transition-not-allowed',
      `The record of ${line.lotCode} is not complete: settle the tasks about its receipt first`,
      line.pointer,
    );
  // The table sends put-away and move to conditions only, never out of our hands.
  return allow({ ...line, conditionAfter: next.value as Condition, heldBy, movedBeforeHold });
}

function mayMove(move: Move, line: MoveLine, heldBy: readonly MoveHold[]): Result<void> {
  if (heldBy.length === 0 || move.act === 'put_away') return allow(undefined);
  const numbers = heldBy.map((hold) => hold.number).join(', ');
  if (!move.mayMoveHeld.ok)
    return refuse(
      move.mayMoveHeld.violation.code,
      `${line.lotCode} at ${line.from.code} is held (${numbers}). ${move.mayMoveHeld.violation.message}`,
      line.pointer,
    );
  if (move.reason === undefined)
    return refuse('reason.missing', `${line.lotCode} is held (${numbers}): say why it is moved`, '/reason');
  return hasReason(move.reason);
}

function shortages(lines: readonly MoveLine[], standing: readonly Standing[]): RuleViolation[] {
  const groups = Map.groupBy(lines, (line) =>
    [line.lotId, line.from.locationId, line.ownerId, line.condition].join(' '),
  );
  return [...groups.values()].flatMap(([line, ...more]) => {
    if (!line) return [];
    const asked = add(line.quantity, ...more.map((other) => other.quantity));
    const there = standing.find(
      (row) =>
        row.lotId === line.lotId &&
        row.locationId === line.from.locationId &&
        row.ownerId === line.ownerId &&
        row.condition === line.condition,
    );
    const available = add(there?.quantity ?? '0');
    if (compare(asked, available) <= 0) return [];
    return [
      {
        code: 'stock.insufficient' as const,
        message: `${asked} ${line.item.baseUnit} of ${line.lotCode} asked, ${available} ${line.condition.replaceAll('_', ' ')} there: ${line.from.code}, ${line.ownerCode}`,
        pointer: `${line.pointer}/quantity`,
      },
    ];
  });
}

function extensionsOf(lines: readonly Omit<PlannedLine, 'heldAfter'>[]): Extension[] {
  const extended = new Map<string, Extension>();
  for (const { heldBy, lotId, to } of lines) {
    for (const hold of heldBy) {
      const before = extended.get(hold.id)?.to ?? hold;
      const after = extendReach(before, { lotId, ...to });
      if (after !== before) extended.set(hold.id, { hold, to: after });
    }
  }
  return [...extended.values()];
}

const pointed = (violation: RuleViolation, line: MoveLine): { ok: false; violation: RuleViolation } => ({
  ok: false,
  violation: {
    ...violation,
    message: `${line.lotCode}: ${violation.message}`,
    pointer: violation.pointer ?? line.pointer,
  },
});
