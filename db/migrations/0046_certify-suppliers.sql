CREATE TABLE "supplier_certificates" (
	"id" uuid PRIMARY KEY NOT NULL,
	"code" text NOT NULL,
	"party_id" uuid NOT NULL,
	"scheme" text NOT NULL,
	"standard" text,
	"number" text NOT NULL,
	"issuer" text NOT NULL,
	"categories" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"items" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"plants" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"valid_from" date NOT NULL,
	"valid_until" date NOT NULL,
	"document_id" uuid,
	"withdrawn" boolean DEFAULT false NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "supplier_certificates_code_unique" UNIQUE("code"),
	CONSTRAINT "supplier_certificates_scheme" CHECK ("scheme" in ('food_safety_audit', 'organic', 'kosher', 'halal', 'facility_registration', 'liability_insurance')),
	CONSTRAINT "supplier_certificates_dates" CHECK ("valid_until" >= "valid_from")
);
--> statement-breakpoint
-- Papers that were parts of their party become records of their own; one paper that two parties named stays with one of them.
INSERT INTO "supplier_certificates" ("id", "code", "party_id", "scheme", "number", "issuer", "valid_from", "valid_until")
SELECT gen_random_uuid(), 'CERT-' || lpad(row_number() OVER (ORDER BY "party_id", "kind", "number")::text, 5, '0'), "party_id", "kind", "number",
       "issuer", "valid_from", "valid_until"
  FROM (SELECT DISTINCT ON ("kind", lower("number"), lower("issuer")) * FROM "party_certificates"
         ORDER BY "kind", lower("number"), lower("issuer"), "valid_until" DESC) "papers";--> statement-breakpoint
grant select, insert, update on supplier_certificates to holdfast_app;--> statement-breakpoint
grant select on supplier_certificates to holdfast_report, holdfast_advice;--> statement-breakpoint
DROP TABLE "party_certificates" CASCADE;--> statement-breakpoint
ALTER TABLE "master_data_imports" DROP CONSTRAINT "master_data_imports_kind";--> statement-breakpoint
ALTER TABLE "policies" DROP CONSTRAINT "policies_key_known";--> statement-breakpoint
ALTER TABLE "master_data_proposals" DROP CONSTRAINT "master_data_proposals_kind_known";--> statement-breakpoint
ALTER TABLE "receipt_defects" DROP CONSTRAINT "receipt_defects_code";--> statement-breakpoint
ALTER TABLE "tasks" DROP CONSTRAINT "tasks_kind";--> statement-breakpoint
ALTER TABLE "supplier_certificates" ADD CONSTRAINT "supplier_certificates_party_id_parties_id_fk" FOREIGN KEY ("party_id") REFERENCES "public"."parties"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "supplier_certificates" ADD CONSTRAINT "supplier_certificates_document_id_documents_id_fk" FOREIGN KEY ("document_id") REFERENCES "public"."documents"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "supplier_certificates_party" ON "supplier_certificates" USING btree ("party_id","valid_until");--> statement-breakpoint
CREATE INDEX "supplier_certificates_end" ON "supplier_certificates" USING btree ("valid_until","id");--> statement-breakpoint
CREATE UNIQUE INDEX "supplier_certificates_paper" ON "supplier_certificates" USING btree ("scheme",lower("number"),lower("issuer"));--> statement-breakpoint
ALTER TABLE "master_data_imports" ADD CONSTRAINT "master_data_imports_kind" CHECK ("kind" in ('item', 'party', 'location', 'specification', 'certificate'));--> statement-breakpoint
ALTER TABLE "policies" ADD CONSTRAINT "policies_key_known" CHECK ("key" in ('supplier_risk_limit', 'temperature_minutes_allowed', 'shelf_life_tolerance_days', 'remaining_shelf_life_min_days', 'last_day_of_use', 'required_certificates', 'required_supplier_certificates', 'certificate_expiry_warning_days', 'certificate_may_follow', 'inspection_waived', 'late_report_window_days', 'purchase_order_tolerance_percent', 'count_variance_tolerance_percent', 'sampling_level', 'release_approvals', 'release_approvals_in_order', 'urgent_release_allowed', 'conditional_release_allowed', 'disposal_approvals', 'disposal_witness_required', 'disposal_witness_from_value', 'destruction_certificate_required', 'disposal_papers_required', 'effectiveness_level_class_1', 'effectiveness_level_class_2', 'effectiveness_level_class_3', 'master_data_minor_changes_alone', 'reason_code_required', 'review_remind_after_minutes', 'review_escalate_after_minutes', 'review_extension_max_days', 'release_remind_after_minutes', 'release_escalate_after_minutes', 'release_due_after_minutes', 'disposal_remind_after_minutes', 'disposal_escalate_after_minutes', 'policy_change_remind_after_minutes', 'policy_change_escalate_after_minutes', 'policy_change_expire_after_minutes', 'master_data_change_remind_after_minutes', 'master_data_change_escalate_after_minutes', 'master_data_change_expire_after_minutes', 'task_remind_after_minutes', 'task_escalate_after_minutes', 'task_escalate_again_after_minutes', 'notification_retry_after_minutes', 'notification_give_up_after_minutes', 'document_max_bytes', 'document_retention_years', 'unlinked_document_retention_days', 'orphan_file_grace_hours', 'session_retention_days', 'command_answer_retention_days', 'notification_retention_days'));--> statement-breakpoint
ALTER TABLE "master_data_proposals" ADD CONSTRAINT "master_data_proposals_kind_known" CHECK ("kind" in ('item', 'party', 'location', 'override', 'specification', 'certificate'));--> statement-breakpoint
ALTER TABLE "receipt_defects" ADD CONSTRAINT "receipt_defects_code" CHECK ("code" in ('receipt.certificate-missing', 'receipt.certificate-expired', 'receipt.supplier-certificate-missing', 'receipt.supplier-certificate-expired', 'receipt.dates-inconsistent', 'receipt.expired', 'receipt.supplier-risk', 'receipt.supplier-blocked', 'receipt.item-blocked', 'receipt.temperature-out-of-range', 'receipt.certificate-announced', 'receipt.traceability-lot-code-missing', 'receipt.traceability-lot-code-differs', 'receipt.traceability-source-missing', 'receipt.purchase-order-unknown', 'receipt.purchase-order-differs', 'receipt.item-not-on-order', 'receipt.more-than-ordered', 'receipt.less-than-ordered', 'receipt.advance-notice-unknown', 'receipt.advance-notice-differs', 'receipt.item-not-on-notice', 'receipt.lot-not-on-notice', 'receipt.more-than-noticed', 'receipt.less-than-noticed'));--> statement-breakpoint
ALTER TABLE "tasks" ADD CONSTRAINT "tasks_kind" CHECK ("kind" in ('attach_announced_certificate', 'complete_traceability_lot_code', 'complete_traceability_source', 'reconcile_purchase_order', 'reconcile_advance_notice', 'decide_quarantine_review', 'decide_escalated_review', 'confirm_disposal', 'confirm_return_to_supplier', 'settle_exception', 'approve_policy_change', 'approve_disposal', 'destroy_goods', 'witness_destruction', 'add_destruction_papers', 'value_write_off', 'settle_failed_notification', 'decide_proposal', 'decide_escalated_proposal', 'record_release_results', 'approve_release', 'approve_release_as_manager', 'decide_escalated_release', 'renew_supplier_certificate'));