-- What the database holds by itself: the ledger sums to zero and keeps the balances, history is append-only,
-- and each connection works as a role that can do no more than its purpose.

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only: % refused', tg_table_name, lower(tg_op) using errcode = 'integrity_constraint_violation';
end $$;
--> statement-breakpoint
create trigger movements_append_only before update or delete or truncate on movements
  for each statement execute function refuse_change();
--> statement-breakpoint
create trigger movement_lines_append_only before update or delete or truncate on movement_lines
  for each statement execute function refuse_change();
--> statement-breakpoint
create trigger audit_entries_append_only before update or delete or truncate on audit_entries
  for each statement execute function refuse_change();
--> statement-breakpoint
create trigger review_evidence_append_only before update or delete or truncate on review_evidence
  for each statement execute function refuse_change();
--> statement-breakpoint
create trigger outcome_confirmations_append_only before update or delete or truncate on outcome_confirmations
  for each statement execute function refuse_change();
--> statement-breakpoint
create trigger hold_extensions_append_only before update or delete or truncate on hold_extensions
  for each statement execute function refuse_change();
--> statement-breakpoint

-- Lines come in one statement per movement. Their sum per lot is zero, and real places' balances follow at once, so the
-- two cannot disagree. Runs as the owner: nobody else may write `stock` at all.
create function post_movement_lines() returns trigger language plpgsql security definer set search_path = public as $$
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
  return null;
end $$;
--> statement-breakpoint
create trigger movement_lines_post after insert on movement_lines
  referencing new table as new_lines for each statement execute function post_movement_lines();
--> statement-breakpoint

-- The proof of law 3: no row, or the balances and the ledger have parted.
create view ledger_disagreements as
  select coalesce(ledger.lot_id, stock.lot_id) as lot_id, coalesce(ledger.location_id, stock.location_id) as location_id,
         coalesce(ledger.owner_id, stock.owner_id) as owner_id, coalesce(ledger.condition, stock.condition) as condition,
         coalesce(ledger.quantity, 0) as ledger_quantity, coalesce(stock.quantity, 0) as stock_quantity
    from (select line.lot_id, line.location_id, line.owner_id, line.condition, sum(line.quantity) as quantity
            from movement_lines line join locations place on place.id = line.location_id and place.site_id is not null
            group by 1, 2, 3, 4) ledger
    full join stock using (lot_id, location_id, owner_id, condition)
   where coalesce(ledger.quantity, 0) <> coalesce(stock.quantity, 0);
--> statement-breakpoint

-- Only rows that start a process notify: NOTIFY serialises commits. The relay polls as well, so a lost one costs a second.
create function announce_outbox() returns trigger language plpgsql as $$
begin
  notify holdfast_outbox;
  return null;
end $$;
--> statement-breakpoint
create trigger outbox_announce after insert on outbox for each statement execute function announce_outbox();
--> statement-breakpoint

-- A hold that a quarantine review decides about has its review in the same transaction: none is ever forgotten.
create function require_review() returns trigger language plpgsql as $$
begin
  if new.process = 'quarantine_review' and new.ended_at is null
     and not exists (select from quarantine_reviews review where review.hold_id = new.id) then
    raise exception 'Hold % names a quarantine review and has none', new.number
      using errcode = 'integrity_constraint_violation', constraint = 'holds_have_their_review';
  end if;
  return null;
end $$;
--> statement-breakpoint
create constraint trigger holds_have_their_review after insert on holds
  deferrable initially deferred for each row execute function require_review();
--> statement-breakpoint

-- Roles belong to the whole server, so another database of ours may have made them already.
do $$
begin
  create role holdfast_app nologin;
exception when duplicate_object or unique_violation then null;
end $$;
--> statement-breakpoint
do $$
begin
  create role holdfast_report nologin;
exception when duplicate_object or unique_violation then null;
end $$;
--> statement-breakpoint
do $$
begin
  create role holdfast_advice nologin;
exception when duplicate_object or unique_violation then null;
end $$;
--> statement-breakpoint
grant usage on schema public to holdfast_app, holdfast_report, holdfast_advice;
--> statement-breakpoint
grant select, insert on all tables in schema public to holdfast_app;
--> statement-breakpoint
grant usage on all sequences in schema public to holdfast_app;
--> statement-breakpoint
grant update on
  legal_entities, sites, locations, parties, party_contacts, customer_shelf_lives, items, item_units, policies,
  lots, purchase_orders, advance_notices, certificates, holds, quarantine_reviews, tasks,
  users, api_keys, role_grants, sessions, commands, outbox
  to holdfast_app;
--> statement-breakpoint
revoke insert on stock, ledger_disagreements from holdfast_app;
--> statement-breakpoint
grant select on all tables in schema public to holdfast_report;
--> statement-breakpoint
revoke select on users, sessions, api_keys, commands from holdfast_report;
--> statement-breakpoint
grant select (id, username, name, email, active) on users to holdfast_report;
--> statement-breakpoint
-- Law 9: advice reads what it scores and writes neither stock, holds nor decisions.
grant select on
  legal_entities, sites, locations, parties, items, item_units, policies, lots, stock, movements, movement_lines,
  purchase_orders, purchase_order_lines, advance_notices, advance_notice_lines, receipts, receipt_lines, receipt_defects,
  inspections, inspection_lots, temperature_readings, holds, quarantine_reviews, tasks
  to holdfast_advice;
--> statement-breakpoint
-- Who migrates may work as each of them; a login of the API's own is made a member of holdfast_app alone.
grant holdfast_app, holdfast_report, holdfast_advice to current_user;
