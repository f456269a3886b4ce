import { expect, test } from 'vitest';
import { differencesOf } from '#domain/record-differences.ts';

const paths = (before: unknown, after: unknown) => differencesOf(before, after).map(({ path }) => path);

test('parts of lists are compared by their names, wherever they stand', () => {
  const limit = (name: string, upper: string) => ({ name, upper });
  const before = { characteristics: [limit('pH', '4.9'), limit('Fat', '30')] };
  expect(differencesOf(before, { characteristics: [limit('Fat', '32'), limit('pH', '4.9')] })).toEqual([
    { path: 'characteristics/Fat/upper', before: '30', after: '32' },
  ]);
  expect(differencesOf(before, { characteristics: [limit('pH', '4.9')] })).toEqual([
    { path: 'characteristics/Fat', before: limit('Fat', '30'), after: null },
  ]);
  expect(paths(before, { characteristics: [...before.characteristics, limit('Salt', '2')] })).toEqual([
    'characteristics/Salt',
  ]);
});

test('words are told of as a whole, and so are parts that cannot be told apart', () => {
  expect(differencesOf({ allergens: ['milk'] }, { allergens: ['milk', 'eggs'] })).toEqual([
    { path: 'allergens', before: ['milk'], after: ['milk', 'eggs'] },
  ]);
  expect(paths({ contacts: [{ name: 'A' }, { name: 'A' }] }, { contacts: [{ name: 'A' }] })).toEqual(['contacts']);
});

test('the last band of a plan has a name too, and what means the same is no difference', () => {
  const plan = (samples: number) => ({
    sampling: {
      scheme: 'c_zero',
      bands: [
        { upTo: '50', samples: 5 },
        { upTo: null, samples },
      ],
    },
  });
  expect(differencesOf(plan(13), plan(20))).toEqual([{ path: 'sampling/bands/above/samples', before: 13, after: 20 }]);
  expect(differencesOf({ a: 1, b: { c: 2, d: 3 } }, { b: { d: 3, c: 2 }, a: 1 })).toEqual([]);
});
