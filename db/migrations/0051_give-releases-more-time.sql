ALTER TABLE "release_decisions" DROP CONSTRAINT "release_decisions_once";--> statement-breakpoint
ALTER TABLE "policies" DROP CONSTRAINT "policies_key_known";--> statement-breakpoint
ALTER TABLE "release_decisions" DROP CONSTRAINT "release_decisions_decision";--> statement-breakpoint
DROP INDEX "release_approvals_one_running";--> statement-breakpoint
ALTER TABLE "release_approvals" ADD COLUMN "limit_id" uuid;--> statement-breakpoint
ALTER TABLE "release_approvals" ADD COLUMN "extensions" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "release_decisions" ADD COLUMN "until" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "release_limits" ADD COLUMN "ended_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "release_limits" ADD COLUMN "replaced_by" uuid;--> statement-breakpoint
ALTER TABLE "release_results" ADD COLUMN "sampled_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "release_results" ADD COLUMN "laboratory" text;--> statement-breakpoint
ALTER TABLE "release_results" ADD COLUMN "document_id" uuid;--> statement-breakpoint
ALTER TABLE "release_approvals" ADD CONSTRAINT "release_approvals_limit_id_release_limits_id_fk" FOREIGN KEY ("limit_id") REFERENCES "public"."release_limits"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "release_results" ADD CONSTRAINT "release_results_document_id_documents_id_fk" FOREIGN KEY ("document_id") REFERENCES "public"."documents"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "release_approvals_one_change" ON "release_approvals" USING btree ("limit_id") WHERE "state" in ('open', 'released_urgently');--> statement-breakpoint
CREATE UNIQUE INDEX "release_decisions_once" ON "release_decisions" USING btree ("release_id","round","decided_by","decision") WHERE "decision" <> 'extend';--> statement-breakpoint
CREATE UNIQUE INDEX "release_approvals_one_running" ON "release_approvals" USING btree ("lot_id","site_id","owner_id") WHERE "state" in ('open', 'released_urgently') and "limit_id" is null;--> statement-breakpoint
ALTER TABLE "policies" ADD CONSTRAINT "policies_key_known" CHECK ("key" in ('supplier_risk_limit', 'temperature_minutes_allowed', 'shelf_life_tolerance_days', 'remaining_shelf_life_min_days', 'last_day_of_use', 'required_certificates', 'required_supplier_certificates', 'certificate_expiry_warning_days', 'certificate_may_follow', 'inspection_waived', 'late_report_window_days', 'purchase_order_tolerance_percent', 'count_variance_tolerance_percent', 'sampling_level', 'release_approvals', 'release_approvals_in_order', 'urgent_release_allowed', 'conditional_release_allowed', 'disposal_approvals', 'disposal_witness_required', 'disposal_witness_from_value', 'destruction_certificate_required', 'disposal_papers_required', 'effectiveness_level_class_1', 'effectiveness_level_class_2', 'effectiveness_level_class_3', 'master_data_minor_changes_alone', 'reason_code_required', 'review_remind_after_minutes', 'review_escalate_after_minutes', 'review_extension_max_days', 'release_remind_after_minutes', 'release_escalate_after_minutes', 'release_due_after_minutes', 'release_extension_max_days', 'disposal_remind_after_minutes', 'disposal_escalate_after_minutes', 'policy_change_remind_after_minutes', 'policy_change_escalate_after_minutes', 'policy_change_expire_after_minutes', 'master_data_change_remind_after_minutes', 'master_data_change_escalate_after_minutes', 'master_data_change_expire_after_minutes', 'task_remind_after_minutes', 'task_escalate_after_minutes', 'task_escalate_again_after_minutes', 'notification_retry_after_minutes', 'notification_give_up_after_minutes', 'document_max_bytes', 'document_retention_years', 'unlinked_document_retention_days', 'orphan_file_grace_hours', 'session_retention_days', 'command_answer_retention_days', 'notification_retention_days'));--> statement-breakpoint
ALTER TABLE "release_decisions" ADD CONSTRAINT "release_decisions_decision" CHECK ("decision" in ('approve', 'reject', 'release_urgently', 'extend'));--> statement-breakpoint
-- More time may be given by who says that they have looked at it; everything else is approved.
drop trigger release_decisions_are_signed on release_decisions;
--> statement-breakpoint
create trigger release_decisions_are_signed before insert on release_decisions for each row when (new.decision <> 'extend')
  execute function require_own_signature('release_approval', 'release_id', 'decided_by', 'signature_id', 'approval');
--> statement-breakpoint
create trigger release_extensions_are_signed before insert on release_decisions for each row when (new.decision = 'extend')
  execute function require_own_signature('release_approval', 'release_id', 'decided_by', 'signature_id', 'approval,review');
--> statement-breakpoint
grant update (ended_at, replaced_by) on release_limits to holdfast_app;
