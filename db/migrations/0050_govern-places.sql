ALTER TABLE "master_data_imports" DROP CONSTRAINT "master_data_imports_kind";--> statement-breakpoint
ALTER TABLE "master_data_proposals" DROP CONSTRAINT "master_data_proposals_kind_known";--> statement-breakpoint
ALTER TABLE "legal_entities" ADD COLUMN "version" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "sites" ADD COLUMN "version" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "master_data_imports" ADD CONSTRAINT "master_data_imports_kind" CHECK ("kind" in ('item', 'party', 'location', 'specification', 'certificate', 'site', 'entity'));--> statement-breakpoint
ALTER TABLE "master_data_proposals" ADD CONSTRAINT "master_data_proposals_kind_known" CHECK ("kind" in ('item', 'party', 'location', 'override', 'specification', 'certificate', 'site', 'entity'));--> statement-breakpoint
grant delete on site_stock_owners to holdfast_app;