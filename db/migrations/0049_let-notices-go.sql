-- What retention forgets besides documents and sessions: notices to people with the row that had them delivered, digests,
-- logins at a provider, and tables that were read in and never proposed. Each may go only once it can be of no more use, and
-- no notice about a lot or case under a legal hold.
grant delete on table notifications, digests, provider_logins, master_data_imports, master_data_import_rows, outbox to holdfast_app;--> statement-breakpoint
create function under_legal_hold(about_kind text, about_id uuid) returns boolean language sql stable as $$
  select exists (
    select from legal_holds hold
      left join tasks task on about_kind = 'task' and task.id = about_id
     where hold.released_at is null
       and ((hold.case_kind = about_kind and hold.case_id = about_id)
         or (hold.case_kind = task.subject_kind and hold.case_id = task.subject_id)
         or hold.lot_id = task.lot_id))
$$;--> statement-breakpoint
create function keep_notices() returns trigger language plpgsql as $$
begin
  if old.state = 'waiting' or coalesce(old.settled_at, old.created_at) > now() - interval '30 days' then
    raise exception 'Notification % is not settled for long enough to be forgotten', old.id
      using errcode = 'integrity_constraint_violation', constraint = 'notices_are_kept';
  end if;
  if under_legal_hold(old.subject_kind, old.subject_id) then
    raise exception 'Notification % is about what a legal hold keeps', old.id
      using errcode = 'integrity_constraint_violation', constraint = 'notices_are_kept';
  end if;
  return old;
end $$;--> statement-breakpoint
create trigger notices_are_kept before delete on notifications for each row execute function keep_notices();--> statement-breakpoint
create function keep_starts() returns trigger language plpgsql as $$
begin
  if old.workflow_type <> 'notificationDelivery' then
    raise exception 'How % was started is kept with its case', old.workflow_id
      using errcode = 'integrity_constraint_violation', constraint = 'starts_are_kept';
  end if;
  if old.started_at is null or old.started_at > now() - interval '30 days'
     or exists (select from notifications where state = 'waiting' and 'notifications-' || batch_id = old.workflow_id) then
    raise exception '% may still be under way', old.workflow_id
      using errcode = 'integrity_constraint_violation', constraint = 'starts_are_kept';
  end if;
  return old;
end $$;--> statement-breakpoint
create trigger starts_are_kept before delete on outbox for each row execute function keep_starts();--> statement-breakpoint
create function keep_digests() returns trigger language plpgsql as $$
begin
  if old.written_at > now() - interval '30 days' then
    raise exception 'That a digest was written at % is not yet forgotten: it would be written again', old.written_at
      using errcode = 'integrity_constraint_violation', constraint = 'digests_are_kept';
  end if;
  return old;
end $$;--> statement-breakpoint
create trigger digests_are_kept before delete on digests for each row execute function keep_digests();--> statement-breakpoint
create function keep_logins() returns trigger language plpgsql as $$
begin
  if greatest(old.claimed_at, old.valid_until) > now() - interval '1 day' then
    raise exception 'Login % may still count', old.id
      using errcode = 'integrity_constraint_violation', constraint = 'logins_are_kept';
  end if;
  return old;
end $$;--> statement-breakpoint
create trigger logins_are_kept before delete on provider_logins for each row execute function keep_logins();--> statement-breakpoint
drop trigger master_data_import_rows_append_only on master_data_import_rows;--> statement-breakpoint
create trigger master_data_import_rows_append_only before update or truncate on master_data_import_rows
  for each statement execute function refuse_change();--> statement-breakpoint
create function keep_imports() returns trigger language plpgsql as $$
begin
  if exists (select from master_data_imports import where import.id = old.import_id
               and (import.proposal_id is not null or import.uploaded_at > now() - interval '1 day')) then
    raise exception 'Import % was proposed, or may still be', old.import_id
      using errcode = 'integrity_constraint_violation', constraint = 'imports_are_kept';
  end if;
  return old;
end $$;--> statement-breakpoint
create trigger imports_are_kept before delete on master_data_import_rows for each row execute function keep_imports();--> statement-breakpoint
create function keep_import() returns trigger language plpgsql as $$
begin
  if old.proposal_id is not null or old.uploaded_at > now() - interval '1 day' then
    raise exception 'Import % was proposed, or may still be', old.id
      using errcode = 'integrity_constraint_violation', constraint = 'imports_are_kept';
  end if;
  return old;
end $$;--> statement-breakpoint
create trigger imports_are_kept before delete on master_data_imports for each row execute function keep_import();
