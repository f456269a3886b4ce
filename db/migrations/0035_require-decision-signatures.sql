-- Unsafe beside workers of the version before: what they decide is not signed, so they are refused until they are replaced.

-- A decision about held stock, and a confirmation that it was carried out, are signed by whoever made them, for this very
-- review (21 CFR 11.70). Rows from before keep what they have; imported history is inserted, not decided here.
create function require_signature() returns trigger language plpgsql set search_path = public, pg_temp as $$
declare
  given uuid;
  about text;
  signer text;
  means text;
begin
  if tg_table_name = 'quarantine_reviews' then
    given := new.decision_signature_id; about := new.id; signer := new.decided_by; means := 'approval';
  else
    given := new.signature_id; about := new.review_id; signer := new.confirmed_by; means := 'responsibility';
  end if;
  if not exists (
    select from signatures where id = given and subject_kind = 'quarantine_review' and subject_id = about
       and signed_by::text = signer and meaning = means) then
    raise exception 'Review % takes the signature of who decides or confirms', about
      using errcode = 'integrity_constraint_violation', constraint = tg_name;
  end if;
  return new;
end $$;
--> statement-breakpoint
create trigger quarantine_reviews_are_decided_signed before update of outcome on quarantine_reviews
  for each row when (new.outcome is not null and old.outcome is null) execute function require_signature();
--> statement-breakpoint
create trigger outcome_confirmations_are_signed before insert on outcome_confirmations
  for each row execute function require_signature();
