-- Safe beside running workers: a document that comes again after its file was removed is kept as if it had just come.
grant update (uploaded_by, uploaded_at) on documents to holdfast_app;
--> statement-breakpoint
-- While its file is there, when it came is what its retention is reckoned by.
create function keep_upload() returns trigger language plpgsql as $$
begin
  raise exception 'When document % came does not change while it is there', old.id
    using errcode = 'integrity_constraint_violation', constraint = 'documents_came_once';
end $$;
--> statement-breakpoint
create trigger documents_came_once before update of uploaded_by, uploaded_at on documents
  for each row when (old.removed_at is null) execute function keep_upload();
--> statement-breakpoint
-- A legal hold ends by a change that a second person approved, and by nothing else.
create function require_release_change() returns trigger language plpgsql as $$
begin
  if not exists (select from policy_changes change where change.id = new.release_change_id and change.state = 'approved'
                    and change.subject = 'legal_hold:' || new.id) then
    raise exception 'Legal hold % ends by an approved change only', new.number
      using errcode = 'integrity_constraint_violation', constraint = 'legal_holds_end_by_two';
  end if;
  return null;
end $$;
--> statement-breakpoint
create constraint trigger legal_holds_end_by_two after update of released_at on legal_holds
  deferrable initially deferred for each row when (new.released_at is not null) execute function require_release_change();
