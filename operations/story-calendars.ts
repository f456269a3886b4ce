import type { WrittenShift } from '#domain/shift-text.ts';
import type { StatedDay } from './import-calendar-days.ts';

const shift = (opens: string, closes: string): WrittenShift => ({ opens, closes });
const week = (weekday: WrittenShift[], saturday: WrittenShift[], sunday: WrittenShift[] = []) => [
  ...Array.from({ length: 5 }, () => weekday),
  saturday,
  sunday,
];

/** When the story's sites work: an import centre by day, a pack house in two shifts, a cold store that never closes. */
export const storyCalendars: Record<string, readonly (readonly WrittenShift[])[]> = {
  EWR: week([shift('06:00', '18:00')], [shift('07:00', '13:00')]),
  CHI: week([shift('06:00', '14:00'), shift('14:00', '22:00')], [shift('06:00', '14:00')]),
  DEN: week([shift('05:00', '13:00'), shift('13:00', '21:00')], [shift('05:00', '13:00')]),
  ONT: week([shift('00:00', '24:00')], [shift('00:00', '24:00')], [shift('00:00', '24:00')]),
};

/** The cold store keeps no holidays. */
export const neverClosed = 'ONT';

/** The holidays on which the others are closed. */
export const storyHolidays: readonly StatedDay[] = [
  { date: '2026-11-26', name: 'Thanksgiving' },
  { date: '2026-11-27', name: 'Day after Thanksgiving', shifts: [shift('06:00', '12:00')] },
  { date: '2026-12-25', name: 'Christmas Day' },
  { date: '2027-01-01', name: "New Year's Day" },
  { date: '2027-05-31', name: 'Memorial Day' },
  { date: '2027-07-05', name: 'Independence Day, observed' },
  { date: '2027-09-06', name: 'Labor Day' },
  { date: '2027-11-25', name: 'Thanksgiving' },
];
