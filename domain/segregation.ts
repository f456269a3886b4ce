import type { Caller } from './caller.ts';
import { allow, type Result, refuse } from './result.ts';

/** What a person did with a lot or in a case, as far as it decides what they may do next. Permanent: rows carry them. */
export const duties = [
  'received',
  'inspected',
  'requested',
  'decided',
  'released',
  'approved_second',
  'witnessed',
  'destroyed',
  'settled',
  'proposed',
  'approved',
] as const;
export type Duty = (typeof duties)[number];

/**
 * Two duties that may not meet in one person. `within` a case where another case has other people, else on the lot, whatever
 * the case. `alone`: only where nobody else has done the first as well.
 */
export type DutyConflict = { one: Duty; other: Duty; within: 'lot' | 'case'; alone?: true };

/** The one table of duties that may not meet. It says nothing of an order: who released does not receive it either. */
export const dutyConflicts: readonly DutyConflict[] = [
  { one: 'received', other: 'released', within: 'lot' },
  { one: 'inspected', other: 'released', within: 'lot', alone: true },
  { one: 'inspected', other: 'approved_second', within: 'lot' },
  { one: 'released', other: 'approved_second', within: 'case' },
  { one: 'requested', other: 'decided', within: 'case' },
  { one: 'requested', other: 'released', within: 'case' },
  { one: 'decided', other: 'approved_second', within: 'case' },
  { one: 'decided', other: 'witnessed', within: 'lot' },
  { one: 'approved_second', other: 'witnessed', within: 'case' },
  { one: 'decided', other: 'destroyed', within: 'case' },
  { one: 'approved_second', other: 'destroyed', within: 'case' },
  { one: 'destroyed', other: 'witnessed', within: 'case' },
  { one: 'decided', other: 'settled', within: 'case' },
  { one: 'destroyed', other: 'settled', within: 'case' },
  { one: 'witnessed', other: 'settled', within: 'case' },
  { one: 'proposed', other: 'approved', within: 'case' },
];

/** A duty as it was recorded. `personIds` are who did it and on whose behalf: both count. */
export type RecordedDuty = {
  duty: Duty;
  personIds: readonly string[];
  lotId: string | null;
  caseKind: string | null;
  caseId: string | null;
};

/** What a duty is about: lots, or a case, or both. */
export type DutySubject = { lotIds: readonly string[]; caseKind?: string | undefined; caseId?: string | undefined };

/** Who counts when somebody acts: the person, and the one they stand in for. */
export const personsOf = ({ id, onBehalfOf }: Pick<Caller, 'id' | 'onBehalfOf'>): readonly string[] =>
  onBehalfOf ? [id, onBehalfOf.id] : [id];

/** The duties that stand in the way of this one: what has to be read before the question is asked. */
export const dutiesAgainst = (duty: Duty): Duty[] => [
  ...new Set(conflictsOf(duty).map((conflict) => counterpart(conflict, duty))),
];

/** May this caller take on a duty, after what was done before? Asked at the door, and again under the lot's lock. */
export function mayMeet(
  caller: Caller,
  duty: Duty,
  subject: DutySubject,
  recorded: readonly RecordedDuty[],
): Result<void> {
  const persons = personsOf(caller);
  for (const conflict of conflictsOf(duty)) {
    const earlier = counterpart(conflict, duty);
    const theirs = recorded.find((row) => {
      if (row.duty !== earlier || !isAbout(conflict, row, subject)) return false;
      if (!row.personIds.some((id) => persons.includes(id))) return false;
      return !conflict.alone || earlier !== conflict.one || isAlone(row, persons, recorded);
    });
    if (theirs) return refuse('access.duties-conflict', explain(caller, theirs, conflict, duty));
  }
  return allow(undefined);
}

const conflictsOf = (duty: Duty): DutyConflict[] =>
  dutyConflicts.filter(({ one, other }) => one === duty || other === duty);

const counterpart = ({ one, other }: DutyConflict, duty: Duty): Duty => (one === duty ? other : one);

// A case that is not told apart is judged by its lots: the stricter reading.
function isAbout({ within }: DutyConflict, row: RecordedDuty, { lotIds, caseKind, caseId }: DutySubject): boolean {
  const sameLot = row.lotId !== null && lotIds.includes(row.lotId);
  if (within === 'lot' || caseId === undefined || row.caseId === null) return sameLot;
  return row.caseId === caseId && row.caseKind === (caseKind ?? row.caseKind);
}

const isAlone = (
  { duty, lotId }: RecordedDuty,
  persons: readonly string[],
  recorded: readonly RecordedDuty[],
): boolean =>
  recorded.every(
    (row) => row.duty !== duty || row.lotId !== lotId || row.personIds.some((person) => persons.includes(person)),
  );

const done: Record<Duty, string> = {
  received: 'received this lot',
  inspected: 'inspected this lot',
  requested: 'asked for this or reported what led to it',
  decided: 'decided about this',
  released: 'approved the release of this lot',
  approved_second: 'gave the second approval',
  witnessed: 'witnessed this',
  destroyed: 'destroyed goods of this lot',
  settled: 'settled what was recorded of this',
  proposed: 'proposed this',
  approved: 'approved this',
};

const does: Record<Duty, string> = {
  received: 'receives it',
  inspected: 'inspects it',
  requested: 'asks for it',
  decided: 'decides about it',
  released: 'releases it',
  approved_second: 'gives the second approval',
  witnessed: 'witnesses it',
  destroyed: 'destroys the goods',
  settled: 'settles it',
  proposed: 'proposes it',
  approved: 'approves it',
};

function explain(caller: Caller, { duty, personIds }: RecordedDuty, { alone }: DutyConflict, next: Duty): string {
  const { onBehalfOf } = caller;
  const who = onBehalfOf && !personIds.includes(caller.id) ? `${onBehalfOf.name}, for whom you act,` : 'You';
  return `${who} ${alone ? 'alone ' : ''}${done[duty]}, so somebody else ${does[next]}`;
}
