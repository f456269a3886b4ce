-- Safe beside running workers: they go on writing what they wrote.

-- What people call the origin of a disposal, and whom in the engine it is told to, are kept with it now: it may be something else than a review.
alter table disposals disable trigger user;
--> statement-breakpoint
update disposals set origin_number = review.number, origin_workflow_id = review.workflow_id
  from quarantine_reviews review where review.id = origin_id and origin_kind = 'quarantine_review';
--> statement-breakpoint
alter table disposals enable trigger user;
--> statement-breakpoint
-- A disposal that gave its rest back waits for papers only: the hold may end beneath it, as it was decided anew.
create or replace function require_no_disposal() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  open_one text;
begin
  select number into open_one from disposals
   where hold_id = new.id and state in ('awaiting_approval', 'approved', 'destroyed') and given_back = 0;
  if found then
    raise exception 'Hold % ends while disposal % is not over', new.number, open_one
      using errcode = 'integrity_constraint_violation', constraint = 'holds_outlast_their_disposal';
  end if;
  return null;
end $$;
--> statement-breakpoint
grant update (extensions, given_back, ended_early_at, ended_early_by, ended_early_by_name, ended_early_for, ended_early_for_name,
  ended_early_reason, ended_early_signature_id) on disposals to holdfast_app;
--> statement-breakpoint
create trigger write_off_valuations_append_only before update or delete or truncate on write_off_valuations
  for each statement execute function refuse_change();
--> statement-breakpoint
-- Read through their write-offs, which are fenced.
grant select, insert on write_off_valuations to holdfast_app;
--> statement-breakpoint
grant select on write_off_valuations to holdfast_report, holdfast_advice;
--> statement-breakpoint
-- Only what has no cost is given one.
create function require_no_cost() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if exists (select from write_offs where id = new.write_off_id and unit_cost is not null) then
    raise exception 'Write-off % has a cost already', new.write_off_id
      using errcode = 'integrity_constraint_violation', constraint = 'write_off_valuations_once';
  end if;
  return new;
end $$;
--> statement-breakpoint
create trigger write_off_valuations_once before insert on write_off_valuations
  for each row execute function require_no_cost();
