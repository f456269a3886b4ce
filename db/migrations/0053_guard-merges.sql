-- A legal hold on a supplier keeps the papers of all that were merged with it, whichever of them it names.
create or replace view document_legal_holds as
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
         join parties supplier on supplier.id = lot.supplier_id
         join parties named on named.id = legal.supplier_id
        where reach.document_id = document.id
          and coalesce(supplier.merged_into, supplier.id) = coalesce(named.merged_into, named.id)));
--> statement-breakpoint
-- A delivery that looked its supplier up before a merge and writes after it would make a second lot of one: it is sent back, and
-- finds the other when it is tried again. The lock waits for a merge under way, as a merge waits for deliveries.
create function refuse_merged_supplier() returns trigger language plpgsql as $$
declare
  target uuid;
begin
  select merged_into into target from parties where id = new.supplier_id for key share;
  if target is not null then
    raise exception 'Supplier % was merged into %', new.supplier_id, target
      using errcode = 'serialization_failure', constraint = 'receipts_of_merged_supplier';
  end if;
  return new;
end $$;
--> statement-breakpoint
create trigger receipts_of_merged_supplier before insert on receipts
  for each row execute function refuse_merged_supplier();
--> statement-breakpoint
-- A code leads to its record in one step, whoever writes.
create function keep_merges_flat() returns trigger language plpgsql as $$
begin
  if new.merged_into is not null and (
       exists (select from parties where id = new.merged_into and merged_into is not null)
       or exists (select from parties where merged_into = new.id)) then
    raise exception 'Party % cannot lead to one that leads elsewhere', new.id
      using errcode = 'integrity_constraint_violation', constraint = 'parties_merged_in_one_step';
  end if;
  return new;
end $$;
--> statement-breakpoint
create trigger parties_merged_in_one_step before update of merged_into on parties
  for each row execute function keep_merges_flat();
