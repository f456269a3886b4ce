import { sql } from 'drizzle-orm';
import type { Tx } from '#db/connect.ts';
import type { PlannedRecord } from './record-conflicts.ts';

const rowsOf = (planned: readonly PlannedRecord[]) =>
  JSON.stringify(planned.map(({ recordId, after }) => ({ ...after, id: recordId })));

/** Makes legal entities of what was planned. The caller holds their locks. */
export async function applyEntities(tx: Tx, planned: readonly PlannedRecord[]): Promise<void> {
  await tx.execute(sql`
    insert into legal_entities as kept (id, code, name, gln, currency, group_name, group_currency, address, phone)
    select id, code, name, gln, currency, "groupName", "groupCurrency", address, phone
      from jsonb_to_recordset(${rowsOf(planned)}::jsonb) as planned(id uuid, code text, name text, gln text, currency text,
             "groupName" text, "groupCurrency" text, address jsonb, phone text)
    on conflict (id) do update set name = excluded.name, gln = excluded.gln, currency = excluded.currency,
           group_name = excluded.group_name, group_currency = excluded.group_currency, address = excluded.address,
           phone = excluded.phone, version = kept.version + 1`);
}

/** Makes sites of what was planned, with the entities whose stock they may hold. The caller holds their locks. */
export async function applySites(tx: Tx, planned: readonly PlannedRecord[]): Promise<void> {
  const rows = rowsOf(planned);
  await tx.execute(sql`
    insert into sites as kept (id, code, name, gln, operated_by_entity_id, operator, address, phone, time_zone)
    select planned.id, planned.code, planned.name, planned.gln, entity.id, nullif(operator, 'null'), planned.address,
           planned.phone, "timeZone"
      from jsonb_to_recordset(${rows}::jsonb) as planned(id uuid, code text, name text, gln text, "operatedBy" text,
             operator jsonb, address jsonb, phone text, "timeZone" text)
      left join legal_entities entity on entity.code = planned."operatedBy"
    on conflict (id) do update set name = excluded.name, gln = excluded.gln,
           operated_by_entity_id = excluded.operated_by_entity_id, operator = excluded.operator, address = excluded.address,
           phone = excluded.phone, time_zone = excluded.time_zone, version = kept.version + 1`);
  const owners = sql`(
    select planned.id as site_id, entity.id as entity_id
      from jsonb_to_recordset(${rows}::jsonb) as planned(id uuid, "stockOwners" jsonb),
           jsonb_array_elements_text(planned."stockOwners") owner join legal_entities entity on entity.code = owner)`;
  await tx.execute(sql`
    delete from site_stock_owners kept
     where kept.site_id in (select id from jsonb_to_recordset(${rows}::jsonb) as planned(id uuid))
       and not exists (select from ${owners} planned
                        where planned.site_id = kept.site_id and planned.entity_id = kept.entity_id)`);
  await tx.execute(sql`
    insert into site_stock_owners (site_id, entity_id) select site_id, entity_id from ${owners} planned
    on conflict do nothing`);
}
