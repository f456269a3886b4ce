-- Safe beside running workers: what they write already is what this asks for.

-- Relations of the session would be found before ours: a temporary table called like one of them would then stand in for it in
-- a function that runs with the owner's rights, and movements would be booked past the balances.
alter function post_movement_lines() set search_path = public, pg_temp;
--> statement-breakpoint
-- A hold ends with the review that decides about it, and the review with its hold: an active hold whose review is over would
-- never be decided about, and a review whose hold is over would free or destroy what is not held. Looked at when everything of
-- the transaction is written, as it is then.
create function require_agreement() returns trigger language plpgsql as $$
declare
  parted text;
begin
  select hold.number into parted from holds hold
   where hold.id = (to_jsonb(new) ->> tg_argv[0])::uuid and hold.process = 'quarantine_review'
     and (hold.ended_at is null) <> exists (
       select from quarantine_reviews review where review.hold_id = hold.id and review.state in ('open', 'decided'));
  if found then
    raise exception 'Hold % and its quarantine review have parted: one has ended and the other has not', parted
      using errcode = 'integrity_constraint_violation', constraint = 'holds_end_with_their_review';
  end if;
  return null;
end $$;
--> statement-breakpoint
create constraint trigger holds_end_with_their_review after update of ended_at on holds
  deferrable initially deferred for each row execute function require_agreement('id');
--> statement-breakpoint
create constraint trigger quarantine_reviews_end_with_their_hold after insert or update of state on quarantine_reviews
  deferrable initially deferred for each row execute function require_agreement('hold_id');
--> statement-breakpoint
create function refuse_after_end() returns trigger language plpgsql as $$
begin
  raise exception 'Hold % has ended: place another one', old.number
    using errcode = 'integrity_constraint_violation', constraint = 'holds_end_once';
end $$;
--> statement-breakpoint
create trigger holds_end_once before update on holds
  for each row when (old.ended_at is not null) execute function refuse_after_end();
--> statement-breakpoint
-- The application changes of these only what the design lets change: the reach and the end of a hold, what a later receipt
-- completes about a lot, the answer of a command.
revoke update on holds, lots, commands from holdfast_app;
--> statement-breakpoint
grant update (site_id, location_id, ended_at, ended_by, ended_as) on holds to holdfast_app;
--> statement-breakpoint
grant update (traceability_lot_code, tlc_source_gln, tlc_source_reference, manufactured_on, expires_on) on lots to holdfast_app;
--> statement-breakpoint
grant update (result) on commands to holdfast_app;
