import { type Reach, reaches, type StockPlace } from './holds.ts';
import { allow, type Result, refuse } from './result.ts';

/**
 * What a conditional release allows: only these customers (ids; null: all), only until a day (null: until the lot's own
 * last day). It is of an owner's stock of a lot, everywhere or at a place, and goes with the stock when it moves.
 */
export type ReleaseLimit = Reach & {
  ownerId: string;
  number: string;
  customerIds: readonly string[] | null;
  useBy: string | null;
};

/** Stock that an allocation, a promise or a shipment would take, for whom, and the day on which they get it (YYYY-MM-DD). */
export type WantedStock = StockPlace & { ownerId: string };
export type Wanting = {
  /** Of the customer and of all that were merged into the same party: a limit names the one that it was written for. */
  customerIds: readonly string[];
  customerCode: string;
  onDay: string;
};

/** The limits that an owner's stock at a place stands under: all of them have to be kept. */
export const limitsOn = <Limit extends ReleaseLimit>(limits: readonly Limit[], stock: WantedStock): Limit[] =>
  limits.filter((limit) => limit.ownerId === stock.ownerId && reaches(limit, stock));

/** May this stock go to this customer by this day, as far as its release says? Every intent to give it away asks. */
export function mayAllocate(limits: readonly ReleaseLimit[], stock: WantedStock, wanting: Wanting): Result<void> {
  for (const { number, customerIds, useBy } of limitsOn(limits, stock)) {
    if (customerIds !== null && !customerIds.some((id) => wanting.customerIds.includes(id)))
      return refuse(
        'release.customer-not-allowed',
        `${number} released this stock for some customers only, and ${wanting.customerCode} is none of them`,
      );
    if (useBy !== null && wanting.onDay > useBy)
      return refuse(
        'release.use-by-passed',
        `${number} released this stock for use until ${useBy}; ${wanting.onDay} is later`,
      );
  }
  return allow(undefined);
}
