import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lotsOutOfBalance, sumsToZero } from '#domain/movements.ts';
import {
  add,
  canonical,
  compare,
  differsByMoreThan,
  negate,
  parseQuantity,
  subtract,
  toBaseQuantity,
} from '#domain/quantity.ts';
import { codeOf } from './refusal.ts';

/** Any quantity the ledger can hold, counted in ten-thousandths. */
const quantities = fc.bigInt({ min: 1n, max: 999_999_999_999_999_999n }).map(asText);

function asText(tenThousandths: bigint): string {
  const digits = tenThousandths.toString().padStart(5, '0');
  return canonical(`${digits.slice(0, -4)}.${digits.slice(-4)}`);
}

describe('quantities', () => {
  test.each([
    '',
    'abc',
    '1e3',
    '0x10',
    '1,5',
    '.5',
    '5.',
    '+5',
    ' 5',
    '5 kg',
    'NaN',
    'Infinity',
    '１２',
    '1'.repeat(41),
  ])('what is no plain decimal is refused: "%s"', (text) =>
    expect(codeOf(parseQuantity(text))).toBe('quantity.malformed'),
  );

  test.each(['0', '-0', '0.0000', '-1', '-0.0001'])('nothing and less than nothing are refused: %s', (text) =>
    expect(codeOf(parseQuantity(text))).toBe('quantity.not-positive'),
  );

  test('a fifth decimal is refused, not rounded; zeros behind the value are none', () => {
    expect(codeOf(parseQuantity('1.00001'))).toBe('quantity.too-precise');
    expect(parseQuantity('1.50000')).toEqual({ ok: true, value: '1.5' });
  });

  test('the largest quantity is what numeric(18,4) holds', () => {
    expect(parseQuantity('99999999999999.9999')).toEqual({ ok: true, value: '99999999999999.9999' });
    expect(codeOf(parseQuantity('100000000000000'))).toBe('quantity.too-large');
  });

  test('480 kg of pecorino are 1058.2189 lb', () => {
    expect(toBaseQuantity({ quantity: '480', numerator: '100000000', denominator: '45359237' })).toEqual({
      ok: true,
      value: '1058.2189',
    });
  });

  test('conversion rounds half up, once, at the fourth decimal', () => {
    expect(toBaseQuantity({ quantity: '0.0001', numerator: '1', denominator: '2' })).toEqual({
      ok: true,
      value: '0.0001',
    });
    expect(toBaseQuantity({ quantity: '1', numerator: '100005', denominator: '1000000000' })).toMatchObject({
      value: '0.0001',
    });
    expect(toBaseQuantity({ quantity: '1.0001', numerator: '3', denominator: '2' })).toMatchObject({ value: '1.5002' });
  });

  test('what rounds to nothing or outgrows the ledger is refused', () => {
    expect(codeOf(toBaseQuantity({ quantity: '0.0001', numerator: '1', denominator: '3' }))).toBe(
      'quantity.not-positive',
    );
    expect(codeOf(toBaseQuantity({ quantity: '99999999999999', numerator: '12', denominator: '1' }))).toBe(
      'quantity.too-large',
    );
  });

  test('conversion is exact for any quantity and factor, against integer arithmetic', () => {
    const factors = fc.bigInt({ min: 1n, max: 10n ** 18n });
    fc.assert(
      fc.property(quantities, factors, factors, (quantity, numerator, denominator) => {
        const scaled = tenThousandths(quantity) * numerator;
        const rounded = (2n * scaled + denominator) / (2n * denominator);
        const result = toBaseQuantity({ quantity, numerator: `${numerator}`, denominator: `${denominator}` });
        if (rounded === 0n) expect(codeOf(result)).toBe('quantity.not-positive');
        else if (rounded > 999_999_999_999_999_999n) expect(codeOf(result)).toBe('quantity.too-large');
        else expect(result).toEqual({ ok: true, value: asText(rounded) });
      }),
    );
  });

  test('adding and taking away lose nothing, at any size', () => {
    fc.assert(
      fc.property(quantities, quantities, (one, other) => {
        expect(add(one, other)).toBe(asText(tenThousandths(one) + tenThousandths(other)));
        expect(subtract(add(one, other), other)).toBe(one);
        expect(add(one, negate(one))).toBe('0');
        const [left, right] = [tenThousandths(one), tenThousandths(other)];
        expect(compare(one, other)).toBe(left < right ? -1 : left > right ? 1 : 0);
      }),
    );
  });

  test('amounts are compared as numbers, not as text', () => {
    expect(compare('1.50', '1.5')).toBe(0);
    expect([compare('9', '10'), compare('-9', '-10')]).toEqual([-1, 1]);
  });

  test('a difference of exactly the tolerance is within it', () => {
    expect(differsByMoreThan('2', '100', '102')).toBe(false);
    expect(differsByMoreThan('2', '100', '102.0001')).toBe(true);
    expect(differsByMoreThan('2', '100', '97.9999')).toBe(true);
    expect(differsByMoreThan('0', '100', '100.0000')).toBe(false);
  });
});

describe('the lines of a movement', () => {
  test('balance only when they sum to zero for each lot, not over all lots', () => {
    const line = (lotId: string, quantity: string) => ({ lotId, quantity });
    expect(sumsToZero([line('A', '-3'), line('A', '1.5'), line('A', '1.5000')])).toBe(true);
    expect(lotsOutOfBalance([line('A', '-3'), line('B', '3'), line('C', '1'), line('C', '-1')])).toEqual(['A', 'B']);
  });

  test('any split of a quantity balances against the whole', () => {
    fc.assert(
      fc.property(fc.array(quantities, { minLength: 1, maxLength: 20 }), (parts) => {
        const lines = [...parts, negate(add(...parts))].map((quantity) => ({ lotId: 'A', quantity }));
        expect(sumsToZero(lines)).toBe(true);
      }),
    );
  });
});

function tenThousandths(quantity: string): bigint {
  const [whole = '', decimals = ''] = quantity.split('.');
  return BigInt(`${whole}${decimals.padEnd(4, '0')}`);
}
