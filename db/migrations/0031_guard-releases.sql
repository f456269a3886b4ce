-- Specifications, results and decisions are written once; what was measured and decided stays readable for ever.
create trigger item_specifications_append_only before update or delete or truncate on item_specifications
  for each statement execute function refuse_change();
--> statement-breakpoint
create trigger release_results_append_only before update or delete or truncate on release_results
  for each statement execute function refuse_change();
--> statement-breakpoint
create trigger release_decisions_append_only before update or delete or truncate on release_decisions
  for each statement execute function refuse_change();
--> statement-breakpoint
grant select, insert on item_specifications, release_results, release_decisions to holdfast_app;
--> statement-breakpoint
-- A case changes as it goes on; a limit's reach widens when its stock moves. Nobody removes either.
grant select, insert, update on release_approvals to holdfast_app;
--> statement-breakpoint
grant select, insert on release_limits to holdfast_app;
--> statement-breakpoint
grant update (site_id, location_id) on release_limits to holdfast_app;
--> statement-breakpoint
grant usage on sequence release_numbers to holdfast_app;
--> statement-breakpoint
grant select on item_specifications, release_approvals, release_results, release_decisions, release_limits to holdfast_report;
--> statement-breakpoint
grant select on item_specifications, release_approvals to holdfast_advice;
