-- Not safe beside programs of the version before: they set no sight, and a connection without one sees no row of these tables.
-- Stop them before, and start the new version after.

-- The second fence of law 8, behind `authorize` and the filters of each list: which rows a connection of the application may see
-- and change. Each transaction says for whom it asks (`db/queries/sight.ts`); what does not say so sees nothing.
--   holdfast.sight     all, or some
--   holdfast.sites     sites that a grant covers whole        holdfast.entities  entities that a grant covers at every site
--   holdfast.owners    entities that any grant reaches, or all        holdfast.grants    every grant, as JSON

-- Whether a row that no grant covers whole lies within one. What a row does not say of itself (its site, its entity) is told by where its
-- lot ever stood and whose it was. Runs as the owner, because it looks past the very fence it is part of.
create function in_sight(site uuid, entity uuid, lot uuid) returns boolean
  language sql stable security definer cost 2000 set search_path = public, pg_temp as $$
  select exists (
    select from jsonb_to_recordset(nullif(current_setting('holdfast.grants', true), '')::jsonb)
                as granted (site uuid, entity uuid, category text)
     where (granted.category is null or granted.category =
             (select item.category from lots known join items item on item.id = known.item_id where known.id = in_sight.lot))
       and (granted.site is null or in_sight.site is null or granted.site = in_sight.site)
       and (granted.entity is null or in_sight.entity is null or granted.entity = in_sight.entity)
       and ((granted.site is null or in_sight.site is not null) and (granted.entity is null or in_sight.entity is not null)
            or exists (
              select from movement_lines line join locations place on place.id = line.location_id
               where line.lot_id = in_sight.lot and place.site_id = coalesce(granted.site, in_sight.site, place.site_id)
                 and line.owner_id = coalesce(granted.entity, in_sight.entity, line.owner_id))))
$$;
--> statement-breakpoint
-- Fences a table by what its rows say of their site, entity and lot (SQL expressions; null where they do not). New rows are the
-- operation's to answer for: it has asked `authorize`, and a hold that reaches every site is placed by somebody at one.
create procedure keep_in_sight(fenced regclass, site text, entity text, lot text) language plpgsql set search_path = public, pg_temp as $$
declare
  whole_site text := case when site is not null then format(
    'or %s = any (coalesce((select nullif(current_setting(''holdfast.sites'', true), '''')::uuid[]), ''{}''))', site) else '' end;
  whole_entity text := case when entity is not null then format(
    'or %s = any (coalesce((select nullif(current_setting(''holdfast.entities'', true), '''')::uuid[]), ''{}''))', entity) else '' end;
begin
  execute format('alter table %s enable row level security', fenced);
  execute format(
    'create policy in_sight on %s to holdfast_app using ((select current_setting(''holdfast.sight'', true)) = ''all'' %s %s '
    'or ((select current_setting(''holdfast.sight'', true)) = ''some'' and in_sight(%s, %s, %s))) with check (true)',
    fenced, whole_site, whole_entity, coalesce(site, 'null'), coalesce(entity, 'null'), coalesce(lot, 'null'));
  execute format('create policy whole on %s to holdfast_report, holdfast_advice using (true)', fenced);
end $$;
--> statement-breakpoint
call keep_in_sight('receipts', 'site_id', 'owner_id', null);
--> statement-breakpoint
call keep_in_sight('purchase_orders', 'site_id', 'owner_id', null);
--> statement-breakpoint
call keep_in_sight('advance_notices', 'site_id', 'owner_id', null);
--> statement-breakpoint
call keep_in_sight('stock', '(select place.site_id from locations place where place.id = location_id)', 'owner_id', 'lot_id');
--> statement-breakpoint
call keep_in_sight('movement_lines', '(select place.site_id from locations place where place.id = location_id)', 'owner_id', 'lot_id');
--> statement-breakpoint
call keep_in_sight('temperature_readings', '(select place.site_id from locations place where place.id = location_id)', null, null);
--> statement-breakpoint
call keep_in_sight('holds', 'site_id', null, 'lot_id');
--> statement-breakpoint
call keep_in_sight('quarantine_reviews', 'site_id', null, 'lot_id');
--> statement-breakpoint
-- By one of its lots: they came and stand together.
call keep_in_sight('inspections', 'site_id', null, '(select named.lot_id from inspection_lots named where named.inspection_id = id limit 1)');
--> statement-breakpoint
call keep_in_sight('tasks', 'site_id', 'entity_id', 'lot_id');
--> statement-breakpoint
call keep_in_sight('audit_entries', 'site_id', 'entity_id', 'lot_id');
--> statement-breakpoint
call keep_in_sight('signatures', 'site_id', 'entity_id', 'lot_id');
--> statement-breakpoint
call keep_in_sight('disposals', 'site_id', null, 'lot_id');
--> statement-breakpoint
call keep_in_sight('destruction_lines', '(select place.site_id from locations place where place.id = location_id)', 'owner_id', null);
--> statement-breakpoint
call keep_in_sight('disposal_differences', '(select place.site_id from locations place where place.id = location_id)', 'owner_id', null);
--> statement-breakpoint
call keep_in_sight('write_offs', 'site_id', 'entity_id', 'lot_id');
--> statement-breakpoint
call keep_in_sight('release_approvals', 'site_id', 'owner_id', 'lot_id');
--> statement-breakpoint
call keep_in_sight('release_limits', 'site_id', 'owner_id', 'lot_id');
--> statement-breakpoint
-- Money of an entity, wherever its goods stand.
alter table item_costs enable row level security;
--> statement-breakpoint
alter table item_prices enable row level security;
--> statement-breakpoint
create function owner_in_sight(entity uuid) returns boolean language sql stable set search_path = public, pg_temp as $$
  select current_setting('holdfast.sight', true) = 'all'
      or case current_setting('holdfast.owners', true)
           when 'all' then true else entity = any (nullif(current_setting('holdfast.owners', true), '')::uuid[]) end
$$;
--> statement-breakpoint
create policy in_sight on item_costs to holdfast_app using (owner_in_sight(entity_id)) with check (true);
--> statement-breakpoint
create policy in_sight on item_prices to holdfast_app using (owner_in_sight(entity_id)) with check (true);
--> statement-breakpoint
create policy whole on item_costs to holdfast_report, holdfast_advice using (true);
--> statement-breakpoint
create policy whole on item_prices to holdfast_report, holdfast_advice using (true);
--> statement-breakpoint
-- Rules that must hold wherever a row is look past the fence.
alter function require_review() security definer set search_path = public, pg_temp;
--> statement-breakpoint
alter function require_agreement() security definer set search_path = public, pg_temp;
--> statement-breakpoint
alter function require_no_disposal() security definer set search_path = public, pg_temp;
--> statement-breakpoint
alter function require_exact_booking() security definer set search_path = public, pg_temp;
--> statement-breakpoint
-- How much of a lot there is altogether: a number without names, which whoever may see the lot may know.
create function total_on_hand(lot uuid) returns numeric language sql stable security definer set search_path = public, pg_temp as $$
  select coalesce(sum(quantity), 0) from stock where lot_id = lot
$$;
--> statement-breakpoint
revoke execute on function in_sight(uuid, uuid, uuid), total_on_hand(uuid) from public;
--> statement-breakpoint
grant execute on function in_sight(uuid, uuid, uuid), total_on_hand(uuid) to holdfast_app;
