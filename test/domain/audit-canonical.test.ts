import { describe, expect, test } from 'vitest';
import { canonicalEntry, canonicalJson } from '#domain/audit-canonical.ts';
import { readPositions, writePositions } from '#domain/audit-seals.ts';

describe('what means the same has one text:', () => {
  test.each([
    [
      'the order of keys, at any depth',
      '{"b":{"d":1,"c":[{"z":1,"y":2}]},"a":null}',
      '{"a":null,"b":{"c":[{"y":2,"z":1}],"d":1}}',
    ],
    ['white space', ' { "a" : [ 1 , true ] } ', '{"a":[1,true]}'],
    ['trailing zeros and exponents', '[1.50,1.5,15e-1,0.150e1,100,1e2]', '[1.5,1.5,1.5,1.5,100,100]'],
    ['escapes in text', '"caf\\u00e9 \\/ \\u0022"', '"café / \\""'],
    ['keys by their UTF-16 code units', '{"é":1,"z":2,"Z":3,"__proto__":4}', '{"Z":3,"__proto__":4,"z":2,"é":1}'],
  ])('%s', (_what, written, text) => expect(canonicalJson(written)).toBe(text));
});

describe('what differs has another text:', () => {
  test.each([
    ['the last digit of a long number', '9007199254740993', '9007199254740992'],
    ['a digit behind the point', '0.12345678901234567890123', '0.12345678901234567890124'],
    ['a number and its digits as text', '1', '"1"'],
    ['the order of a list', '[1,2]', '[2,1]'],
    ['a key that is null and one that is not there', '{"a":null}', '{}'],
  ])('%s', (_what, one, other) => expect(canonicalJson(one)).not.toBe(canonicalJson(other)));
});

test('an entry that has no `before` differs from one whose `before` is null', () => {
  const entry = { position: '1', transactionId: '7', imported: false };
  expect(canonicalEntry(entry)).toBe('{"imported":false,"position":"1","transactionId":"7"}');
  expect(canonicalEntry({ ...entry, before: 'null' })).toBe(
    '{"before":null,"imported":false,"position":"1","transactionId":"7"}',
  );
});

test('positions are written as runs and read back, with their gaps and in their order', () => {
  const positions = ['1', '2', '3', '7', '6', '9007199254740993', '9007199254740994'];
  expect(writePositions(positions)).toBe('1-3,7,6,9007199254740993-9007199254740994');
  expect(readPositions(writePositions(positions), positions.length)).toEqual(positions);
});

test.each(['', '1-', '3-1', '1,,2', '1-99999999999', 'x'])('%j is no list of at most five positions', (text) =>
  expect(readPositions(text, 5)).toBeNull(),
);
