-- Safe beside running workers.

grant select, insert on decided_rights to holdfast_app;
--> statement-breakpoint
grant select on decided_rights to holdfast_report;
--> statement-breakpoint
-- What an installation was given up to here, and what its administrators took, is decided: every right that the program knew when it
-- last started, for every role. Except one: those who approve were called otherwise when releases came, and were not given theirs.
-- Where no administrator has changed the role since, they get it at the next start.
insert into decided_rights (role, "right")
  select role.name, known."right"
    from roles role cross join (select "right" from role_rights where role = 'system') known
   where not (role.name = 'quality_approver' and known."right" = 'release.approve' and role.version = 1
              and not exists (select from role_rights has where has.role = role.name and has."right" = known."right"))
  union select role, "right" from role_rights;
--> statement-breakpoint
-- Documents with lines: whoever has to do with one category of items sees their lines, and the headings of those. These run as the
-- owner, because they look past the very fence they are part of. Their names are resolved here and not where they are called, which
-- needs no search path to be set for each row.
create function receipt_in_sight(receipt uuid, site uuid, entity uuid) returns boolean language sql stable security definer cost 2000
begin atomic
  select exists (select from jsonb_to_recordset(nullif(current_setting('holdfast.grants', true), '')::jsonb) as granted (site uuid, entity uuid, category text)
    where (granted.site is null or granted.site = $2) and (granted.entity is null or granted.entity = $3)
      and (granted.category is null or exists (select from receipt_lines line join items item on item.id = line.item_id
            where line.receipt_id = $1 and item.category = granted.category)));
end;
--> statement-breakpoint
create function order_in_sight(purchase_order uuid, site uuid, entity uuid) returns boolean language sql stable security definer cost 2000
begin atomic
  select exists (select from jsonb_to_recordset(nullif(current_setting('holdfast.grants', true), '')::jsonb) as granted (site uuid, entity uuid, category text)
    where (granted.site is null or granted.site = $2) and (granted.entity is null or granted.entity = $3)
      and (granted.category is null or exists (select from purchase_order_lines line join items item on item.id = line.item_id
            where line.purchase_order_id = $1 and item.category = granted.category)));
end;
--> statement-breakpoint
create function notice_in_sight(notice uuid, site uuid, entity uuid) returns boolean language sql stable security definer cost 2000
begin atomic
  select exists (select from jsonb_to_recordset(nullif(current_setting('holdfast.grants', true), '')::jsonb) as granted (site uuid, entity uuid, category text)
    where (granted.site is null or granted.site = $2) and (granted.entity is null or granted.entity = $3)
      and (granted.category is null or exists (select from advance_notice_lines line join items item on item.id = line.item_id
            where line.advance_notice_id = $1 and item.category = granted.category)));
end;
--> statement-breakpoint
create function line_in_sight(site uuid, entity uuid, item uuid) returns boolean language sql stable security definer cost 1000
begin atomic
  select exists (select from jsonb_to_recordset(nullif(current_setting('holdfast.grants', true), '')::jsonb) as granted (site uuid, entity uuid, category text)
    where (granted.site is null or granted.site = $1) and (granted.entity is null or granted.entity = $2)
      and (granted.category is null or granted.category = (select known.category from items known where known.id = $3)));
end;
--> statement-breakpoint
-- Whether all lines of a receipt, seen or not, are of a category: what tells of the whole delivery is told then only.
create function receipt_is_all_of(receipt uuid, category text) returns boolean language sql stable security definer cost 1000
begin atomic
  select not exists (select from receipt_lines line join items item on item.id = line.item_id
                      where line.receipt_id = $1 and item.category <> $2);
end;
--> statement-breakpoint
-- Where goods stand that a grant of an entity or a category is about: what was measured there is about them. Sensors are few, so the
-- places are found by theirs.
create function places_with_goods(scopes jsonb) returns uuid[] language sql stable security definer cost 5000
begin atomic
  with recursive measured (location_id) as (
    (select location_id from temperature_readings order by location_id limit 1)
    union all
    select (select reading.location_id from temperature_readings reading where reading.location_id > measured.location_id
             order by reading.location_id limit 1) from measured where measured.location_id is not null)
  select coalesce(array_agg(place.id), '{}') from measured join locations place on place.id = measured.location_id
   where exists (select from jsonb_to_recordset(scopes) as granted (site uuid, entity uuid, category text)
     where (granted.entity is not null or granted.category is not null) and (granted.site is null or granted.site = place.site_id)
       and exists (select from stock standing join lots lot on lot.id = standing.lot_id join items item on item.id = lot.item_id
            where standing.location_id = place.id and (granted.entity is null or standing.owner_id = granted.entity)
              and (granted.category is null or item.category = granted.category)));
end;
--> statement-breakpoint
create function places_in_sight() returns uuid[] language sql stable
begin atomic
  select places_with_goods(nullif(current_setting('holdfast.grants', true), '')::jsonb);
