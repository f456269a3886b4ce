-- What was proposed, said about it and found in a table stays as it was.
create trigger master_data_proposal_records_append_only before update or delete or truncate on master_data_proposal_records
  for each statement execute function refuse_change();
--> statement-breakpoint
create trigger master_data_proposal_comments_append_only before update or delete or truncate on master_data_proposal_comments
  for each statement execute function refuse_change();
--> statement-breakpoint
create trigger master_data_import_rows_append_only before update or delete or truncate on master_data_import_rows
  for each statement execute function refuse_change();
--> statement-breakpoint
grant select, insert on
  party_certificates, master_data_proposals, master_data_proposal_records, master_data_proposal_comments, local_overrides,
  duplicate_suspicions, master_data_imports, master_data_import_rows
  to holdfast_app;
--> statement-breakpoint
grant update on master_data_proposals, local_overrides, duplicate_suspicions, master_data_imports, party_certificates to holdfast_app;
--> statement-breakpoint
-- The parts of a record are replaced with it; the record and the trail keep what they were.
grant delete on item_units, party_contacts, customer_shelf_lives, party_certificates, local_overrides to holdfast_app;
--> statement-breakpoint
grant usage on sequence proposal_numbers, import_numbers to holdfast_app;
--> statement-breakpoint
grant select on
  party_certificates, master_data_proposals, master_data_proposal_records, master_data_proposal_comments, local_overrides,
  duplicate_suspicions, master_data_imports, master_data_import_rows
  to holdfast_report;
--> statement-breakpoint
grant select on local_overrides, party_certificates to holdfast_advice;
