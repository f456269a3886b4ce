import type { Shift } from './business-calendar.ts';
import { allow, type Result, refuse } from './result.ts';

/** A shift as people write it: `07:00` to `15:30`. One that ends on the next day closes after `24:00`: `30:00` is six. */
export type WrittenShift = { opens: string; closes: string };

const written = /^(\d{2}):(\d{2})$/;
const minutesPerDay = 1_440;

/** The shifts of one day: in order, without overlap, each at most a day long, begun on their day. */
export function parseShifts(shifts: readonly WrittenShift[], pointer: string): Result<Shift[]> {
  const parsed: Shift[] = [];
  for (const [index, { opens: from, closes: until }] of shifts.entries()) {
    const opens = minutesOf(from);
    const closes = minutesOf(until);
    const sound =
      opens !== null &&
      closes !== null &&
      opens < minutesPerDay &&
      closes > opens &&
      closes <= opens + minutesPerDay &&
      opens >= (parsed.at(-1)?.closes ?? 0);
    if (!sound)
      return refuse(
        'calendar.shifts-overlap',
        `"${from}" to "${until}" is no shift that fits there`,
        `${pointer}/${index}`,
      );
    parsed.push({ opens, closes });
  }
  return allow(parsed);
}

export const writeShift = ({ opens, closes }: Shift): WrittenShift => ({
  opens: textOf(opens),
  closes: textOf(closes),
});

function minutesOf(text: string): number | null {
  const [, hours, minutes] = written.exec(text) ?? [];
  return hours === undefined || Number(minutes) > 59 ? null : Number(hours) * 60 + Number(minutes);
}

const textOf = (minutes: number): string =>
  [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, '0')).join(':');
