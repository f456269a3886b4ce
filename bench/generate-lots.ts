import type { BenchDatabase } from './database.ts';
import { openReviewsOf } from './reviews.ts';

const heldEvery = 25;

/**
 * Makes lots by the thousand, as receiving and putting away leave them: each with its receipt, certificate and two movements, one in
 * twenty-five held with its review open. Written in bulk by the owner of the tables; the ledger's own triggers see every line.
 */
export async function generateLots(database: BenchDatabase, lots: number, { held = true } = {}): Promise<string[]> {
  const { sql } = database;
  const lotIds = await sql.begin(async (tx) => {
    await tx`
      create temp table made on commit drop as
      select n, uuidv7() as lot_id, (n - 1) / 25 + 1 as receipt, (n - 1) % 25 + 1 as line, item.id as item_id,
             item.code as item, item.base_unit as unit, 40 + n % 60 as quantity,
             case item.category when 'dry' then 'D-01' else 'C-01' end as shelf
        from generate_series(1, ${lots}::int) n
        join (select *, row_number() over (order by code) - 1 as turn from items where sold_only_to_party_id is null) item
          on item.turn = n % (select count(*) from items where sold_only_to_party_id is null)`;
    await tx`
      create temp table arrived on commit drop as
      select receipt, uuidv7() as receipt_id, uuidv7() as movement_id, uuidv7() as put_away_id,
             date_trunc('second', now()) - make_interval(hours => (receipt % 400)::int + 2) as at
        from generate_series(1, (select max(receipt) from made)) receipt`;
    await tx`
      create temp table places on commit drop as
      select site.id as site_id, dock.id as dock_id, shelf.id as shelf_id, shelf.code as shelf, outside.id as outside_id,
             (select id from legal_entities where code = 'MFF') as owner_id, (select id from parties where code = 'RCB') as supplier_id
        from sites site join locations dock on dock.site_id = site.id and dock.code = 'DOCK-IN'
        join locations shelf on shelf.site_id = site.id and shelf.code in ('C-01', 'D-01')
        cross join locations outside where site.code = 'EWR' and outside.code = 'supplier' and outside.site_id is null`;
    await tx`
      insert into lots (id, code, item_id, supplier_id, supplier_lot_number, traceability_lot_code, tlc_source_gln, manufactured_on,
                        expires_on, first_known_at, first_receipt)
      select lot_id, 'GEN-' || lpad(n::text, 7, '0'), item_id, supplier_id, 'S-' || n, 'TLC' || n, '9521101000016',
             current_date - 30, current_date + 200, at, 'GR-' || receipt
        from made join arrived using (receipt) join places using (shelf)`;
    await tx`
      insert into movements (id, kind, happened_at, recorded_at, actor_id, command_id, subject_kind, subject_id)
      select movement_id, 'receipt', at, at, 'generator', 'generate:' || receipt, 'receipt', receipt_id from arrived
      union all
      select put_away_id, 'put_away', at + interval '1 hour', at + interval '1 hour', 'generator', 'generate:' || receipt, 'receipt',
             receipt_id from arrived`;
    await tx`
      insert into movement_lines (movement_id, line, lot_id, location_id, owner_id, condition, quantity)
      select movement_id, line * 2 + side, lot_id, case side when 0 then outside_id else dock_id end, owner_id, 'received',
             quantity * (side * 2 - 1)
        from made join arrived using (receipt) join places using (shelf) cross join generate_series(0, 1) side`;
    await tx`
      insert into movement_lines (movement_id, line, lot_id, location_id, owner_id, condition, quantity)
      select put_away_id, line * 2 + side, lot_id, case side when 0 then dock_id else shelf_id end, owner_id, 'received',
             quantity * (side * 2 - 1)
        from made join arrived using (receipt) join places using (shelf) cross join generate_series(0, 1) side`;
    await tx`
      insert into receipts (id, number, site_id, owner_id, supplier_id, received_by, happened_at, recorded_at, movement_id)
      select receipt_id, 'GR-' || receipt, site_id, owner_id, supplier_id, 'generator', at, at, movement_id
        from arrived join places on shelf = 'D-01'`;
    await tx`
      insert into receipt_lines (receipt_id, line, lot_id, item_id, location_id, stated_quantity, stated_unit, base_quantity)
      select receipt_id, line, lot_id, item_id, dock_id, quantity, unit, quantity
        from made join arrived using (receipt) join places using (shelf)`;
    await tx`
      insert into certificates (id, lot_id, supplier_id, kind, state, number, source, recorded_by, recorded_at)
      select uuidv7(), lot_id, supplier_id, 'certificate_of_analysis', 'given', 'COA-' || n, 'GR-' || receipt, 'generator', at
        from made join arrived using (receipt) join places using (shelf)`;
    const made = await tx<{ lotId: string }[]>`select lot_id as "lotId" from made order by n`;
    return made.map(({ lotId }) => lotId);
  });
  // By the part of an operation that holds anything, so that each hold has its review, task, audit and outbox row.
  const toHold = held ? lotIds.filter((_id, index) => index % heldEvery === 0) : [];
  if (toHold.length > 0) await openReviewsOf(database, toHold);
  await sql`vacuum analyze`;
  return lotIds;
}
