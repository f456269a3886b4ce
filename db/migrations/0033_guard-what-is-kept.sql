-- Safe beside running workers: what they write already is what this asks for.

-- Versions of a policy at one scope follow each other. Until now a newer one replaced an older one by its number alone.
update policies earlier set effective_until = following.starts
  from (
    select one.id, min(later.effective_from) as starts
      from policies one join policies later
        on later.key = one.key and later.scope_kind = one.scope_kind and later.scope_key is not distinct from one.scope_key
       and later.by_law = one.by_law and later.version > one.version and later.approved_by is not null
     where one.approved_by is not null group by one.id
  ) following
 where earlier.id = following.id
   and (earlier.effective_until is null or earlier.effective_until > greatest(following.starts, earlier.effective_from));
--> statement-breakpoint
-- A version begins where the one before it ends, and ends where one begins that was approved to begin later. One that was to
-- begin at the same instant never takes effect.
create function follow_policy() returns trigger language plpgsql as $$
begin
  if new.approved_by is null then return new; end if;
  update policies earlier set effective_until = greatest(earlier.effective_from, new.effective_from)
   where earlier.key = new.key and earlier.scope_kind = new.scope_kind and earlier.scope_key is not distinct from new.scope_key
     and earlier.by_law = new.by_law and earlier.version < new.version and earlier.approved_by is not null
     and earlier.effective_from <= new.effective_from
     and (earlier.effective_until is null or earlier.effective_until > new.effective_from);
  select least(new.effective_until, min(later.effective_from)) into new.effective_until
    from policies later
   where later.key = new.key and later.scope_kind = new.scope_kind and later.scope_key is not distinct from new.scope_key
     and later.by_law = new.by_law and later.version < new.version and later.approved_by is not null
     and later.effective_from > new.effective_from and later.effective_until is distinct from later.effective_from;
  return new;
end $$;
--> statement-breakpoint
create trigger policies_follow before insert on policies for each row execute function follow_policy();
--> statement-breakpoint
-- The proof of it, also against two that are written at the same time.
create schema if not exists extensions;
--> statement-breakpoint
create extension if not exists btree_gist with schema extensions;
--> statement-breakpoint
alter table policies add constraint policies_no_overlap exclude using gist (
  key with =, scope_kind with =, (coalesce(scope_key, '')) with =, (by_law::int) with =,
  tstzrange(effective_from, effective_until) with &&
) where (approved_by is not null);
--> statement-breakpoint
-- A version is superseded, never edited: what a decision followed stays what it was.
revoke update on policies from holdfast_app;
--> statement-breakpoint
grant update (effective_until) on policies to holdfast_app;
--> statement-breakpoint
grant select, insert on policy_changes, reason_codes, legal_holds to holdfast_app;
--> statement-breakpoint
grant update (state, due_at, reminded_at, escalated_at, decided_by, decided_by_name, decided_at, decision_reason,
  signature_id, effective_from, version) on policy_changes to holdfast_app;
--> statement-breakpoint
grant update (label, active, requires_note, version, changed_at) on reason_codes to holdfast_app;
--> statement-breakpoint
grant update (released_at, released_by, released_by_name, release_reason, release_change_id, version) on legal_holds to holdfast_app;
--> statement-breakpoint
grant usage on sequence policy_change_numbers, legal_hold_numbers to holdfast_app;
--> statement-breakpoint
grant select on policy_changes, reason_codes, legal_holds to holdfast_report;
--> statement-breakpoint
create function refuse_after_decision() returns trigger language plpgsql as $$
begin
  raise exception '% % is over: % refused', tg_table_name, old.number, lower(tg_op)
    using errcode = 'integrity_constraint_violation', constraint = tg_table_name || '_end_once';
end $$;
--> statement-breakpoint
create trigger policy_changes_end_once before update on policy_changes
  for each row when (old.state <> 'proposed') execute function refuse_after_decision();
--> statement-breakpoint
create trigger legal_holds_end_once before update on legal_holds
  for each row when (old.released_at is not null) execute function refuse_after_decision();
--> statement-breakpoint

-- What a document belongs to. What is not known here keeps its document for ever.
create view document_reach as
  select link.document_id, link.subject_kind, link.subject_id, line.lot_id, link.linked_at
    from document_links link join receipt_lines line on line.receipt_id = link.subject_id where link.subject_kind = 'receipt'
  union all
  select document_id, subject_kind, subject_id, subject_id, linked_at from document_links where subject_kind = 'lot'
  union all
  select link.document_id, link.subject_kind, link.subject_id, certificate.lot_id, link.linked_at
    from document_links link join certificates certificate on certificate.id = link.subject_id where link.subject_kind = 'certificate'
  union all
  select link.document_id, link.subject_kind, link.subject_id, inspected.lot_id, link.linked_at
    from document_links link join inspection_lots inspected on inspected.inspection_id = link.subject_id where link.subject_kind = 'inspection'
  union all
  select link.document_id, link.subject_kind, link.subject_id, review.lot_id, link.linked_at
    from document_links link join quarantine_reviews review on review.id = link.subject_id where link.subject_kind = 'quarantine_review'
  union all
  select link.document_id, link.subject_kind, link.subject_id, disposal.lot_id, link.linked_at
    from document_links link join disposals disposal on disposal.id = link.subject_id where link.subject_kind = 'disposal'
  union all
  select paper.document_id, 'disposal', paper.disposal_id, disposal.lot_id, paper.added_at
    from destruction_papers paper join disposals disposal on disposal.id = paper.disposal_id
  union all
  select link.document_id, link.subject_kind, link.subject_id, null, link.linked_at
    from document_links link
   where link.subject_kind not in ('receipt', 'lot', 'certificate', 'inspection', 'quarantine_review', 'disposal');
