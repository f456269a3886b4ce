import { describe, expect, test } from 'vitest';
import type { Caller } from '#domain/caller.ts';
import { type Duty, dutiesAgainst, dutyConflicts, mayMeet, type RecordedDuty } from '#domain/segregation.ts';

const person = (id: string, onBehalfOf?: string): Caller => ({
  kind: 'person',
  id,
  name: id,
  grants: [],
  onBehalfOf: onBehalfOf === undefined ? undefined : { id: onBehalfOf, name: onBehalfOf },
});

const did = (
  who: string | string[],
  duty: Duty,
  lotId: string | null = 'lot',
  caseId: string | null = null,
): RecordedDuty => ({
  duty,
  personIds: [who].flat(),
  lotId,
  caseKind: caseId && 'case',
  caseId,
});

const asked = (caller: Caller, duty: Duty, recorded: RecordedDuty[], caseId?: string) => {
  const may = mayMeet(caller, duty, { lotIds: ['lot'], ...(caseId && { caseKind: 'case', caseId }) }, recorded);
  return may.ok ? 'allowed' : may.violation.message;
};

describe('every conflict of the table', () => {
  for (const conflict of dutyConflicts) {
    const { one, other, within } = conflict;
    test(`${one} and ${other} do not meet in one person on one ${within}, whichever comes first`, () => {
      const caseId = within === 'case' ? 'C1' : null;
      expect(asked(person('ana'), other, [did('ana', one, 'lot', caseId)], caseId ?? undefined)).toMatch(/^You /);
      if (!conflict.alone)
        expect(asked(person('ana'), one, [did('ana', other, 'lot', caseId)], caseId ?? undefined)).toMatch(/^You /);
      expect(asked(person('ben'), other, [did('ana', one, 'lot', caseId)], caseId ?? undefined)).toBe('allowed');
      expect(asked(person('ana'), other, [did('ana', one, 'other lot', caseId && 'C2')], caseId ?? undefined)).toBe(
        'allowed',
      );
      expect(dutiesAgainst(other)).toContain(one);
    });
  }
});

test('what a refusal says names what was done and what somebody else does now', () => {
  expect(asked(person('ana'), 'released', [did('ana', 'received')])).toBe(
    'You received this lot, so somebody else releases it',
  );
  expect(asked(person('ben', 'ana'), 'released', [did('ana', 'received')])).toBe(
    'ana, for whom you act, received this lot, so somebody else releases it',
  );
});

test('who inspected releases only where somebody else inspected too', () => {
  expect(asked(person('ana'), 'released', [did('ana', 'inspected')])).toBe(
    'You alone inspected this lot, so somebody else releases it',
  );
  expect(asked(person('ana'), 'released', [did('ana', 'inspected'), did('ben', 'inspected')])).toBe('allowed');
  expect(asked(person('ana'), 'released', [did('ana', 'inspected'), did('ben', 'inspected', 'other lot')])).not.toBe(
    'allowed',
  );
});

test('who stands in for somebody counts as both, when it was done and when it is asked', () => {
  const behalf = did(['ben', 'ana'], 'received');
  for (const who of [person('ana'), person('ben'), person('cy', 'ana'), person('ben', 'cy')])
    expect(asked(who, 'released', [behalf])).not.toBe('allowed');
  expect(asked(person('cy'), 'released', [behalf])).toBe('allowed');
});

test('a case has its own people, and one that is not told apart is judged by its lot', () => {
  const requested = did('ana', 'requested', 'lot', 'C1');
  expect(asked(person('ana'), 'decided', [requested], 'C1')).not.toBe('allowed');
  expect(asked(person('ana'), 'decided', [requested], 'C2')).toBe('allowed');
  expect(asked(person('ana'), 'decided', [requested])).not.toBe('allowed');
  expect(asked(person('ana'), 'approved', [did('ana', 'proposed', null, 'P1')], 'P1')).not.toBe('allowed');
});
