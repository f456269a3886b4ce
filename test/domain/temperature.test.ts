import { describe, expect, test } from 'vitest';
import { isOutside, longestMinutesOutside, parseCelsius, temperatureDeviation } from '#domain/temperature.ts';
import { codeOf } from './refusal.ts';

const range = { min: '0.00', max: '4.00' };
const at = (time: string, celsius: string) => ({ at: new Date(`2026-09-18T${time}:00Z`), celsius });

describe('temperatures', () => {
  test.each(['', 'warm', '7,1', '7.123', '1e1', '-101', '200.01', '٧'])(
    'what is no temperature is refused: "%s"',
    (text) => expect(codeOf(parseCelsius(text))).toBe('temperature.malformed'),
  );

  test('what a sensor can show is read, and written in one way', () => {
    expect(['-100', '200', '7.10', '-0.5'].map((text) => parseCelsius(text))).toEqual(
      ['-100', '200', '7.1', '-0.5'].map((value) => ({ ok: true, value })),
    );
  });

  test('both ends of the range are inside it', () => {
    expect(['0', '4', '2.5'].map((celsius) => isOutside(celsius, range))).toEqual([false, false, false]);
    expect(['-0.01', '4.01'].map((celsius) => isOutside(celsius, range))).toEqual([true, true]);
  });

  test("cooler C-02 of the story is held with the story's words, and not at the very limit", () => {
    const reading = { place: 'EWR C-02', celsius: '7.10', range, minutesAllowed: '30' };
    expect(temperatureDeviation({ ...reading, minutesOutside: '95.00' })).toBe(
      'EWR C-02 at 7.1 °C, 95 minutes outside 0 to 4 °C, 30 allowed',
    );
    expect(temperatureDeviation({ ...reading, minutesOutside: '30' })).toBeNull();
    expect(temperatureDeviation({ ...reading, minutesOutside: '30.01' })).not.toBeNull();
  });

  test('the longest unbroken time outside counts, not the sum of short ones', () => {
    const readings = [
      at('06:00', '3'),
      at('06:10', '5'),
      at('06:30', '3'),
      at('07:00', '6'),
      at('07:15', '7'),
      at('07:45', '3.9'),
    ];
    expect(longestMinutesOutside(readings, range)).toBe(45);
    expect(longestMinutesOutside([...readings].reverse(), range)).toBe(45);
  });

  test('an excursion that has not ended counts up to the last reading', () => {
    expect(longestMinutesOutside([at('06:00', '9'), at('06:31', '9')], range)).toBe(31);
    expect(longestMinutesOutside([at('06:00', '9')], range)).toBe(0);
    expect(longestMinutesOutside([], range)).toBe(0);
    const twoSecondsMore = { at: new Date('2026-09-18T06:30:02Z'), celsius: '3' };
    expect(longestMinutesOutside([at('06:00', '9'), twoSecondsMore], range)).toBe(31);
  });
});
