import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Absence, whoIsThere } from '#domain/absences.ts';
import { nextAttempt } from '#domain/delivery-retry.ts';
import {
  attentionFrom,
  installedChains,
  isTimedByProcess,
  longestChain,
  nextStep,
  runsAroundTheClock,
} from '#domain/escalation.ts';
import { installedRoles } from '#domain/installed-roles.ts';
import { parseShifts, writeShift } from '#domain/shift-text.ts';
import { taskKinds, taskRouting, teams } from '#domain/tasks.ts';
import { codeOf } from './refusal.ts';

const lengths = { remindAfter: '60', escalateAfter: '120', escalateAgainAfter: '30' };
const now = new Date('2026-10-16T12:00:00Z');
const inMinutes = (minutes: number) => new Date(now.getTime() + minutes * 60_000);

test('a task goes up after its time and never before it is due; a step is followed by the next until the last', () => {
  expect(attentionFrom(now, inMinutes(30), null, lengths)).toEqual({
    remindAt: inMinutes(60),
    escalateAt: inMinutes(120),
  });
  expect(attentionFrom(now, inMinutes(500), null, lengths).escalateAt).toEqual(inMinutes(500));
  expect(nextStep(now, { step: 1, steps: 2 }, null, lengths)).toEqual(inMinutes(30));
  expect(nextStep(now, { step: 2, steps: 2 }, null, lengths)).toBeNull();
});

test('every team has a chain that ends with somebody who can hand its tasks to others', () => {
  for (const team of teams) {
    const last = installedChains[team].at(-1);
    expect(installedChains[team].length).toBeLessThanOrEqual(longestChain);
    expect(last && 'role' in last && installedRoles[last.role].includes('task.reassign'), team).toBe(true);
  }
});

test('what a process keeps in mind, and what is about held stock, does not wait for a shift to begin', () => {
  for (const kind of taskKinds)
    if (isTimedByProcess(kind)) expect(runsAroundTheClock({ kind, team: taskRouting[kind].team }), kind).toBe(true);
  expect(runsAroundTheClock({ kind: 'settle_exception', team: 'quality_management' })).toBe(true);
  expect(runsAroundTheClock({ kind: 'reconcile_purchase_order', team: 'recall' })).toBe(true);
  expect(runsAroundTheClock({ kind: 'reconcile_purchase_order', team: 'order_desk' })).toBe(false);
});

test('whoever is told is there, and no circle of stand-ins is walked for ever', () => {
  const person = fc.integer({ min: 0, max: 5 }).map(String);
  const absences = fc.array(fc.tuple(person, fc.option(person)), { maxLength: 6 });
  fc.assert(
    fc.property(person, absences, (asked, pairs) => {
      const away: Absence[] = pairs.map(([userId, standInId]) => ({
        absenceId: userId,
        userId,
        standInId,
        fromAt: now,
        untilAt: now,
      }));
      const there = whoIsThere(asked, away);
      if (there) expect(away.some(({ userId }) => userId === there.userId)).toBe(false);
      if (there) expect(there.standingInFor).toBe(there.userId === asked ? null : asked);
    }),
  );
});

test('a delivery is tried after twice as long each time, up to four hours, until its time is over', () => {
  const policy = { retryAfter: '1', giveUpAfter: '4320' };
  const pause = (attempts: number) => nextAttempt({ attempts, createdAt: now, now }, policy);
  expect([1, 2, 3, 8, 9, 40].map(pause)).toEqual([1, 2, 4, 128, 240, 240].map(inMinutes));
  expect(nextAttempt({ attempts: 1, createdAt: now, now: inMinutes(4_319) }, policy)).not.toBeNull();
  expect(nextAttempt({ attempts: 1, createdAt: now, now: inMinutes(4_320) }, policy)).toBeNull();
});

test('shifts are read as they are written, and what does not fit is refused', () => {
  const night = [
    { opens: '06:00', closes: '14:30' },
    { opens: '22:00', closes: '30:00' },
  ];
  const parsed = parseShifts(night, '/shifts');
  expect(parsed.ok && parsed.value.map(writeShift)).toEqual(night);
  for (const shifts of [
    [{ opens: '24:00', closes: '25:00' }],
    [{ opens: '10:00', closes: '10:00' }],
    [{ opens: '10:00', closes: '34:01' }],
    [{ opens: '10:60', closes: '12:00' }],
    [
      { opens: '10:00', closes: '12:00' },
      { opens: '11:59', closes: '13:00' },
    ],
  ])
    expect(codeOf(parseShifts(shifts, ''))).toBe('calendar.shifts-overlap');
});
