import type { StatedDelivery, StatedDeliveryLine } from '#operations/receive-goods-command.ts';
import type { GivenDatabase } from '#test/setup/database.ts';

const day = 86_400_000;

/** A day relative to today as YYYY-MM-DD. */
export const daysFromNow = (days: number): string => new Date(Date.now() + days * day).toISOString().slice(0, 10);

let lots = 0;

/** A line that nothing is wrong with: goat cheese, made last week, with its paper and its traceability lot code. */
export function cheese(change: Partial<StatedDeliveryLine> = {}): StatedDeliveryLine {
  const supplierLotNumber = change.supplierLotNumber ?? `L-${++lots}`;
  return {
    item: 'GC-BULK',
    location: 'DOCK-IN',
    quantity: '20',
    unit: 'tub',
    supplierLotNumber,
    traceabilityLotCode: `09521101001013-${supplierLotNumber}`,
    traceabilityLotCodeSourceGln: '9521101000023',
    manufacturedOn: daysFromNow(-7),
    expiresOn: daysFromNow(63),
    certificates: [{ kind: 'certificate_of_analysis', number: `COA-${supplierLotNumber}` }],
    ...change,
  };
}

/** A delivery at EWR that nothing is wrong with. */
export const delivery = (change: Partial<StatedDelivery> = {}): StatedDelivery => ({
  site: 'EWR',
  owner: 'MFF',
  supplier: 'TGD',
  arrivalTemperatureCelsius: '3.1',
  lines: [cheese()],
  ...change,
});

/** Basil of the supplier above the risk limit, at CHI. */
export const basil = (change: Partial<StatedDeliveryLine> = {}): StatedDelivery => ({
  site: 'CHI',
  owner: 'FTB',
  supplier: 'GHF',
  arrivalTemperatureCelsius: '17',
  lines: [
    cheese({
      item: 'BASIL',
      quantity: '4',
      unit: 'case',
      traceabilityLotCode: null,
      traceabilityLotCodeSourceGln: null,
      expiresOn: daysFromNow(358),
      ...change,
    }),
  ],
});

/** How many rows there are of everything a receipt writes: the same before and after one that is refused. */
export async function rowsOfReceiving({ sql }: GivenDatabase): Promise<Record<string, unknown>> {
  const [row] = await sql`
    select (select count(*) from lots) as lots, (select count(*) from receipts) as receipts,
           (select count(*) from receipt_lines) as lines, (select count(*) from movements) as movements,
           (select count(*) from movement_lines) as movement_lines, (select count(*) from stock) as stock,
           (select count(*) from certificates) as certificates, (select count(*) from receipt_defects) as defects,
           (select count(*) from holds) as holds, (select count(*) from quarantine_reviews) as reviews,
           (select count(*) from tasks) as tasks, (select count(*) from outbox) as outbox,
           (select count(*) from audit_entries) as audit, (select count(*) from commands) as commands`;
  return { ...row };
}
