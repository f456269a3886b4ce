import { expect, test } from 'vitest';
import { parseHappenedAt } from '#domain/happened-at.ts';
import { codeOf } from './refusal.ts';

const now = new Date('2026-10-16T15:30:00Z');
const parse = (stated: string | undefined) => parseHappenedAt(stated, { now, windowDays: '7' });

test('a fact happened now unless it says when', () => {
  expect(parse(undefined)).toEqual({ ok: true, value: now });
  expect(parse('2026-10-15T10:00:00+02:00')).toEqual({ ok: true, value: new Date('2026-10-15T08:00:00Z') });
});

test('never in the future, not even by a millisecond', () => {
  expect(codeOf(parse('2026-10-16T15:30:00Z'))).toBe('allowed');
  expect(codeOf(parse('2026-10-16T15:30:00.001Z'))).toBe('request.happened-in-future');
});

test('not longer ago than policy allows, to the millisecond', () => {
  expect(codeOf(parse('2026-10-09T15:30:00Z'))).toBe('allowed');
  expect(codeOf(parse('2026-10-09T15:29:59.999Z'))).toBe('request.happened-too-long-ago');
});

test('what is no instant is refused at its field', () => {
  expect(parse('yesterday')).toMatchObject({ violation: { code: 'date.malformed', pointer: '/happenedAt' } });
});
