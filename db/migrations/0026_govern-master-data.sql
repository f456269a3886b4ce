CREATE SEQUENCE "public"."import_numbers" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1;--> statement-breakpoint
CREATE SEQUENCE "public"."proposal_numbers" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1;--> statement-breakpoint
CREATE TABLE "party_certificates" (
	"party_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"number" text NOT NULL,
	"issuer" text NOT NULL,
	"valid_from" date NOT NULL,
	"valid_until" date NOT NULL,
	CONSTRAINT "party_certificates_party_id_kind_number_pk" PRIMARY KEY("party_id","kind","number"),
	CONSTRAINT "party_certificates_kind" CHECK ("kind" in ('food_safety_audit', 'organic', 'kosher', 'halal', 'facility_registration', 'liability_insurance')),
	CONSTRAINT "party_certificates_dates" CHECK ("valid_until" >= "valid_from")
);
--> statement-breakpoint
CREATE TABLE "duplicate_suspicions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"one_id" uuid NOT NULL,
	"other_id" uuid NOT NULL,
	"likeness" integer NOT NULL,
	"signs" jsonb NOT NULL,
	"state" text NOT NULL,
	"found_at" timestamp (3) with time zone NOT NULL,
	"judged_by" text,
	"judged_by_name" text,
	"judged_at" timestamp (3) with time zone,
	"judged_reason" text,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "duplicate_suspicions_pair" UNIQUE("one_id","other_id"),
	CONSTRAINT "duplicate_suspicions_kind" CHECK ("kind" in ('item', 'party')),
	CONSTRAINT "duplicate_suspicions_state" CHECK ("state" in ('suspected', 'not_same')),
	CONSTRAINT "duplicate_suspicions_order" CHECK ("one_id" < "other_id"),
	CONSTRAINT "duplicate_suspicions_judged" CHECK (("state" = 'suspected') = ("judged_by" is null))
);
--> statement-breakpoint
CREATE TABLE "local_overrides" (
	"id" uuid PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"record_id" uuid NOT NULL,
	"entity_id" uuid,
	"site_id" uuid,
	"field" text NOT NULL,
	"value" jsonb NOT NULL,
	"proposal_id" uuid NOT NULL,
	"since" timestamp (3) with time zone NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "local_overrides_one" UNIQUE NULLS NOT DISTINCT("record_id","field","site_id","entity_id"),
	CONSTRAINT "local_overrides_kind" CHECK ("kind" in ('item', 'party')),
	CONSTRAINT "local_overrides_somewhere" CHECK ("entity_id" is not null or "site_id" is not null)
);
--> statement-breakpoint
CREATE TABLE "master_data_import_rows" (
	"import_id" uuid NOT NULL,
	"row" integer NOT NULL,
	"outcome" text NOT NULL,
	"code" text,
	"record_id" uuid,
	"base_version" integer,
	"before" jsonb,
	"after" jsonb,
	"changed" jsonb NOT NULL,
	"problems" jsonb NOT NULL,
	CONSTRAINT "master_data_import_rows_import_id_row_pk" PRIMARY KEY("import_id","row"),
	CONSTRAINT "master_data_import_rows_outcome_known" CHECK ("outcome" in ('create', 'change', 'unchanged', 'error'))
);
--> statement-breakpoint
CREATE TABLE "master_data_imports" (
	"id" uuid PRIMARY KEY NOT NULL,
	"number" text NOT NULL,
	"kind" text NOT NULL,
	"file_name" text NOT NULL,
	"sha256" text NOT NULL,
	"size_bytes" integer NOT NULL,
	"columns" jsonb NOT NULL,
	"creates" integer NOT NULL,
	"changes" integer NOT NULL,
	"unchanged" integer NOT NULL,
	"errors" integer NOT NULL,
	"uploaded_by" text NOT NULL,
	"uploaded_by_name" text NOT NULL,
	"uploaded_at" timestamp (3) with time zone NOT NULL,
	"proposal_id" uuid,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "master_data_imports_number_unique" UNIQUE("number"),
	CONSTRAINT "master_data_imports_kind" CHECK ("kind" in ('item', 'party', 'location'))
);
--> statement-breakpoint
CREATE TABLE "master_data_proposal_comments" (
	"id" uuid PRIMARY KEY NOT NULL,
	"proposal_id" uuid NOT NULL,
	"text" text NOT NULL,
	"document_id" uuid,
	"written_by" text NOT NULL,
	"written_by_name" text NOT NULL,
	"written_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "master_data_proposal_comments_order" UNIQUE("proposal_id","id")
);
--> statement-breakpoint
CREATE TABLE "master_data_proposal_records" (
	"proposal_id" uuid NOT NULL,
	"line" integer NOT NULL,
	"action" text NOT NULL,
	"record_id" uuid NOT NULL,
	"code" text NOT NULL,
	"base_version" integer,
	"before" jsonb,
	"after" jsonb,
	"changed" jsonb NOT NULL,
	CONSTRAINT "master_data_proposal_records_proposal_id_line_pk" PRIMARY KEY("proposal_id","line"),
	CONSTRAINT "master_data_proposal_records_action" CHECK ("action" in ('create', 'change', 'remove')),
	CONSTRAINT "master_data_proposal_records_base" CHECK (("action" = 'create') = ("base_version" is null))
);
--> statement-breakpoint
CREATE TABLE "master_data_proposals" (
	"id" uuid PRIMARY KEY NOT NULL,
	"number" text NOT NULL,
	"workflow_id" text NOT NULL,
	"state" text NOT NULL,
	"kind" text NOT NULL,
	"source" text NOT NULL,
	"title" text NOT NULL,
	"reason" text NOT NULL,
	"records" integer NOT NULL,
	"categories" jsonb NOT NULL,
	"content_hash" text NOT NULL,
	"proposed_by" text NOT NULL,
	"proposed_by_name" text NOT NULL,
	"proposed_at" timestamp (3) with time zone NOT NULL,
	"owner_id" text NOT NULL,
	"owner_name" text NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	"reminded_at" timestamp (3) with time zone,
	"escalated_at" timestamp (3) with time zone,
	"decided_by" text,
	"decided_by_name" text,
	"decided_at" timestamp (3) with time zone,
	"decision_reason" text,
	"signature_id" uuid,
	"policy_ids" jsonb NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "master_data_proposals_number_unique" UNIQUE("number"),
	CONSTRAINT "master_data_proposals_workflow_id_unique" UNIQUE("workflow_id"),
	CONSTRAINT "master_data_proposals_state_known" CHECK ("state" in ('open', 'approved', 'rejected', 'withdrawn', 'lapsed')),
	CONSTRAINT "master_data_proposals_kind_known" CHECK ("kind" in ('item', 'party', 'location', 'override')),
	CONSTRAINT "master_data_proposals_source" CHECK ("source" in ('person', 'import')),
	CONSTRAINT "master_data_proposals_decision_is_whole" CHECK (("state" = 'open') = ("decided_by" is null) and ("decided_by" is null) = ("decided_at" is null) and ("decided_by" is null) = ("decision_reason" is null))
);
--> statement-breakpoint
ALTER TABLE "escalation_chains" DROP CONSTRAINT "escalation_chains_team";--> statement-breakpoint
ALTER TABLE "policies" DROP CONSTRAINT "policies_key_known";--> statement-breakpoint
ALTER TABLE "holds" DROP CONSTRAINT "holds_rule";--> statement-breakpoint
ALTER TABLE "tasks" DROP CONSTRAINT "tasks_kind";--> statement-breakpoint
ALTER TABLE "tasks" DROP CONSTRAINT "tasks_team";--> statement-breakpoint
ALTER TABLE "items" ADD COLUMN "traceability_food" text;--> statement-breakpoint
ALTER TABLE "items" ADD COLUMN "traceability_exemption" text;--> statement-breakpoint
ALTER TABLE "items" ADD COLUMN "allergens" jsonb;--> statement-breakpoint
ALTER TABLE "items" ADD COLUMN "overridable" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "items" ADD COLUMN "blocked_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "items" ADD COLUMN "blocked_by" text;--> statement-breakpoint
ALTER TABLE "items" ADD COLUMN "blocked_reason" text;--> statement-breakpoint
ALTER TABLE "items" ADD COLUMN "version" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "items" ADD COLUMN "completeness" integer;--> statement-breakpoint
ALTER TABLE "items" ADD COLUMN "missing" jsonb;--> statement-breakpoint
ALTER TABLE "items" ADD COLUMN "scored_by" integer;--> statement-breakpoint
ALTER TABLE "locations" ADD COLUMN "version" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "locations" ADD COLUMN "completeness" integer;--> statement-breakpoint
ALTER TABLE "locations" ADD COLUMN "missing" jsonb;--> statement-breakpoint
ALTER TABLE "locations" ADD COLUMN "scored_by" integer;--> statement-breakpoint
ALTER TABLE "parties" ADD COLUMN "duns" text;--> statement-breakpoint
ALTER TABLE "parties" ADD COLUMN "overridable" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "parties" ADD COLUMN "blocked_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "parties" ADD COLUMN "blocked_by" text;--> statement-breakpoint
ALTER TABLE "parties" ADD COLUMN "blocked_reason" text;--> statement-breakpoint
ALTER TABLE "parties" ADD COLUMN "completeness" integer;--> statement-breakpoint
ALTER TABLE "parties" ADD COLUMN "missing" jsonb;--> statement-breakpoint
ALTER TABLE "parties" ADD COLUMN "scored_by" integer;--> statement-breakpoint
ALTER TABLE "party_certificates" ADD CONSTRAINT "party_certificates_party_id_parties_id_fk" FOREIGN KEY ("party_id") REFERENCES "public"."parties"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "local_overrides" ADD CONSTRAINT "local_overrides_entity_id_legal_entities_id_fk" FOREIGN KEY ("entity_id") REFERENCES "public"."legal_entities"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "local_overrides" ADD CONSTRAINT "local_overrides_site_id_sites_id_fk" FOREIGN KEY ("site_id") REFERENCES "public"."sites"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "local_overrides" ADD CONSTRAINT "local_overrides_proposal_id_master_data_proposals_id_fk" FOREIGN KEY ("proposal_id") REFERENCES "public"."master_data_proposals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "master_data_import_rows" ADD CONSTRAINT "master_data_import_rows_import_id_master_data_imports_id_fk" FOREIGN KEY ("import_id") REFERENCES "public"."master_data_imports"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "master_data_imports" ADD CONSTRAINT "master_data_imports_proposal_id_master_data_proposals_id_fk" FOREIGN KEY ("proposal_id") REFERENCES "public"."master_data_proposals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "master_data_proposal_comments" ADD CONSTRAINT "master_data_proposal_comments_proposal_id_master_data_proposals_id_fk" FOREIGN KEY ("proposal_id") REFERENCES "public"."master_data_proposals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "master_data_proposal_comments" ADD CONSTRAINT "master_data_proposal_comments_document_id_documents_id_fk" FOREIGN KEY ("document_id") REFERENCES "public"."documents"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "master_data_proposal_records" ADD CONSTRAINT "master_data_proposal_records_proposal_id_master_data_proposals_id_fk" FOREIGN KEY ("proposal_id") REFERENCES "public"."master_data_proposals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "party_certificates_end" ON "party_certificates" USING btree ("valid_until","party_id");--> statement-breakpoint
CREATE INDEX "duplicate_suspicions_other" ON "duplicate_suspicions" USING btree ("other_id");--> statement-breakpoint
CREATE INDEX "duplicate_suspicions_worst" ON "duplicate_suspicions" USING btree ("kind","state","likeness","id");--> statement-breakpoint
CREATE INDEX "master_data_import_rows_outcome" ON "master_data_import_rows" USING btree ("import_id","outcome","row");--> statement-breakpoint
CREATE INDEX "master_data_imports_uploader" ON "master_data_imports" USING btree ("uploaded_by","id");--> statement-breakpoint
CREATE INDEX "master_data_proposal_records_record" ON "master_data_proposal_records" USING btree ("record_id","proposal_id");--> statement-breakpoint
CREATE INDEX "master_data_proposals_state" ON "master_data_proposals" USING btree ("state","id");--> statement-breakpoint
CREATE INDEX "master_data_proposals_kind" ON "master_data_proposals" USING btree ("kind","id");--> statement-breakpoint
CREATE INDEX "master_data_proposals_proposer" ON "master_data_proposals" USING btree ("proposed_by","id");--> statement-breakpoint
CREATE INDEX "master_data_proposals_search" ON "master_data_proposals" USING gin (lower("number" || ' ' || "title") trigram.gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "item_units_gtin" ON "item_units" USING btree ("gtin");--> statement-breakpoint
CREATE INDEX "items_category" ON "items" USING btree ("category","code");--> statement-breakpoint
CREATE INDEX "items_worst" ON "items" USING btree ("completeness","id");--> statement-breakpoint
CREATE INDEX "items_name_like" ON "items" USING gin (lower("name") trigram.gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "items_search" ON "items" USING gin (lower("code" || ' ' || "name") trigram.gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "locations_worst" ON "locations" USING btree ("completeness","id");--> statement-breakpoint
CREATE INDEX "parties_gln" ON "parties" USING btree ("gln");--> statement-breakpoint
CREATE INDEX "parties_plant_gln" ON "parties" USING btree ("plant_gln");--> statement-breakpoint
CREATE INDEX "parties_ship_to_gln" ON "parties" USING btree ("ship_to_gln");--> statement-breakpoint
CREATE INDEX "parties_duns" ON "parties" USING btree ("duns");--> statement-breakpoint
CREATE INDEX "parties_worst" ON "parties" USING btree ("completeness","id");--> statement-breakpoint
CREATE INDEX "parties_name_like" ON "parties" USING gin (lower("name") trigram.gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "parties_search" ON "parties" USING gin (lower("code" || ' ' || "name") trigram.gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "party_contacts_party" ON "party_contacts" USING btree ("party_id");--> statement-breakpoint
CREATE INDEX "party_contacts_email" ON "party_contacts" USING btree (lower("email"));--> statement-breakpoint
ALTER TABLE "escalation_chains" ADD CONSTRAINT "escalation_chains_team" CHECK ("team" in ('quality', 'quality_management', 'warehouse', 'order_desk', 'transport', 'finance', 'recall', 'master_data'));--> statement-breakpoint
ALTER TABLE "items" ADD CONSTRAINT "items_blocked_is_whole" CHECK (("blocked_at" is null) = ("blocked_by" is null) and ("blocked_at" is null) = ("blocked_reason" is null));--> statement-breakpoint
ALTER TABLE "parties" ADD CONSTRAINT "parties_blocked_is_whole" CHECK (("blocked_at" is null) = ("blocked_by" is null) and ("blocked_at" is null) = ("blocked_reason" is null));--> statement-breakpoint
ALTER TABLE "policies" ADD CONSTRAINT "policies_key_known" CHECK ("key" in ('supplier_risk_limit', 'temperature_minutes_allowed', 'shelf_life_tolerance_days', 'remaining_shelf_life_min_days', 'last_day_of_use', 'required_certificates', 'certificate_may_follow', 'inspection_waived', 'late_report_window_days', 'purchase_order_tolerance_percent', 'count_variance_tolerance_percent', 'sampling_level', 'release_approvals', 'release_approvals_in_order', 'urgent_release_allowed', 'conditional_release_allowed', 'disposal_approvals', 'disposal_witness_required', 'disposal_witness_from_value', 'destruction_certificate_required', 'disposal_papers_required', 'effectiveness_level_class_1', 'effectiveness_level_class_2', 'effectiveness_level_class_3', 'master_data_minor_changes_alone', 'reason_code_required', 'review_remind_after_minutes', 'review_escalate_after_minutes', 'review_extension_max_days', 'release_remind_after_minutes', 'release_escalate_after_minutes', 'release_due_after_minutes', 'disposal_remind_after_minutes', 'disposal_escalate_after_minutes', 'policy_change_remind_after_minutes', 'policy_change_escalate_after_minutes', 'policy_change_expire_after_minutes', 'master_data_change_remind_after_minutes', 'master_data_change_escalate_after_minutes', 'master_data_change_expire_after_minutes', 'task_remind_after_minutes', 'task_escalate_after_minutes', 'task_escalate_again_after_minutes', 'notification_retry_after_minutes', 'notification_give_up_after_minutes', 'document_max_bytes', 'document_retention_years', 'unlinked_document_retention_days', 'orphan_file_grace_hours', 'session_retention_days', 'command_answer_retention_days', 'notification_retention_days'));--> statement-breakpoint
ALTER TABLE "holds" ADD CONSTRAINT "holds_rule" CHECK ("rule" in ('missing_certificate', 'expired_certificate', 'certificate_withdrawn', 'supplier_risk', 'inconsistent_dates', 'expired', 'temperature_deviation', 'failed_inspection', 'overdue_inspection', 'count_variance', 'supplier_blocked', 'item_blocked', 'damage', 'suspected_contamination', 'foreign_matter', 'label_error', 'pest', 'customer_complaint', 'supplier_notice', 'other', 'recall'));--> statement-breakpoint
ALTER TABLE "tasks" ADD CONSTRAINT "tasks_kind" CHECK ("kind" in ('attach_announced_certificate', 'complete_traceability_lot_code', 'complete_traceability_source', 'reconcile_purchase_order', 'reconcile_advance_notice', 'decide_quarantine_review', 'decide_escalated_review', 'confirm_disposal', 'confirm_return_to_supplier', 'settle_exception', 'approve_disposal', 'destroy_goods', 'witness_destruction', 'add_destruction_papers', 'value_write_off', 'settle_failed_notification', 'decide_proposal', 'decide_escalated_proposal'));--> statement-breakpoint
ALTER TABLE "tasks" ADD CONSTRAINT "tasks_team" CHECK ("team" in ('quality', 'quality_management', 'warehouse', 'order_desk', 'transport', 'finance', 'recall', 'master_data'));