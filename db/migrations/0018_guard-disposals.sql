-- Safe beside running workers: they write none of these tables.

-- What was approved, destroyed, found and written off is history.
create trigger disposal_approvals_append_only before update or delete or truncate on disposal_approvals
  for each statement execute function refuse_change();
--> statement-breakpoint
create trigger destruction_lines_append_only before update or delete or truncate on destruction_lines
  for each statement execute function refuse_change();
--> statement-breakpoint
create trigger destruction_papers_append_only before update or delete or truncate on destruction_papers
  for each statement execute function refuse_change();
--> statement-breakpoint
create trigger disposal_differences_append_only before update or delete or truncate on disposal_differences
  for each statement execute function refuse_change();
--> statement-breakpoint
create trigger write_offs_append_only before update or delete or truncate on write_offs
  for each statement execute function refuse_change();
--> statement-breakpoint
-- A booked run is final, and so is a disposal that is over.
create function refuse_change_of_final() returns trigger language plpgsql as $$
begin
  raise exception '% is final: what was recorded of it stays', tg_table_name
    using errcode = 'integrity_constraint_violation', constraint = tg_table_name || '_final';
end $$;
--> statement-breakpoint
create trigger destructions_final before update on destructions
  for each row when (old.state in ('booked', 'refused', 'struck')) execute function refuse_change_of_final();
--> statement-breakpoint
create trigger disposals_final before update on disposals
  for each row when (old.state in ('closed', 'withdrawn')) execute function refuse_change_of_final();
--> statement-breakpoint
-- Quantity destroyed is quantity booked: looked at when everything of the transaction is written.
create function require_exact_booking() returns trigger language plpgsql as $$
declare
  recorded numeric;
  booked numeric;
begin
  select coalesce(sum(quantity), 0) into recorded from destruction_lines where destruction_id = new.id;
  select coalesce(sum(line.quantity), 0) into booked
    from movement_lines line join locations place on place.id = line.location_id
   where line.movement_id = new.movement_id and place.site_id is null and place.kind = 'disposed';
  if recorded <> booked then
    raise exception 'Run % of a disposal recorded % and booked %', new.run, recorded, booked
      using errcode = 'integrity_constraint_violation', constraint = 'destructions_booked_exactly';
  end if;
  return null;
end $$;
--> statement-breakpoint
create constraint trigger destructions_booked_exactly after insert or update of state on destructions
  deferrable initially deferred for each row when (new.state = 'booked') execute function require_exact_booking();
--> statement-breakpoint
-- Stock stays held all the while: a hold does not end under a disposal that is not over.
create function require_no_disposal() returns trigger language plpgsql as $$
declare
  open_one text;
begin
  select number into open_one from disposals
   where hold_id = new.id and state in ('awaiting_approval', 'approved', 'destroyed');
  if found then
    raise exception 'Hold % ends while disposal % is not over', new.number, open_one
      using errcode = 'integrity_constraint_violation', constraint = 'holds_outlast_their_disposal';
  end if;
  return null;
end $$;
--> statement-breakpoint
create constraint trigger holds_outlast_their_disposal after update of ended_at on holds
  deferrable initially deferred for each row when (new.ended_at is not null) execute function require_no_disposal();
--> statement-breakpoint
grant select, insert on
  disposals, disposal_approvals, destructions, destruction_lines, destruction_papers, disposal_differences, write_offs
  to holdfast_app;
--> statement-breakpoint
grant update (state, due_at, reminded_at, escalated_at, closed_at, certificate_number, version) on disposals to holdfast_app;
--> statement-breakpoint
grant update (state, witnessed_by, witnessed_by_name, witnessed_at, witness_note, witness_signature_id, movement_id)
  on destructions to holdfast_app;
--> statement-breakpoint
grant usage on sequence disposal_numbers, destruction_certificate_numbers to holdfast_app;
--> statement-breakpoint
grant select on
  disposals, disposal_approvals, destructions, destruction_lines, destruction_papers, disposal_differences, write_offs
  to holdfast_report;
--> statement-breakpoint
grant select on disposals, write_offs to holdfast_advice;
