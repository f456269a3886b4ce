ALTER TABLE "master_data_proposal_records" DROP CONSTRAINT "master_data_proposal_records_action";--> statement-breakpoint
ALTER TABLE "parties" ADD COLUMN "merged_into" uuid;--> statement-breakpoint
ALTER TABLE "parties" ADD CONSTRAINT "parties_merged_into_parties_id_fk" FOREIGN KEY ("merged_into") REFERENCES "public"."parties"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "parties_merged" ON "parties" USING btree ("merged_into") WHERE "merged_into" is not null;--> statement-breakpoint
ALTER TABLE "parties" ADD CONSTRAINT "parties_merged_into_another" CHECK ("merged_into" <> "id");--> statement-breakpoint
ALTER TABLE "master_data_proposal_records" ADD CONSTRAINT "master_data_proposal_records_action" CHECK ("action" in ('create', 'change', 'remove', 'merge', 'separate'));