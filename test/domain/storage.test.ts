import { describe, expect, test } from 'vitest';
import { suits } from '#domain/storage.ts';
import { codeOf } from './refusal.ts';

const cooler = { code: 'C-01', kind: 'cooler', range: { min: '0', max: '4' } } as const;
const dock = { code: 'DOCK-IN', kind: 'receiving_dock', range: null } as const;
const item = (min: string, max: string) => ({ code: 'ITEM', storage: { min, max } });

describe('a place suits goods', () => {
  test('whose range meets its own, even in one degree', () => {
    expect(codeOf(suits(cooler, item('2', '8'), 'put_away'))).toBe('allowed');
    expect(codeOf(suits(cooler, item('4', '8'), 'put_away'))).toBe('allowed');
    expect(codeOf(suits(cooler, item('-18', '0'), 'put_away'))).toBe('allowed');
    expect(codeOf(suits(cooler, { code: 'ITEM', storage: null }, 'put_away'))).toBe('allowed');
  });

  test('and not where the ranges have nothing in common, either way', () => {
    expect(suits(cooler, item('5', '30'), 'move', '/lines/0/to')).toEqual({
      ok: false,
      violation: {
        code: 'location.not-for-stock',
        message: 'C-01 keeps 0 to 4 °C, ITEM needs 5 to 30 °C',
        pointer: '/lines/0/to',
      },
    });
    expect(codeOf(suits(cooler, item('-20', '-1'), 'put_away'))).toBe('location.not-for-stock');
  });

  test('to be moved to, though not put away, where goods only pass through', () => {
    expect(codeOf(suits(dock, item('0', '4'), 'move'))).toBe('allowed');
    expect(codeOf(suits(dock, item('0', '4'), 'put_away'))).toBe('location.not-for-stock');
  });
});
