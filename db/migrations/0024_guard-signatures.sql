-- Safe beside running workers: until they write signatures, nothing here is reached.

-- A signature, and what it was made with, stays as it was given (21 CFR 11.70).
create trigger signings_append_only before update or delete or truncate on signings
  for each statement execute function refuse_change();
--> statement-breakpoint
create trigger signing_subjects_append_only before update or delete or truncate on signing_subjects
  for each statement execute function refuse_change();
--> statement-breakpoint
create trigger signatures_append_only before update or delete or truncate on signatures
  for each statement execute function refuse_change();
--> statement-breakpoint
-- Whoever may write signatures still cannot write one that nobody proved to be theirs: it says what its signing said, of the
-- same person, for the same text, while the signing counted.
create function require_signing() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  if not exists (
    select from signings signing
      join signing_subjects subject on subject.signing_id = signing.id
     where signing.id = new.signing_id and subject.kind = new.subject_kind and subject.subject_id = new.subject_id
       and signing.user_id = new.signed_by and signing.meaning = new.meaning and signing.method = new.method
       and subject.shown_hash = new.shown_hash
       and new.signed_at >= signing.authenticated_at and new.signed_at < signing.expires_at) then
    raise exception 'Signature % is not what its signing was for', new.id
      using errcode = 'integrity_constraint_violation', constraint = 'signatures_are_what_was_signed';
  end if;
  return new;
end $$;
--> statement-breakpoint
create trigger signatures_are_what_was_signed before insert on signatures
  for each row execute function require_signing();
--> statement-breakpoint
grant select, insert on signings, signing_subjects, signatures to holdfast_app;
--> statement-breakpoint
grant select on signatures to holdfast_report;
