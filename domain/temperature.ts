import { Decimal } from 'decimal.js';
import { allow, type Result, refuse } from './result.ts';

/** Degrees Celsius as decimal strings; both ends are allowed. */
export type TemperatureRange = { min: string; max: string };

/** Degrees Celsius with at most two decimals, between −100 and 200. */
export function parseCelsius(text: string, pointer?: string): Result<string> {
  const written = /^-?[0-9]{1,3}(\.[0-9]{1,2})?$/.test(text);
  return written && new Decimal(text).greaterThanOrEqualTo(-100) && new Decimal(text).lessThanOrEqualTo(200)
    ? allow(plain(text))
    : refuse('temperature.malformed', `A temperature is degrees Celsius as "7.1": "${text}"`, pointer);
}

export const isOutside = (celsius: string, range: TemperatureRange): boolean =>
  new Decimal(celsius).lessThan(range.min) || new Decimal(celsius).greaterThan(range.max);

/** As people read it: "0 to 4 °C". */
export const rangeText = ({ min, max }: TemperatureRange): string => `${plain(min)} to ${plain(max)} °C`;

export const celsiusText = (celsius: string): string => `${plain(celsius)} °C`;

export type Reading = { at: Date; celsius: string };

/**
 * Longest unbroken time outside the range, in whole minutes rounded up. Time counts from the first reading outside to the
 * first one back inside, or to the last there is; what happened between two readings inside is unknown and not counted.
 */
export function longestMinutesOutside(readings: readonly Reading[], range: TemperatureRange): number {
  let leftAt: Date | null = null;
  let longest = 0;
  for (const { at, celsius } of [...readings].sort((one, other) => one.at.getTime() - other.at.getTime())) {
    if (leftAt !== null) longest = Math.max(longest, at.getTime() - leftAt.getTime());
    leftAt = isOutside(celsius, range) ? (leftAt ?? at) : null;
  }
  return Math.ceil(longest / 60_000);
}

/**
 * Why stock has to be held for its temperature, or null: it was outside its item's range for longer than allowed.
 * `place` is the sensor's, as "EWR C-02"; minutes are decimal strings.
 */
export function temperatureDeviation({
  place,
  celsius,
  range,
  minutesOutside,
  minutesAllowed,
}: {
  place: string;
  celsius: string;
  range: TemperatureRange;
  minutesOutside: string;
  minutesAllowed: string;
}): string | null {
  return new Decimal(minutesOutside).greaterThan(minutesAllowed)
    ? `${place} at ${celsiusText(celsius)}, ${plain(minutesOutside)} minutes outside ${rangeText(range)}, ${plain(minutesAllowed)} allowed`
    : null;
}

const plain = (number: string): string => new Decimal(number).toFixed();
