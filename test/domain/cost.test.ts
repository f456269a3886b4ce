import { expect, test } from 'vitest';
import { costOf } from '#domain/cost.ts';

test('costs are summed exactly and rounded once, half up', () => {
  expect(costOf([])).toBe('0.00');
  expect(costOf([{ quantity: '287', amountPerBaseUnit: '6.35' }])).toBe('1822.45');
  // Rounded each, these two would make 0.00; rounded together, half up, a cent.
  const half = { quantity: '0.5', amountPerBaseUnit: '0.005' };
  expect(costOf([half, half])).toBe('0.01');
});
