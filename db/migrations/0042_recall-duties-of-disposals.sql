-- Safe beside running workers: what they write meanwhile lacks the two new duties only, and their columns name people as before.

-- Who destroyed, settled a difference or took a run back did so before these were duties.
insert into lot_duties (duty, person_id, person_name, on_behalf_of_id, on_behalf_of_name, lot_id, case_kind, case_id, happened_at, command_id)
select case entry.action when 'disposal.goods_destroyed' then 'destroyed' else 'settled' end, entry.actor_id, entry.actor_name,
       entry.on_behalf_of_id, entry.on_behalf_of_name, disposal.lot_id, disposal.origin_kind, disposal.origin_id, entry.recorded_at,
       entry.command_id
  from audit_entries entry join disposals disposal on disposal.id::text = entry.subject_id
 where entry.subject_kind = 'disposal' and entry.command_id is not null
   and (entry.action in ('disposal.goods_destroyed', 'disposal.difference_settled')
        or entry.action = 'disposal.exception_settled' and entry.after ->> 'settlement' = 'strike')
 order by entry.position;
--> statement-breakpoint
-- On whose behalf somebody had acted stands in the trail; what is final or append-only is completed this once.
alter table disposals disable trigger user;
--> statement-breakpoint
alter table disposal_approvals disable trigger user;
--> statement-breakpoint
alter table destructions disable trigger user;
--> statement-breakpoint
alter table disposal_differences disable trigger user;
--> statement-breakpoint
update disposals set decided_for = entry.on_behalf_of_id, decided_for_name = entry.on_behalf_of_name
  from audit_entries entry
 where entry.action = 'disposal.opened' and entry.subject_id = disposals.id::text and entry.on_behalf_of_id is not null;
--> statement-breakpoint
update disposal_approvals set approved_for = entry.on_behalf_of_id, approved_for_name = entry.on_behalf_of_name
  from audit_entries entry
 where entry.action = 'disposal.approved' and entry.subject_id = disposal_id::text and entry.actor_id = approved_by
   and entry.on_behalf_of_id is not null;
--> statement-breakpoint
update destructions set recorded_for = entry.on_behalf_of_id, recorded_for_name = entry.on_behalf_of_name
  from audit_entries entry
 where entry.action = 'disposal.goods_destroyed' and entry.subject_id = disposal_id::text
   and entry.after ->> 'run' = run::text and entry.on_behalf_of_id is not null;
--> statement-breakpoint
update destructions set witnessed_for = entry.on_behalf_of_id, witnessed_for_name = entry.on_behalf_of_name
  from audit_entries entry
 where entry.action in ('disposal.witnessed', 'disposal.witness_refused') and entry.subject_id = disposal_id::text
   and entry.after ->> 'run' = run::text and entry.on_behalf_of_id is not null;
--> statement-breakpoint
update disposal_differences set settled_for = entry.on_behalf_of_id, settled_for_name = entry.on_behalf_of_name
  from audit_entries entry
 where entry.action = 'disposal.difference_settled' and entry.subject_id = disposal_id::text
   and entry.after ->> 'signatureId' = signature_id::text and entry.on_behalf_of_id is not null;
--> statement-breakpoint
alter table disposals enable trigger user;
--> statement-breakpoint
alter table disposal_approvals enable trigger user;
--> statement-breakpoint
alter table destructions enable trigger user;
--> statement-breakpoint
alter table disposal_differences enable trigger user;
--> statement-breakpoint
grant update (witnessed_for, witnessed_for_name) on destructions to holdfast_app;
