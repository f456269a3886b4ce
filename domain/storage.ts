import { Decimal } from 'decimal.js';
import type { LocationKind } from './movements.ts';
import { allow, type Result, refuse } from './result.ts';
import { rangeText, type TemperatureRange } from './temperature.ts';

/** A real place as the rules need it; a null range promises no temperature. */
export type StoragePlace = { code: string; kind: LocationKind; range: TemperatureRange | null };

/** Where goods only pass through: putting away means somewhere else. */
const passages: readonly LocationKind[] = ['receiving_dock', 'returns_dock', 'staging'];

/**
 * May goods be brought there? A put-away ends in storage, and no place whose whole range lies outside the item's takes it:
 * crispbread does not go into the cooler. Ranges that overlap do, as pecorino (2 to 8 °C) in a cooler of 0 to 4 °C: what
 * counts then are the readings.
 */
export function suits(
  place: StoragePlace,
  item: { code: string; storage: TemperatureRange | null },
  act: 'put_away' | 'move',
  pointer?: string,
): Result<void> {
  if (act === 'put_away' && passages.includes(place.kind))
    return refuse(
      'location.not-for-stock',
      `${place.code} is a ${place.kind.replaceAll('_', ' ')}: put away into storage`,
      pointer,
    );
  return place.range === null || item.storage === null || overlap(place.range, item.storage)
    ? allow(undefined)
    : refuse(
        'location.not-for-stock',
        `${place.code} keeps ${rangeText(place.range)}, ${item.code} needs ${rangeText(item.storage)}`,
        pointer,
      );
}

const overlap = (one: TemperatureRange, other: TemperatureRange): boolean =>
  new Decimal(one.min).lessThanOrEqualTo(other.max) && new Decimal(other.min).lessThanOrEqualTo(one.max);
