ALTER TABLE "master_data_import_rows" DROP CONSTRAINT "master_data_import_rows_outcome_known";--> statement-breakpoint
ALTER TABLE "master_data_imports" DROP CONSTRAINT "master_data_imports_kind";--> statement-breakpoint
ALTER TABLE "master_data_proposals" DROP CONSTRAINT "master_data_proposals_kind_known";--> statement-breakpoint
ALTER TABLE "master_data_import_rows" ADD CONSTRAINT "master_data_import_rows_outcome_known" CHECK ("outcome" in ('create', 'change', 'part', 'unchanged', 'error'));--> statement-breakpoint
ALTER TABLE "master_data_imports" ADD CONSTRAINT "master_data_imports_kind" CHECK ("kind" in ('item', 'party', 'location', 'specification'));--> statement-breakpoint
ALTER TABLE "master_data_proposals" ADD CONSTRAINT "master_data_proposals_kind_known" CHECK ("kind" in ('item', 'party', 'location', 'override', 'specification'));