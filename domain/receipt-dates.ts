import { addDays, type CalendarDate, daysBetween, parseCalendarDate } from './calendar-date.ts';
import { countOf } from './policy-values.ts';
import type { EarlierReceipt, ItemFacts, ReceiptDefect, ReceiptLineFacts } from './receipt-facts.ts';

/** Dates that contradict the item's shelf life or the first receipt of the lot, and goods past their last day of use. */
export function dateDefects(
  { stated, item, earlier, policies }: ReceiptLineFacts & { item: ItemFacts },
  receipt: { number: string; arrivedOn: CalendarDate },
  pointer: string,
): readonly ReceiptDefect[] {
  const manufacturedOn = readable(stated.manufacturedOn);
  const expiresOn = readable(stated.expiresOn);
  const dates = { manufacturedOn, expiresOn, ...receipt, tolerance: countOf(policies.shelf_life_tolerance_days) };
  const inconsistency = unlikeEarlier(dates, earlier, item) ?? unlikeShelfLife(dates, earlier, item);
  const defects: ReceiptDefect[] = [];
  if (inconsistency !== null)
    defects.push({
      kind: 'hold',
      code: 'receipt.dates-inconsistent',
      rule: 'inconsistent_dates',
      message: inconsistency,
      pointer: `${pointer}/expiresOn`,
    });
  // The lot keeps the first dates, so those count where this receipt states none.
  const judged = expiresOn ?? earlier?.expiresOn ?? null;
  if (judged !== null && isExpired(judged, receipt.arrivedOn, policies.last_day_of_use))
    defects.push({
      kind: 'hold',
      code: 'receipt.expired',
      rule: 'expired',
      message: `Expiry ${judged} has passed on the arrival of ${receipt.number} on ${receipt.arrivedOn}`,
      pointer: `${pointer}/expiresOn`,
    });
  return defects;
}

/** Whether a lot may no longer be used on a day of its site, by the policy `last_day_of_use`. */
export const isExpired = (
  expiresOn: CalendarDate,
  on: CalendarDate,
  lastDayOfUse: 'expiry date' | 'day before expiry',
): boolean => (lastDayOfUse === 'expiry date' ? on > expiresOn : on >= expiresOn);

type Dates = {
  number: string;
  arrivedOn: CalendarDate;
  manufacturedOn: CalendarDate | null;
  expiresOn: CalendarDate | null;
  tolerance: number;
};

function unlikeEarlier(dates: Dates, earlier: EarlierReceipt | null, item: ItemFacts): string | null {
  if (!earlier) return null;
  const shelfLife = item.shelfLifeDays === null ? '' : `, ${item.shelfLifeDays} days for the item`;
  if (differ(dates.expiresOn, earlier.expiresOn))
    return `Expiry ${dates.expiresOn} on ${dates.number}, ${earlier.expiresOn} on ${earlier.receipt} for the same supplier lot${shelfLife}`;
  if (differ(dates.manufacturedOn, earlier.manufacturedOn))
    return `Manufacture ${dates.manufacturedOn} on ${dates.number}, ${earlier.manufacturedOn} on ${earlier.receipt} for the same supplier lot${shelfLife}`;
  return null;
}

function unlikeShelfLife(dates: Dates, earlier: EarlierReceipt | null, item: ItemFacts): string | null {
  const { number, arrivedOn, tolerance } = dates;
  const days = item.shelfLifeDays;
  if (days === null) return null;
  const expiresOn = dates.expiresOn ?? earlier?.expiresOn ?? null;
  // Without any expiry such a lot could never be put in order of expiry, and nobody would see it grow old.
  if (expiresOn === null) return `No expiry on ${number}, ${days} days for the item`;
  const manufacturedOn = dates.manufacturedOn ?? earlier?.manufacturedOn ?? null;
  if (manufacturedOn === null)
    return expiresOn > addDays(arrivedOn, days + tolerance)
      ? `Expiry ${expiresOn} on ${number} is further from the arrival on ${arrivedOn} than the ${days} days for the item`
      : null;
  const stated = daysBetween(manufacturedOn, expiresOn);
  return Math.abs(stated - days) > tolerance
    ? `Expiry ${expiresOn} on ${number} is ${stated} days after manufacture on ${manufacturedOn}, ${days} days for the item`
    : null;
}

const differ = (one: string | null, other: string | null): boolean => one !== null && other !== null && one !== other;

// What cannot be read is refused elsewhere, and says nothing here.
function readable(date: string | null): CalendarDate | null {
  const parsed = date === null ? null : parseCalendarDate(date);
  return parsed?.ok ? parsed.value : null;
}