end;
--> statement-breakpoint
-- As before, without setting a search path for each row.
create or replace function in_sight(site uuid, entity uuid, lot uuid) returns boolean language sql stable security definer cost 2000
begin atomic
  select exists (
    select from jsonb_to_recordset(nullif(current_setting('holdfast.grants', true), '')::jsonb)
                as granted (site uuid, entity uuid, category text)
     where (granted.category is null or granted.category =
             (select item.category from lots known join items item on item.id = known.item_id where known.id = $3))
       and (granted.site is null or $1 is null or granted.site = $1)
       and (granted.entity is null or $2 is null or granted.entity = $2)
       and ((granted.site is null or $1 is not null) and (granted.entity is null or $2 is not null)
            or exists (
              select from movement_lines line join locations place on place.id = line.location_id
               where line.lot_id = $3 and place.site_id = coalesce(granted.site, $1, place.site_id)
                 and line.owner_id = coalesce(granted.entity, $2, line.owner_id))));
end;
--> statement-breakpoint
-- By a condition of its own for the rows that no grant covers whole.
create procedure keep_narrow(fenced regclass, whole text, narrow text) language plpgsql set search_path = public, pg_temp as $$
begin
  execute format('alter table %s enable row level security', fenced);
  execute format('drop policy if exists in_sight on %s', fenced);
  execute format('drop policy if exists whole on %s', fenced);
  execute format('create policy in_sight on %s to holdfast_app using ((select current_setting(''holdfast.sight'', true)) = ''all'' %s '
    'or ((select current_setting(''holdfast.sight'', true)) = ''some'' and %s)) with check (true)', fenced, whole, narrow);
  execute format('create policy whole on %s to holdfast_report, holdfast_advice using (true)', fenced);
end $$;
--> statement-breakpoint
call keep_narrow('receipts',
  'or site_id = any (coalesce((select nullif(current_setting(''holdfast.sites'', true), '''')::uuid[]), ''{}'')) '
  'or owner_id = any (coalesce((select nullif(current_setting(''holdfast.entities'', true), '''')::uuid[]), ''{}''))',
  'receipt_in_sight(id, site_id, owner_id)');
--> statement-breakpoint
call keep_narrow('purchase_orders',
  'or site_id = any (coalesce((select nullif(current_setting(''holdfast.sites'', true), '''')::uuid[]), ''{}'')) '
  'or owner_id = any (coalesce((select nullif(current_setting(''holdfast.entities'', true), '''')::uuid[]), ''{}''))',
  'order_in_sight(id, site_id, owner_id)');
--> statement-breakpoint
call keep_narrow('advance_notices',
  'or site_id = any (coalesce((select nullif(current_setting(''holdfast.sites'', true), '''')::uuid[]), ''{}'')) '
  'or owner_id = any (coalesce((select nullif(current_setting(''holdfast.entities'', true), '''')::uuid[]), ''{}''))',
  'notice_in_sight(id, site_id, owner_id)');
--> statement-breakpoint
call keep_narrow('temperature_readings',
  'or (select place.site_id from locations place where place.id = location_id)'
  ' = any (coalesce((select nullif(current_setting(''holdfast.sites'', true), '''')::uuid[]), ''{}''))',
  'location_id = any ((select places_in_sight())::uuid[])');
--> statement-breakpoint
-- Lines are as visible as their heading is, each for its own category. What a grant covers whole is told by the heading alone.
call keep_narrow('receipt_lines', '', 'exists (select from receipts heading where heading.id = receipt_id
  and (heading.site_id = any (coalesce((select nullif(current_setting(''holdfast.sites'', true), '''')::uuid[]), ''{}''))
    or heading.owner_id = any (coalesce((select nullif(current_setting(''holdfast.entities'', true), '''')::uuid[]), ''{}''))
    or line_in_sight(heading.site_id, heading.owner_id, item_id)))');
--> statement-breakpoint
call keep_narrow('purchase_order_lines', '', 'exists (select from purchase_orders heading where heading.id = purchase_order_id
  and (heading.site_id = any (coalesce((select nullif(current_setting(''holdfast.sites'', true), '''')::uuid[]), ''{}''))
    or heading.owner_id = any (coalesce((select nullif(current_setting(''holdfast.entities'', true), '''')::uuid[]), ''{}''))
    or line_in_sight(heading.site_id, heading.owner_id, item_id)))');
--> statement-breakpoint
call keep_narrow('advance_notice_lines', '', 'exists (select from advance_notices heading where heading.id = advance_notice_id
  and (heading.site_id = any (coalesce((select nullif(current_setting(''holdfast.sites'', true), '''')::uuid[]), ''{}''))
    or heading.owner_id = any (coalesce((select nullif(current_setting(''holdfast.entities'', true), '''')::uuid[]), ''{}''))
    or line_in_sight(heading.site_id, heading.owner_id, item_id)))');
--> statement-breakpoint
call keep_narrow('receipt_defects', '', 'exists (select from receipt_lines told where told.receipt_id = receipt_defects.receipt_id
  and told.line = receipt_defects.line)');
--> statement-breakpoint
revoke execute on function receipt_in_sight(uuid, uuid, uuid), order_in_sight(uuid, uuid, uuid),
  notice_in_sight(uuid, uuid, uuid), line_in_sight(uuid, uuid, uuid), receipt_is_all_of(uuid, text), places_with_goods(jsonb), places_in_sight() from public;
--> statement-breakpoint
grant execute on function receipt_in_sight(uuid, uuid, uuid), order_in_sight(uuid, uuid, uuid),
  notice_in_sight(uuid, uuid, uuid), line_in_sight(uuid, uuid, uuid), receipt_is_all_of(uuid, text), places_with_goods(jsonb), places_in_sight() to holdfast_app;
