import { expect, test } from 'vitest';
import { checkPassword, lockMilliseconds, refuseLocked } from '#domain/sign-in.ts';
import { codeOf } from './refusal.ts';

test('four wrong passwords are forgiven; from the fifth the lock doubles, up to an hour', () => {
  expect([0, 4, 5, 6, 7, 12, 1_000].map(lockMilliseconds)).toEqual([
    0, 0, 30_000, 60_000, 120_000, 3_600_000, 3_600_000,
  ]);
});

test('a locked account says for how many seconds, rounded up', () => {
  const now = new Date('2026-10-16T12:00:00Z');
  expect(refuseLocked(new Date('2026-10-16T12:00:29.001Z'), now).violation).toMatchObject({
    code: 'access.locked-out',
    retryAfterSeconds: 30,
  });
  expect(refuseLocked(now, now).violation).toMatchObject({ retryAfterSeconds: 1 });
});

test.each([
  ['too short', 'kettle river'.slice(0, 11)],
  ['longer than is hashed', 'ab cde'.repeat(22)],
  ['of fewer than five characters', 'abcdabcdabcdabcd'],
  ['with the username in it', 'river CARVALHO kettle'],
  ['of words that are guessed first', 'PasswordHoldfast1'],
])('a password %s is refused', (_, password) => {
  expect(codeOf(checkPassword(password, 'carvalho', '/password'))).toBe('password.too-weak');
});

test('a few unrelated words are a good password, in any script', () => {
  expect(codeOf(checkPassword('kettle river 9 plum', 'ana', '/password'))).toBe('allowed');
  expect(codeOf(checkPassword('чайник река слива', 'ana', '/password'))).toBe('allowed');
});
