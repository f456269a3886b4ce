import { eq } from 'drizzle-orm';
import type { Tx } from '#db/connect.ts';
import { callerById } from '#db/queries/caller-by-id.ts';
import { categoryOfLot } from '#db/queries/category-of-lot.ts';
import { absencesAt, peopleInRoles } from '#db/queries/recipients.ts';
import { users } from '#db/schema/people.ts';
import { type Recipient, whoIsThere } from '#domain/absences.ts';
import { authorize, type Caller } from '#domain/caller.ts';
import type { ChainStep } from '#domain/escalation.ts';
import type { Right } from '#domain/rights.ts';
import { rolesOfTeam } from '#domain/tasks.ts';
import { asTask, type TaskRow } from './change-task.ts';

/** Who is told: people who are there and may act, each once. */
export type Told = Recipient & { name: string };

const uuid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/;

/** Whose task it is: the person who has it, or, where nobody has, everybody of its team at its site. */
export async function ownersOf(tx: Tx, row: TaskRow, now: Date): Promise<Told[]> {
  const { assigneeId, state, team, siteId } = row;
  if (state === 'claimed' && assigneeId && uuid.test(assigneeId)) {
    const told = await whoMayAct(tx, row, [assigneeId], ['task.work'], now);
    if (told.length > 0) return told;
  }
  const people = await peopleInRoles(tx, { roles: rolesOfTeam[team], siteId, now });
  return await whoMayAct(tx, row, people, ['task.work'], now);
}

/** Whom a step of a chain tells. Whoever may hand the task to somebody else is of use there as well. */
async function peopleOfStep(tx: Tx, row: TaskRow, step: ChainStep, now: Date): Promise<Told[]> {
  const people =
    'userId' in step ? [step.userId] : await peopleInRoles(tx, { roles: [step.role], siteId: row.siteId, now });
  return await whoMayAct(tx, row, people, ['task.work', 'task.reassign'], now);
}

/** The first of some steps in which somebody is there, with its place among them; past the last where nobody is in any. */
export async function firstThere(
  tx: Tx,
  row: TaskRow,
  steps: readonly ChainStep[],
  now: Date,
): Promise<{ place: number; people: Told[] }> {
  for (const [index, step] of steps.entries()) {
    const people = await peopleOfStep(tx, row, step, now);
    if (people.length > 0) return { place: index + 1, people };
  }
  return { place: steps.length, people: [] };
}

/** Those of them, or of their stand-ins while they are away, who may do something about the task where it is; each once. */
async function whoMayAct(
  tx: Tx,
  row: TaskRow,
  people: readonly string[],
  anyOf: readonly Right[],
  now: Date,
): Promise<Told[]> {
  const away = people.length === 0 ? [] : await absencesAt(tx, now);
  const { scope } = asTask(row, await categoryOfLot(tx, row.lotId));
  const mayAct = (caller: Caller | undefined) => caller && anyOf.some((right) => authorize(caller, right, scope).ok);
  const told = new Map<string, Told>();
  // Who is asked for themselves as well as for somebody else is told for themselves.
  const there = people.flatMap((person) => whoIsThere(person, away) ?? []);
  for (const { userId, standingInFor } of there.sort(
    (one, other) => Number(!!one.standingInFor) - Number(!!other.standingInFor),
  )) {
    if (told.has(userId)) continue;
    const caller = await callerById(tx, { kind: 'person', id: userId }, now);
    const absent = standingInFor ? await nameOf(tx, standingInFor) : null;
    const onBehalfOf = standingInFor && absent ? { id: standingInFor, name: absent } : undefined;
    const entitled =
      mayAct(caller) || (onBehalfOf && mayAct(await callerById(tx, { kind: 'person', id: userId, onBehalfOf }, now)));
    if (caller && entitled) told.set(userId, { userId, standingInFor: absent, name: caller.name });
  }
  return [...told.values()];
}

async function nameOf(tx: Tx, userId: string): Promise<string> {
  const [person] = await tx.select({ name: users.name }).from(users).where(eq(users.id, userId));
  return person?.name ?? userId;
}
