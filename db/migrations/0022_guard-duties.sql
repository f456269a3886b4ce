-- Safe beside running workers: what they write already is what this asks for.

-- What somebody did stays what they did.
create trigger lot_duties_append_only before update or delete or truncate on lot_duties
  for each statement execute function refuse_change();
--> statement-breakpoint
grant select, insert on lot_duties, delegations to holdfast_app;
--> statement-breakpoint
grant usage on sequence lot_duties_position_seq to holdfast_app;
--> statement-breakpoint
grant update (ended_at, ended_by) on delegations to holdfast_app;
--> statement-breakpoint
grant update (version) on roles to holdfast_app;
--> statement-breakpoint
grant delete on role_rights to holdfast_app;
--> statement-breakpoint
grant select on lot_duties, delegations to holdfast_report;
--> statement-breakpoint
-- What was done before there was this table, so that whoever received or inspected a lot does not release it now. The order of
-- the rows is not the order of what happened; the instants are.
insert into lot_duties (duty, person_id, person_name, lot_id, happened_at, command_id)
  select distinct 'received', receipt.received_by, coalesce(person.name, receipt.received_by), line.lot_id, receipt.happened_at, 'migration'
    from receipts receipt join receipt_lines line on line.receipt_id = receipt.id
    left join users person on person.id::text = receipt.received_by
   where receipt.received_by <> 'system';
--> statement-breakpoint
insert into lot_duties (duty, person_id, person_name, lot_id, happened_at, command_id)
  select 'inspected', inspection.inspected_by, coalesce(person.name, inspection.inspected_by), inspected.lot_id, inspection.happened_at, 'migration'
    from inspections inspection join inspection_lots inspected on inspected.inspection_id = inspection.id
    left join users person on person.id::text = inspection.inspected_by
   where inspection.inspected_by <> 'system';
--> statement-breakpoint
insert into lot_duties (duty, person_id, person_name, lot_id, case_kind, case_id, happened_at, command_id)
  select 'requested', review.requested_by, coalesce(person.name, review.requested_by), review.lot_id, 'quarantine_review', review.id,
         review.opened_at, 'migration'
    from quarantine_reviews review left join users person on person.id::text = review.requested_by
   where review.requested_by <> 'system';
--> statement-breakpoint
insert into lot_duties (duty, person_id, person_name, lot_id, case_kind, case_id, happened_at, command_id)
  select 'decided', review.decided_by, review.decided_by_name, review.lot_id, 'quarantine_review', review.id, review.decided_at, 'migration'
    from quarantine_reviews review where review.decided_by is not null;
--> statement-breakpoint
-- The roles of the field have other names than those of the first installations, whose people keep every right they had: with
-- the rights of a role, as an administrator may have changed them, go its grants.
insert into roles (name)
  select renamed.to_name
    from (values ('warehouse', 'warehouse_lead'), ('quality', 'quality_approver')) renamed (from_name, to_name)
    join roles on roles.name = renamed.from_name;
--> statement-breakpoint
update role_rights set role = case role when 'warehouse' then 'warehouse_lead' else 'quality_approver' end
 where role in ('warehouse', 'quality');
--> statement-breakpoint
update role_grants set role = case role when 'warehouse' then 'warehouse_lead' else 'quality_approver' end
 where role in ('warehouse', 'quality');
--> statement-breakpoint
delete from roles where name in ('warehouse', 'quality');
