-- Seals are written once and read; whoever may seal may not unseal.
create trigger audit_seals_append_only before update or delete or truncate on audit_seals
  for each statement execute function refuse_change();
--> statement-breakpoint
grant select, insert on audit_seals to holdfast_app;
--> statement-breakpoint
grant select on audit_seals to holdfast_report;
