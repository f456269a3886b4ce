import type postgres from 'postgres';
import { newId } from '#db/new-id.ts';
import type { ReceiveGoods } from '#operations/receive-goods-command.ts';

export const linesPerDelivery = 25;

/** One line of every tenth delivery comes without its certificate, and is held. */
export const heldEvery = 10;

const items = [
  { item: 'CRISP', quantity: '40', base: 400, unit: 'case', location: 'D-01', days: 270 },
  { item: 'FIG-JAM', quantity: '12', base: 144, unit: 'case', location: 'D-01', days: 540 },
  { item: 'OLIVE-OIL', quantity: '30', base: 180, unit: 'case', location: 'D-01', days: 540 },
  { item: 'PECORINO', quantity: '125.5', base: 125.5, unit: 'lb', location: 'C-01', days: 365 },
  { item: 'GC-LOG', quantity: '16', base: 192, unit: 'case', location: 'C-01', days: 84 },
] as const;

const daysFromNow = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/** The n-th delivery of a run: full of new lots, each with its certificate, on a purchase order of its own. */
export function delivery(run: string, index: number): ReceiveGoods {
  const name = `${run}-${String(index).padStart(6, '0')}`;
  return {
    site: 'EWR',
    owner: 'MFF',
    supplier: 'RCB',
    purchaseOrder: `PO-${name}`,
    referenceDocument: { type: 'bill of lading', number: `BOL-${name}` },
    arrivalTemperatureCelsius: null,
    lines: Array.from({ length: linesPerDelivery }, (_, line) => {
      const { item, quantity, unit, location, days } = itemOf(line);
      const supplierLotNumber = `${name}-${String(line).padStart(2, '0')}`;
      const isHeld = index % heldEvery === 0 && line === 0;
      return {
        item,
        location,
        quantity,
        unit,
        supplierLotNumber,
        traceabilityLotCode: `TLC${supplierLotNumber}`,
        traceabilityLotCodeSourceGln: '9521101000016',
        manufacturedOn: daysFromNow(-20),
        expiresOn: daysFromNow(days - 20),
        certificates: isHeld ? [] : [{ kind: 'certificate_of_analysis', number: `COA-${supplierLotNumber}` }],
      };
    }),
  };
}

const itemOf = (line: number) => items[line % items.length] ?? items[0];

/** Writes the orders that deliveries `from` to `to` (exclusive) are expected on. */
export async function orderDeliveries(sql: postgres.Sql, run: string, from: number, to: number): Promise<void> {
  const ids = await sql<{ site: string; owner: string; supplier: string }[]>`
    select (select id from sites where code = 'EWR') as site, (select id from legal_entities where code = 'MFF') as owner,
           (select id from parties where code = 'RCB') as supplier`;
  const [{ site, owner, supplier } = { site: '', owner: '', supplier: '' }] = ids;
  const orders = Array.from({ length: to - from }, (_, index) => ({
    id: newId(),
    number: delivery(run, from + index).purchaseOrder ?? '',
    supplier_id: supplier,
    owner_id: owner,
    site_id: site,
  }));
  await sql`insert into purchase_orders ${sql(orders)}`;
  const expected = items.map(({ item, base }, line) => ({
    item,
    line: line + 1,
    quantity: String((base * linesPerDelivery) / items.length),
  }));
  await sql`
    insert into purchase_order_lines (purchase_order_id, line, item_id, expected_quantity)
    select purchase_order.id, (expected ->> 'line')::int, items.id, (expected ->> 'quantity')::numeric
      from purchase_orders purchase_order cross join jsonb_array_elements(${sql.json(expected)}) expected
      join items on items.code = expected ->> 'item'
     where purchase_order.id in ${sql(orders.map(({ id }) => id))}`;
}
