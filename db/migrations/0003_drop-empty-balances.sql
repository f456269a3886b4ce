-- As before, and what a movement empties loses its row: lists of what is on hand would otherwise wade through every place a
-- lot has ever stood. No row and a row of nothing are one to `ledger_disagreements`.
create or replace function post_movement_lines() returns trigger language plpgsql security definer set search_path = public as $$
declare
  unbalanced record;
  expected int;
  updated int;
begin
  select movement_id, lot_id, sum(quantity) as total into unbalanced
    from new_lines group by movement_id, lot_id having sum(quantity) <> 0 limit 1;
  if found then
    raise exception 'Movement % does not sum to zero for lot %: %', unbalanced.movement_id, unbalanced.lot_id, unbalanced.total
      using errcode = 'check_violation', constraint = 'movement_lines_sum_to_zero';
  end if;

  insert into stock as held (lot_id, location_id, owner_id, condition, quantity)
    select line.lot_id, line.location_id, line.owner_id, line.condition, sum(line.quantity)
      from new_lines line join locations place on place.id = line.location_id and place.site_id is not null
      group by 1, 2, 3, 4 having sum(line.quantity) > 0
      order by 1, 2, 3, 4
    on conflict (lot_id, location_id, owner_id, condition) do update set quantity = held.quantity + excluded.quantity;

  with taken as (
    select line.lot_id, line.location_id, line.owner_id, line.condition, sum(line.quantity) as quantity
      from new_lines line join locations place on place.id = line.location_id and place.site_id is not null
      group by 1, 2, 3, 4 having sum(line.quantity) < 0
  ), done as (
    update stock held set quantity = held.quantity + taken.quantity from taken
      where held.lot_id = taken.lot_id and held.location_id = taken.location_id
        and held.owner_id = taken.owner_id and held.condition = taken.condition
      returning 1
  )
  select (select count(*) from taken), (select count(*) from done) into expected, updated;
  if expected <> updated then
    raise exception 'Stock was taken where there is none'
      using errcode = 'check_violation', constraint = 'stock_not_negative', table = 'stock';
  end if;

  if updated > 0 then
    delete from stock emptied using new_lines line
      where emptied.lot_id = line.lot_id and emptied.location_id = line.location_id and emptied.owner_id = line.owner_id
        and emptied.condition = line.condition and emptied.quantity = 0;
  end if;
  return null;
end $$;
--> statement-breakpoint
delete from stock where quantity = 0;
