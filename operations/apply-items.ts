import { sql } from 'drizzle-orm';
import type { Tx } from '#db/connect.ts';
import type { OperationContext } from './context.ts';
import type { PlannedRecord } from './record-conflicts.ts';
import { scoredRows } from './scored-rows.ts';

/** Makes items of what was planned, by one statement for them and two for their units. The caller holds their locks. */
export async function applyItems(tx: Tx, context: OperationContext, planned: readonly PlannedRecord[]): Promise<void> {
  const rows = await scoredRows(tx, context, 'item', planned);
  await tx.execute(sql`
    insert into items as kept (id, code, name, gtin, category, base_unit, net_weight_kg, storage_min_c, storage_max_c,
           traceability_list, traceability_food, traceability_exemption, allergens, shelf_life_days, inspection_required,
           lot_controlled, sold_only_to_party_id, overridable, completeness, missing, scored_by)
    select id, code, name, gtin, category, "baseUnit", "netWeightKg", "storageMinC", "storageMaxC", "traceabilityList",
           "traceabilityFood", "traceabilityExemption", nullif(allergens, 'null'), "shelfLifeDays", "inspectionRequired",
           "lotControlled", (select party.id from parties party where party.code = "soldOnlyTo"), overridable,
           completeness, missing, "scoredBy"
      from jsonb_to_recordset(${rows}::jsonb) as planned(id uuid, code text, name text, gtin text, category text,
             "baseUnit" text, "netWeightKg" numeric, "storageMinC" numeric, "storageMaxC" numeric, "traceabilityList" boolean,
             "traceabilityFood" text, "traceabilityExemption" text, allergens jsonb, "shelfLifeDays" integer,
             "inspectionRequired" boolean, "lotControlled" boolean, "soldOnlyTo" text, overridable jsonb,
             completeness integer, missing jsonb, "scoredBy" integer)
    on conflict (id) do update set name = excluded.name, gtin = excluded.gtin, category = excluded.category,
           base_unit = excluded.base_unit, net_weight_kg = excluded.net_weight_kg, storage_min_c = excluded.storage_min_c,
           storage_max_c = excluded.storage_max_c, traceability_list = excluded.traceability_list,
           traceability_food = excluded.traceability_food, traceability_exemption = excluded.traceability_exemption,
           allergens = excluded.allergens, shelf_life_days = excluded.shelf_life_days,
           inspection_required = excluded.inspection_required, lot_controlled = excluded.lot_controlled,
           sold_only_to_party_id = excluded.sold_only_to_party_id, overridable = excluded.overridable,
           completeness = excluded.completeness, missing = excluded.missing, scored_by = excluded.scored_by,
           version = kept.version + 1`);
  await tx.execute(sql`
    update items set blocked_at = null, blocked_by = null, blocked_reason = null
      from jsonb_to_recordset(${rows}::jsonb) as planned(id uuid, blocked boolean)
     where items.id = planned.id and not planned.blocked and items.blocked_at is not null`);
  await tx.execute(sql`
    delete from item_units where item_id in (select id from jsonb_to_recordset(${rows}::jsonb) as planned(id uuid))`);
  await tx.execute(sql`
    insert into item_units (item_id, unit, numerator, denominator, gtin)
    select planned.id, unit.unit, unit.numerator, unit.denominator, unit.gtin
      from jsonb_to_recordset(${rows}::jsonb) as planned(id uuid, units jsonb),
           jsonb_to_recordset(planned.units) as unit(unit text, numerator numeric, denominator numeric, gtin text)`);
}
