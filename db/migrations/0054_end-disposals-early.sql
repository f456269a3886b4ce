CREATE TABLE "write_off_valuations" (
	"write_off_id" uuid PRIMARY KEY NOT NULL,
	"unit_cost" numeric(18, 6) NOT NULL,
	"amount" numeric(18, 2) NOT NULL,
	"currency" text NOT NULL,
	"reason" text NOT NULL,
	"valued_by" text NOT NULL,
	"valued_by_name" text NOT NULL,
	"valued_for" text,
	"valued_for_name" text,
	"valued_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "write_off_valuations_cost" CHECK ("unit_cost" >= 0)
);
--> statement-breakpoint
ALTER TABLE "disposals" DROP CONSTRAINT "disposals_origin_known";--> statement-breakpoint
ALTER TABLE "policies" DROP CONSTRAINT "policies_key_known";--> statement-breakpoint
DROP INDEX "disposals_one_open";--> statement-breakpoint
ALTER TABLE "disposals" ADD COLUMN "origin_number" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "disposals" ADD COLUMN "origin_workflow_id" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "disposals" ADD COLUMN "extensions" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "disposals" ADD COLUMN "given_back" numeric(18, 4) DEFAULT '0' NOT NULL;--> statement-breakpoint
ALTER TABLE "disposals" ADD COLUMN "ended_early_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "disposals" ADD COLUMN "ended_early_by" text;--> statement-breakpoint
ALTER TABLE "disposals" ADD COLUMN "ended_early_by_name" text;--> statement-breakpoint
ALTER TABLE "disposals" ADD COLUMN "ended_early_for" text;--> statement-breakpoint
ALTER TABLE "disposals" ADD COLUMN "ended_early_for_name" text;--> statement-breakpoint
ALTER TABLE "disposals" ADD COLUMN "ended_early_reason" text;--> statement-breakpoint
ALTER TABLE "disposals" ADD COLUMN "ended_early_signature_id" uuid;--> statement-breakpoint
ALTER TABLE "write_off_valuations" ADD CONSTRAINT "write_off_valuations_write_off_id_write_offs_id_fk" FOREIGN KEY ("write_off_id") REFERENCES "public"."write_offs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "disposals_early_end_signature" ON "disposals" USING btree ("ended_early_signature_id") WHERE "ended_early_signature_id" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "disposals_one_open" ON "disposals" USING btree ("hold_id") WHERE "state" in ('awaiting_approval', 'approved', 'destroyed') and "given_back" = 0;--> statement-breakpoint
ALTER TABLE "disposals" ADD CONSTRAINT "disposals_given_back" CHECK ("given_back" >= 0 and ("given_back" > 0) = ("ended_early_at" is not null));--> statement-breakpoint
ALTER TABLE "disposals" ADD CONSTRAINT "disposals_early_end_is_whole" CHECK (("ended_early_at" is null) = ("ended_early_by" is null) and ("ended_early_at" is null) = ("ended_early_reason" is null));--> statement-breakpoint
ALTER TABLE "disposals" ADD CONSTRAINT "disposals_origin_known" CHECK ("origin_kind" in ('quarantine_review', 'return_disposition', 'recall'));--> statement-breakpoint
ALTER TABLE "policies" ADD CONSTRAINT "policies_key_known" CHECK ("key" in ('supplier_risk_limit', 'temperature_minutes_allowed', 'shelf_life_tolerance_days', 'remaining_shelf_life_min_days', 'last_day_of_use', 'required_certificates', 'required_supplier_certificates', 'certificate_expiry_warning_days', 'certificate_may_follow', 'inspection_waived', 'late_report_window_days', 'purchase_order_tolerance_percent', 'count_variance_tolerance_percent', 'sampling_level', 'release_approvals', 'release_approvals_in_order', 'urgent_release_allowed', 'conditional_release_allowed', 'disposal_approvals', 'disposal_witness_required', 'disposal_witness_from_value', 'destruction_certificate_required', 'disposal_papers_required', 'effectiveness_level_class_1', 'effectiveness_level_class_2', 'effectiveness_level_class_3', 'master_data_minor_changes_alone', 'reason_code_required', 'review_remind_after_minutes', 'review_escalate_after_minutes', 'review_extension_max_days', 'release_remind_after_minutes', 'release_escalate_after_minutes', 'release_due_after_minutes', 'release_extension_max_days', 'disposal_remind_after_minutes', 'disposal_escalate_after_minutes', 'disposal_extension_max_days', 'policy_change_remind_after_minutes', 'policy_change_escalate_after_minutes', 'policy_change_expire_after_minutes', 'master_data_change_remind_after_minutes', 'master_data_change_escalate_after_minutes', 'master_data_change_expire_after_minutes', 'task_remind_after_minutes', 'task_escalate_after_minutes', 'task_escalate_again_after_minutes', 'notification_retry_after_minutes', 'notification_give_up_after_minutes', 'document_max_bytes', 'document_retention_years', 'unlinked_document_retention_days', 'orphan_file_grace_hours', 'session_retention_days', 'command_answer_retention_days', 'notification_retention_days'));