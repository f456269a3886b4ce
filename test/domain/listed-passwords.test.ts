import { expect, test } from 'vitest';
import { isListedPassword } from '#domain/listed-passwords.ts';

const list = new Set(['password', 'dragon', 'summer', 'liverpool', '1qaz2wsx3edc', 'ab', 'superman']);
const isCommon = (password: string) => isListedPassword(password, (word) => list.has(word));

test('a common word is one as it is, and as people make it longer', () => {
  for (const password of [
    '1qaz2wsx3edc',
    'Password1234',
    'P@ssw0rd2024!',
    '!!Summer2026',
    'dragondragon',
    'DragonDragon12',
    'Superm4n!!!!!',
  ])
    expect(isCommon(password), password).toBe(true);
});

test('a word among others is none, nor a short one among many digits', () => {
  for (const password of [
    'liverpool under rain',
    'my dragon eats summer',
    'ab8391047268',
    'dragon83910472683',
    'x8f!kQ02mLz9',
    '',
  ])
    expect(isCommon(password), password).toBe(false);
});
