import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkDigitOf, parseGln, parseGtin, parseSscc } from '#domain/gs1.ts';
import { codeOf } from './refusal.ts';

const digits = (length: number) => fc.stringMatching(new RegExp(`^[0-9]{${length}}$`));

describe('GS1 keys', () => {
  test("the story's keys are read as they are", () => {
    expect(parseGtin('09521101001013')).toEqual({ ok: true, value: '09521101001013' });
    expect(parseGln('9521001000017')).toEqual({ ok: true, value: '9521001000017' });
    expect(parseSscc('395210010000020108')).toEqual({ ok: true, value: '395210010000020108' });
  });

  test('every length of GTIN is read as fourteen digits', () => {
    expect(parseGtin('96385074')).toEqual({ ok: true, value: '00000096385074' });
    expect(parseGtin('036000291452')).toEqual({ ok: true, value: '00036000291452' });
    expect(parseGtin('4006381333931')).toEqual({ ok: true, value: '04006381333931' });
  });

  test('any digits with their check digit are accepted, and with any other digit refused', () => {
    fc.assert(
      fc.property(fc.constantFrom(7, 11, 12, 13).chain(digits), fc.integer({ min: 1, max: 9 }), (body, shift) => {
        const right = checkDigitOf(body);
        expect(parseGtin(`${body}${right}`)).toEqual({ ok: true, value: `${body}${right}`.padStart(14, '0') });
        expect(codeOf(parseGtin(`${body}${(right + shift) % 10}`))).toBe('gs1.check-digit-wrong');
      }),
    );
  });

  test('one mistyped digit is always found', () => {
    fc.assert(
      fc.property(digits(17), fc.nat(16), fc.integer({ min: 1, max: 9 }), (body, place, shift) => {
        const key = `${body}${checkDigitOf(body)}`;
        const wrong = (Number(key[place]) + shift) % 10;
        expect(codeOf(parseSscc(`${key.slice(0, place)}${wrong}${key.slice(place + 1)}`))).toBe(
          'gs1.check-digit-wrong',
        );
      }),
    );
  });

  test.each(['', '123', '952100100001', '95210010000177', '9521001 00001', '٩٥٢١٠٠١٠٠٠٠١٧', '9521001000017 '])(
    'a GLN that is not thirteen digits is refused, not repaired: "%s"',
    (text) => expect(codeOf(parseGln(text))).toBe('gs1.malformed'),
  );

  test('a refusal points at the field and names the right digit', () => {
    expect(parseGtin('09521101001014', '/lines/0/gtin')).toEqual({
      ok: false,
      violation: {
        code: 'gs1.check-digit-wrong',
        message: 'The check digit of GTIN 09521101001014 is 4, it would have to be 3',
        pointer: '/lines/0/gtin',
      },
    });
  });
});
