CREATE SEQUENCE "public"."legal_hold_numbers" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1;--> statement-breakpoint
CREATE SEQUENCE "public"."policy_change_numbers" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1;--> statement-breakpoint
CREATE TABLE "legal_holds" (
	"id" uuid PRIMARY KEY NOT NULL,
	"number" text NOT NULL,
	"lot_id" uuid,
	"case_kind" text,
	"case_id" uuid,
	"supplier_id" uuid,
	"from_day" date,
	"until_day" date,
	"reason" text NOT NULL,
	"reason_code" text,
	"placed_by" text NOT NULL,
	"placed_by_name" text NOT NULL,
	"placed_at" timestamp (3) with time zone NOT NULL,
	"released_at" timestamp (3) with time zone,
	"released_by" text,
	"released_by_name" text,
	"release_reason" text,
	"release_change_id" uuid,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "legal_holds_number_unique" UNIQUE("number"),
	CONSTRAINT "legal_holds_case_kind" CHECK ("case_kind" in ('quarantine_review', 'release_approval', 'disposal')),
	CONSTRAINT "legal_holds_case" CHECK (("case_kind" is null) = ("case_id" is null)),
	CONSTRAINT "legal_holds_criteria" CHECK (num_nonnulls("lot_id", "case_id", "supplier_id", "from_day", "until_day") > 0 and ("from_day" is null or "until_day" is null or "from_day" <= "until_day")),
	CONSTRAINT "legal_holds_release_is_whole" CHECK (("released_at" is null) = ("released_by" is null) and ("released_at" is null) = ("release_change_id" is null))
);
--> statement-breakpoint
CREATE TABLE "policy_changes" (
	"id" uuid PRIMARY KEY NOT NULL,
	"number" text NOT NULL,
	"subject_kind" text NOT NULL,
	"subject" text NOT NULL,
	"state" text NOT NULL,
	"change" jsonb NOT NULL,
	"expected_version" integer NOT NULL,
	"site_id" uuid,
	"entity_id" uuid,
	"reason" text NOT NULL,
	"proposed_by" text NOT NULL,
	"proposed_by_name" text NOT NULL,
	"proposed_at" timestamp (3) with time zone NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"reminded_at" timestamp (3) with time zone,
	"escalated_at" timestamp (3) with time zone,
	"decided_by" text,
	"decided_by_name" text,
	"decided_at" timestamp (3) with time zone,
	"decision_reason" text,
	"signature_id" uuid,
	"effective_from" timestamp (3) with time zone,
	"workflow_id" text NOT NULL,
	"policy_ids" jsonb NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "policy_changes_number_unique" UNIQUE("number"),
	CONSTRAINT "policy_changes_workflow_id_unique" UNIQUE("workflow_id"),
	CONSTRAINT "policy_changes_subject_kind" CHECK ("subject_kind" in ('policy', 'reason_code', 'legal_hold_release')),
	CONSTRAINT "policy_changes_state_known" CHECK ("state" in ('proposed', 'approved', 'rejected', 'withdrawn', 'expired')),
	CONSTRAINT "policy_changes_decision_is_whole" CHECK (("state" = 'proposed') = ("decided_at" is null) and ("decided_at" is null) = ("decided_by" is null)),
	CONSTRAINT "policy_changes_second_person" CHECK ("state" <> 'approved' or "decided_by" <> "proposed_by"),
	CONSTRAINT "policy_changes_in_effect" CHECK (("state" = 'approved') = ("effective_from" is not null))
);
--> statement-breakpoint
CREATE TABLE "reason_codes" (
	"list" text NOT NULL,
	"code" text NOT NULL,
	"label" text NOT NULL,
	"active" boolean NOT NULL,
	"requires_note" boolean NOT NULL,
	"version" integer NOT NULL,
	"changed_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "reason_codes_list_code_pk" PRIMARY KEY("list","code"),
	CONSTRAINT "reason_codes_list" CHECK ("list" in ('hold', 'review', 'release', 'disposal', 'variance', 'held_move', 'exception', 'legal_hold')),
	CONSTRAINT "reason_codes_code" CHECK ("code" ~ '^[a-z][a-z0-9_]{1,39}$')
);
--> statement-breakpoint
ALTER TABLE "policies" DROP CONSTRAINT "policies_version";--> statement-breakpoint
ALTER TABLE "tasks" DROP CONSTRAINT "tasks_kind";--> statement-breakpoint
ALTER TABLE "documents" ADD COLUMN "removed_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "documents" ADD COLUMN "removed_by_policy_ids" jsonb;--> statement-breakpoint
ALTER TABLE "policies" ADD COLUMN "by_law" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "policies" ADD COLUMN "law_reference" text;--> statement-breakpoint
ALTER TABLE "policies" ADD COLUMN "change_id" uuid;--> statement-breakpoint
ALTER TABLE "holds" ADD COLUMN "policy_ids" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "holds" ADD COLUMN "reason_code" text;--> statement-breakpoint
ALTER TABLE "quarantine_reviews" ADD COLUMN "decision_reason_code" text;--> statement-breakpoint
ALTER TABLE "quarantine_reviews" ADD COLUMN "decision_policy_ids" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "commands" ADD COLUMN "answer_removed_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "legal_holds" ADD CONSTRAINT "legal_holds_lot_id_lots_id_fk" FOREIGN KEY ("lot_id") REFERENCES "public"."lots"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "legal_holds" ADD CONSTRAINT "legal_holds_supplier_id_parties_id_fk" FOREIGN KEY ("supplier_id") REFERENCES "public"."parties"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "policy_changes" ADD CONSTRAINT "policy_changes_site_id_sites_id_fk" FOREIGN KEY ("site_id") REFERENCES "public"."sites"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "policy_changes" ADD CONSTRAINT "policy_changes_entity_id_legal_entities_id_fk" FOREIGN KEY ("entity_id") REFERENCES "public"."legal_entities"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "legal_holds_lot" ON "legal_holds" USING btree ("lot_id");--> statement-breakpoint
CREATE INDEX "legal_holds_in_force" ON "legal_holds" USING btree ("placed_at") WHERE "released_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "policy_changes_one_open" ON "policy_changes" USING btree ("subject") WHERE "state" = 'proposed';--> statement-breakpoint
CREATE INDEX "policy_changes_state" ON "policy_changes" USING btree ("state","proposed_at","id");--> statement-breakpoint
CREATE INDEX "policy_changes_subject" ON "policy_changes" USING btree ("subject","id");--> statement-breakpoint
CREATE INDEX "documents_kept" ON "documents" USING btree ("uploaded_at","id") WHERE "removed_at" is null;--> statement-breakpoint
CREATE INDEX "commands_with_answer" ON "commands" USING btree ("recorded_at") WHERE "answer_removed_at" is null;--> statement-breakpoint
ALTER TABLE "policies" ADD CONSTRAINT "policies_version" UNIQUE NULLS NOT DISTINCT("key","scope_kind","scope_key","by_law","version");--> statement-breakpoint
ALTER TABLE "policies" ADD CONSTRAINT "policies_law_is_named" CHECK ("by_law" = ("law_reference" is not null));--> statement-breakpoint
ALTER TABLE "tasks" ADD CONSTRAINT "tasks_kind" CHECK ("kind" in ('attach_announced_certificate', 'complete_traceability_lot_code', 'complete_traceability_source', 'reconcile_purchase_order', 'reconcile_advance_notice', 'decide_quarantine_review', 'decide_escalated_review', 'confirm_disposal', 'confirm_return_to_supplier', 'settle_exception', 'approve_policy_change', 'approve_disposal', 'destroy_goods', 'witness_destruction', 'add_destruction_papers', 'value_write_off', 'settle_failed_notification', 'decide_proposal', 'decide_escalated_proposal', 'record_release_results', 'approve_release', 'approve_release_as_manager', 'decide_escalated_release'));