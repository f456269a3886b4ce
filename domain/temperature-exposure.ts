import { add, compare } from './quantity.ts';
import { isOutside, longestMinutesOutside, type Reading, type TemperatureRange } from './temperature.ts';

/** From when until when a lot stood at a place; null: since before what was looked at, or still. */
export type Presence = { from: Date | null; until: Date | null };

/** A sensor's reading. `minutesStated` is the gateway's own count up to it; `fresh` if it is part of what is judged now. */
export type SensorReading = Reading & { minutesStated: string | null; fresh: boolean };

/** How long a lot was outside its range, in minutes as a decimal string, and how far at the worst. */
export type Exposure = { minutes: string; celsius: string };

/** When there was some of a lot at a place, from the balance before and the signed lines after it, in order of time. */
export function presences(before: string, lines: readonly { at: Date; quantity: string }[]): Presence[] {
  const found: Presence[] = [];
  let balance = before;
  let since: Presence | undefined = compare(before, '0') > 0 ? { from: null, until: null } : undefined;
  for (const { at, quantity } of lines) {
    balance = add(balance, quantity);
    const there = compare(balance, '0') > 0;
    if (there && !since) since = { from: at, until: null };
    if (!there && since) {
      found.push({ ...since, until: at });
      since = undefined;
    }
  }
  return since ? [...found, since] : found;
}

/**
 * The worst time outside the range that fresh readings of one sensor say about a lot that stood there. What older readings
 * had said by themselves was judged when they came, so that a lifted hold is not placed again by the next harmless reading.
 */
export function exposureOf(
  readings: readonly SensorReading[],
  range: TemperatureRange,
  presence: Presence,
): Exposure | null {
  const exposures = [
    ...excursions(within(readings, presence), range).map((run) => ({
      minutes: String(longestMinutesOutside(run, range)),
      celsius: farthest(run, range),
    })),
    ...readings.flatMap((reading) => stated(reading, range, presence)),
  ];
  return exposures.reduce<Exposure | null>(
    (worst, one) => (worst === null || compare(one.minutes, worst.minutes) > 0 ? one : worst),
    null,
  );
}

/** Runs of readings outside, each with the one that ended it, that a fresh reading is part of. */
function excursions(readings: readonly SensorReading[], range: TemperatureRange): SensorReading[][] {
  const runs: SensorReading[][] = [];
  let run: SensorReading[] = [];
  for (const reading of readings) {
    const outside = isOutside(reading.celsius, range);
    if (outside || run.length > 0) run.push(reading);
    if (!outside && run.length > 0) {
      runs.push(run);
      run = [];
    }
  }
  return [...runs, run].filter((one) => one.some((reading) => reading.fresh));
}

/** The readings while the lot was there, and at both ends what the last one before had shown. */
function within(readings: readonly SensorReading[], { from, until }: Presence): SensorReading[] {
  const sorted = [...readings].sort((one, other) => one.at.getTime() - other.at.getTime());
  const at = (instant: Date | null): SensorReading[] => {
    const last = instant && sorted.findLast((reading) => reading.at <= instant);
    return last && last.at < instant ? [{ ...last, at: instant, fresh: false }] : [];
  };
  const inside = sorted.filter((reading) => (!from || reading.at >= from) && (!until || reading.at <= until));
  return [...at(from), ...inside, ...at(until)];
}

function stated(reading: SensorReading, range: TemperatureRange, { from, until }: Presence): Exposure[] {
  if (!reading.fresh || reading.minutesStated === null || !isOutside(reading.celsius, range)) return [];
  const began = new Date(reading.at.getTime() - Number(reading.minutesStated) * 60_000);
  const whole = (!from || from <= began) && (!until || until >= reading.at);
  if (whole) return [{ minutes: reading.minutesStated, celsius: reading.celsius }];
  const start = Math.max(began.getTime(), from?.getTime() ?? 0);
  const end = Math.min(reading.at.getTime(), until?.getTime() ?? reading.at.getTime());
  return end > start ? [{ minutes: String(Math.ceil((end - start) / 60_000)), celsius: reading.celsius }] : [];
}

function farthest(run: readonly SensorReading[], range: TemperatureRange): string {
  const distance = (celsius: string): number =>
    Math.max(Number(celsius) - Number(range.max), Number(range.min) - Number(celsius));
  return run.reduce(
    (worst, { celsius }) => (distance(celsius) > distance(worst) ? celsius : worst),
    run[0]?.celsius ?? '',
  );
}
