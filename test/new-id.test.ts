import { validate, version } from 'uuid';
import { afterEach, expect, test, vi } from 'vitest';
import { newId } from '#db/new-id.ts';

afterEach(() => vi.useRealTimers());

const made = (count: number) => Array.from({ length: count }, () => newId());

test('ids are UUIDs of version 7, each once and in the order they were made', () => {
  const ids = made(20_000);
  expect(ids.every((id) => validate(id) && version(id) === 7)).toBe(true);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.toSorted()).toEqual(ids);
});

test('ids keep their order within one millisecond and when the clock goes back', () => {
  vi.useFakeTimers({ now: Date.now() + 60_000 });
  const within = made(1_000);
  vi.setSystemTime(Date.now() - 3_600_000);
  const after = made(1_000);
  const ids = [...within, ...after];
  expect(ids.toSorted()).toEqual(ids);
});

test('an id says when it was made', () => {
  vi.useFakeTimers({ now: new Date('2099-03-29T01:00:00.123Z') });
  const milliseconds = Number.parseInt(newId().replaceAll('-', '').slice(0, 12), 16);
  expect(new Date(milliseconds).toISOString()).toBe('2099-03-29T01:00:00.123Z');
});
