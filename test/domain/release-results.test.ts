import { describe, expect, test } from 'vitest';
import { checkMeasurements, conforms, judge, type Measurement } from '#domain/release-results.ts';
import type { Characteristic } from '#domain/specifications.ts';

const base = { method: 'Probe', unit: null, required: true, measuredOn: 'each_sample' as const };
const temperature: Characteristic = { ...base, name: 'Temperature', lower: '0', upper: '7', allowed: null };
const packs: Characteristic = {
  ...base,
  name: 'Packs',
  lower: null,
  upper: null,
  allowed: ['intact'],
  required: false,
};
const listeria: Characteristic = {
  ...packs,
  name: 'Listeria',
  allowed: ['not detected'],
  required: true,
  measuredOn: 'lot',
};
const count: Characteristic = { ...base, name: 'Count', lower: null, upper: '100', allowed: null, measuredOn: 'lot' };

const of = (characteristic: string, sample: number | null, value: string): Measurement => ({
  characteristic,
  sample,
  value,
});
const plan = { samples: 3, accept: 1, reject: 2 };
const all = [temperature, packs, listeria];
const passing = [
  of('Temperature', 1, '4'),
  of('Temperature', 2, '7'),
  of('temperature ', 3, '0'),
  of('Listeria', null, 'Not detected'),
];

describe('a measured value', () => {
  test.each([
    [temperature, '7', true],
    [temperature, '7.0001', false],
    [temperature, '-0.1', false],
    [packs, ' INTACT', true],
    [packs, 'open', false],
    [count, '<10', true],
    [count, '< 1000', false],
    [temperature, '<10', undefined],
    [temperature, 'cold', undefined],
    [temperature, '1e3', undefined],
  ])('of %o being "%s" conforms: %s', (characteristic, value, expected) => {
    expect(conforms(characteristic, value)).toBe(expected);
  });

  const codeOf = (measurement: Measurement, more: readonly Measurement[] = []) => {
    const result = checkMeasurements(all, plan, [measurement, ...more]);
    return result.ok ? 'allowed' : result.violation.code;
  };
  test('is refused when its characteristic, its sample or itself is none', () => {
    expect(codeOf(of('Temperature', 3, '4'))).toBe('allowed');
    expect(codeOf(of('Colour', 1, 'red'))).toBe('result.characteristic-unknown');
    expect(codeOf(of('Temperature', 4, '4'))).toBe('result.sample-unknown');
    expect(codeOf(of('Temperature', null, '4'))).toBe('result.sample-unknown');
    expect(codeOf(of('Listeria', 1, 'not detected'))).toBe('result.sample-unknown');
    expect(codeOf(of('Temperature', 1, 'cold'))).toBe('result.value-malformed');
    expect(codeOf(of('Temperature', 1, '4'), [of('temperature', 1, '5')])).toBe('result.repeated');
  });

  test('is refused together with every other one that is', () => {
    const result = checkMeasurements(all, plan, [of('Colour', 1, 'red'), of('Temperature', 9, '4')]);
    expect(result.ok ? [] : result.violation.problems?.map(({ code }) => code)).toEqual([
      'result.characteristic-unknown',
      'result.sample-unknown',
    ]);
  });
});

describe('results', () => {
  test('pass when everything required is there, and what is not required may be missing', () => {
    expect(judge(all, plan, passing)).toMatchObject({ outcome: 'pass', missing: [], nonconformingSamples: 0 });
  });

  test('are incomplete while anything required is missing, and say what and how much', () => {
    expect(judge(all, plan, passing.slice(0, 1))).toMatchObject({
      outcome: 'incomplete',
      missing: [
        { characteristic: 'Temperature', values: 2 },
        { characteristic: 'Listeria', values: 1 },
      ],
    });
  });

  test('pass with as many nonconforming samples as are accepted, and fail with one more, however many values are outside', () => {
    const one = [of('Temperature', 1, '9'), of('Packs', 1, 'open'), ...passing.slice(1)];
    expect(judge(all, plan, one)).toMatchObject({ outcome: 'pass', nonconformingSamples: 1 });
    expect(judge(all, plan, [...one, of('Packs', 2, 'open')])).toMatchObject({
      outcome: 'fail',
      nonconformingSamples: 2,
    });
  });

  test('fail as soon as they cannot pass any more, and at once when the lot itself is outside', () => {
    expect(judge(all, plan, [of('Listeria', null, 'detected')])).toMatchObject({
      outcome: 'fail',
      failedOfLot: ['Listeria'],
    });
  });

  test('ask for nothing where policy skips samples, and a value outside still fails', () => {
    expect(judge(all, null, [])).toMatchObject({ outcome: 'pass', missing: [] });
    expect(judge(all, null, [of('Temperature', 1, '9')])).toMatchObject({ outcome: 'fail' });
  });
});
