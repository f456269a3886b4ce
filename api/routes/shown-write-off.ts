import type { readWriteOffs } from '#db/queries/disposal-detail.ts';
import { canonical } from '#domain/quantity.ts';

type Found = Pick<Awaited<ReturnType<typeof readWriteOffs>>[number], 'writeOff' | 'valuation' | 'entity' | 'site'>;

/** A write-off with the cost it was recorded at, or the one that finance gave it later. */
export function asWriteOff({ writeOff, valuation, entity, site }: Found) {
  const { id: writeOffId, quantity, dated } = writeOff;
  const { unitCost, amount, currency } = valuation ?? writeOff;
  return {
    ...{ writeOffId, entity, site, dated, amount, currency },
    unitCost: unitCost === null ? null : canonical(unitCost),
    quantity: canonical(quantity),
    valuation: valuation && {
      byName: valuation.valuedByName,
      onBehalfOfName: valuation.valuedForName,
      at: valuation.valuedAt.toISOString(),
      reason: valuation.reason,
    },
  };
}
