import { describe, expect, test } from 'vitest';
import { installedRoles } from '#domain/installed-roles.ts';
import {
  mayClaim,
  mayReassign,
  mayRelease,
  maySettle,
  rolesOfTeam,
  type Task,
  taskKinds,
  taskRouting,
  teams,
} from '#domain/tasks.ts';
import { givenPerson } from './callers.ts';
import { codeOf } from './refusal.ts';

const free: Task = {
  kind: 'reconcile_purchase_order',
  state: 'open',
  assigneeId: null,
  assigneeName: null,
  scope: { siteId: 'CHI' },
};
const anas: Task = { ...free, state: 'claimed', assigneeId: 'ana', assigneeName: 'Ana' };
const ana = givenPerson('ana', 'task.work');
const ben = givenPerson('ben', 'task.work');
const chief = givenPerson('chief', 'task.work', 'task.reassign');
const stranger = givenPerson('stranger');

describe('claiming', () => {
  test('takes a free task, once more what is one’s own, and never somebody else’s', () => {
    expect(codeOf(mayClaim(ana, free))).toBe('allowed');
    expect(codeOf(mayClaim(ana, anas))).toBe('allowed');
    expect(mayClaim(ben, anas)).toMatchObject({
      violation: { code: 'task.already-claimed', message: 'Ana has this task' },
    });
    expect(codeOf(mayClaim(stranger, free))).toBe('access.right-missing');
  });
});

describe('releasing', () => {
  test('gives back one’s own task; somebody else’s only with the right to reassign', () => {
    expect(codeOf(mayRelease(ana, anas))).toBe('allowed');
    expect(codeOf(mayRelease(ben, anas))).toBe('task.not-yours');
    expect(codeOf(mayRelease(chief, anas))).toBe('allowed');
    expect(codeOf(mayRelease(ana, free))).toBe('task.not-claimed');
    expect(codeOf(mayRelease(stranger, anas))).toBe('access.right-missing');
  });
});

describe('reassigning', () => {
  test('takes the right, and an assignee who may work there', () => {
    expect(codeOf(mayReassign(chief, anas, ben))).toBe('allowed');
    expect(codeOf(mayReassign(chief, free, ben))).toBe('allowed');
    expect(codeOf(mayReassign(ben, anas, ben))).toBe('access.right-missing');
    expect(codeOf(mayReassign(chief, anas, stranger))).toBe('task.assignee-not-entitled');
  });
});

describe('settling', () => {
  test('is for whoever has the task, or anyone of the team while nobody has it', () => {
    expect(codeOf(maySettle(ana, anas))).toBe('allowed');
    expect(codeOf(maySettle(ana, free))).toBe('allowed');
    expect(codeOf(maySettle(ben, anas))).toBe('task.not-yours');
    expect(codeOf(maySettle(stranger, free))).toBe('access.right-missing');
  });

  test.each(taskKinds)('%s is settled by hand only if no process settles it', (kind) => {
    expect(codeOf(maySettle(ana, { ...free, kind }))).toBe(
      taskRouting[kind].settledBy === 'hand' ? 'allowed' : 'task.settled-by-process',
    );
  });
});

test.each(['settled', 'cancelled'] as const)('a %s task is touched no more', (state) => {
  const over: Task = { ...anas, state };
  for (const answer of [
    mayClaim(ana, over),
    mayRelease(ana, over),
    mayReassign(chief, over, ben),
    maySettle(ana, over),
  ])
    expect(codeOf(answer)).toBe('task.settled');
});

test.each(teams)('somebody in team %s may work its tasks', (team) => {
  expect(rolesOfTeam[team].some((role) => installedRoles[role].includes('task.work'))).toBe(true);
});
