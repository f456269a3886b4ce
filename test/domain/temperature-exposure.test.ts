import { describe, expect, test } from 'vitest';
import { exposureOf, presences, type SensorReading } from '#domain/temperature-exposure.ts';

const range = { min: '0', max: '4' };
const time = (clock: string) => new Date(`2026-09-18T${clock}:00Z`);
const reading = (clock: string, celsius: string, fresh = true, minutesStated: string | null = null): SensorReading => ({
  at: time(clock),
  celsius,
  fresh,
  minutesStated,
});
const always = { from: null, until: null };

describe('the time a lot stood at a place', () => {
  const line = (clock: string, quantity: string) => ({ at: time(clock), quantity });

  test('begins with its first and ends with its last quantity, as often as it came', () => {
    const lines = [line('06:00', '5'), line('07:00', '-2'), line('08:00', '-3'), line('09:00', '1')];
    expect(presences('0', lines)).toEqual([
      { from: time('06:00'), until: time('08:00') },
      { from: time('09:00'), until: null },
    ]);
  });

  test('is open where it stood before, or stands still', () => {
    expect(presences('2', [])).toEqual([always]);
    expect(presences('2', [line('06:00', '-2')])).toEqual([{ from: null, until: time('06:00') }]);
    expect(presences('0', [])).toEqual([]);
  });
});

describe('the exposure of a lot', () => {
  test('is the longest run outside that a fresh reading belongs to, with its worst temperature', () => {
    const readings = [
      reading('06:00', '6', false),
      reading('06:20', '7.1', false),
      reading('06:50', '5'),
      reading('07:00', '3'),
    ];
    expect(exposureOf(readings, range, always)).toEqual({ minutes: '60', celsius: '7.1' });
  });

  test('is not told again by a harmless reading after the run was judged', () => {
    const readings = [reading('06:00', '9', false), reading('08:00', '3', false), reading('09:00', '3')];
    expect(exposureOf(readings, range, always)).toBeNull();
  });

  test('counts only while the lot was there', () => {
    const readings = [reading('06:00', '9'), reading('08:00', '9')];
    const arrived = { from: time('07:30'), until: null };
    expect(exposureOf(readings, range, arrived)).toEqual({ minutes: '30', celsius: '9' });
    const left = { from: null, until: time('06:45') };
    expect(exposureOf(readings, range, left)).toEqual({ minutes: '45', celsius: '9' });
  });

  test("takes the gateway's own count, cut to the time the lot was there", () => {
    const stated = [reading('08:40', '7.1', true, '95')];
    expect(exposureOf(stated, range, always)).toEqual({ minutes: '95', celsius: '7.1' });
    expect(exposureOf(stated, range, { from: time('08:00'), until: null })).toEqual({ minutes: '40', celsius: '7.1' });
    expect(exposureOf(stated, range, { from: time('08:40'), until: null })?.minutes ?? '0').toBe('0');
  });

  test('below the range counts as above it, and inside not at all', () => {
    expect(exposureOf([reading('06:00', '-3'), reading('07:00', '-1')], range, always)).toEqual({
      minutes: '60',
      celsius: '-3',
    });
    expect(exposureOf([reading('06:00', '0'), reading('07:00', '4')], range, always)).toBeNull();
  });
});