--> statement-breakpoint
-- The legal holds that keep a document: of its lots, their suppliers, its cases, its days (UTC).
create view document_legal_holds as
  select distinct document.id as document_id, legal.id as legal_hold_id, legal.number
    from legal_holds legal
    join documents document
      on (legal.from_day is null or (document.uploaded_at at time zone 'UTC')::date >= legal.from_day)
     and (legal.until_day is null or (document.uploaded_at at time zone 'UTC')::date <= legal.until_day)
   where legal.released_at is null
     and (legal.lot_id is null or exists (
       select from document_reach reach where reach.document_id = document.id and reach.lot_id = legal.lot_id))
     and (legal.case_id is null or exists (
       select from document_reach reach
        where reach.document_id = document.id and reach.subject_kind = legal.case_kind and reach.subject_id = legal.case_id))
     and (legal.supplier_id is null or exists (
       select from document_reach reach join lots lot on lot.id = reach.lot_id
        where reach.document_id = document.id and lot.supplier_id = legal.supplier_id));
--> statement-breakpoint
grant select on document_reach, document_legal_holds to holdfast_app, holdfast_report;
--> statement-breakpoint
-- Whatever removes a document, and by whatever mistake: not before the shortest time that any policy in force sets, and not
-- while a legal hold keeps it. Nobody may delete its row.
create function keep_documents() returns trigger language plpgsql as $$
declare
  shortest interval;
  keeper text;
begin
  select make_interval(years => min((value #>> '{}')::int)) into shortest from policies
   where key = 'document_retention_years' and approved_by is not null and effective_from <= new.removed_at
     and (effective_until is null or effective_until > new.removed_at);
  if not exists (select from document_reach reach where reach.document_id = new.id) then
    select make_interval(days => min((value #>> '{}')::int)) into shortest from policies
     where key = 'unlinked_document_retention_days' and approved_by is not null and effective_from <= new.removed_at
       and (effective_until is null or effective_until > new.removed_at);
  end if;
  if shortest is null or new.uploaded_at + shortest > new.removed_at then
    raise exception 'Document % is kept until its retention is over', new.id
      using errcode = 'integrity_constraint_violation', constraint = 'documents_are_kept';
  end if;
  select legal.number into keeper from document_legal_holds legal where legal.document_id = new.id limit 1;
  if found then
    raise exception 'Document % is kept by legal hold %', new.id, keeper
      using errcode = 'integrity_constraint_violation', constraint = 'documents_are_kept';
  end if;
  return new;
end $$;
--> statement-breakpoint
create trigger documents_are_kept before update of removed_at on documents
  for each row when (old.removed_at is null and new.removed_at is not null) execute function keep_documents();
--> statement-breakpoint
grant update (removed_at, removed_by_policy_ids) on documents to holdfast_app;
--> statement-breakpoint
-- What has been removed is added to nothing. The lock waits for whoever is about to remove it.
create function refuse_removed_document() returns trigger language plpgsql as $$
begin
  perform from documents where id = new.document_id and removed_at is null for share;
  if not found then
    raise exception 'Document % was removed', new.document_id
      using errcode = 'integrity_constraint_violation', constraint = 'documents_are_there';
  end if;
  return new;
end $$;
--> statement-breakpoint
create trigger document_links_to_what_is_there before insert on document_links
  for each row execute function refuse_removed_document();
--> statement-breakpoint
-- Of a session only what has been over for a day or more may be forgotten; of a command its answer, never that it was carried out.
grant delete on sessions to holdfast_app;
--> statement-breakpoint
create function keep_sessions() returns trigger language plpgsql as $$
begin
  if coalesce(old.ended_at, old.expires_at) > now() - interval '1 day' then
    raise exception 'Session % is not over for long enough to be forgotten', old.id
      using errcode = 'integrity_constraint_violation', constraint = 'sessions_are_kept';
  end if;
  return old;
end $$;
--> statement-breakpoint
create trigger sessions_are_kept before delete on sessions for each row execute function keep_sessions();
--> statement-breakpoint
grant update (answer_removed_at) on commands to holdfast_app;
