CREATE SEQUENCE "public"."release_numbers" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1;--> statement-breakpoint
CREATE TABLE "release_approvals" (
	"id" uuid PRIMARY KEY NOT NULL,
	"number" text NOT NULL,
	"lot_id" uuid NOT NULL,
	"site_id" uuid NOT NULL,
	"owner_id" uuid NOT NULL,
	"workflow_id" text NOT NULL,
	"state" text NOT NULL,
	"opened_at" timestamp (3) with time zone NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	"reminded_at" timestamp (3) with time zone,
	"escalated_at" timestamp (3) with time zone,
	"quantity" numeric(18, 4) NOT NULL,
	"sampled_quantity" numeric(18, 4) NOT NULL,
	"specification_id" uuid,
	"sampling_level" text NOT NULL,
	"samples" jsonb,
	"outcome" text NOT NULL,
	"results_version" integer DEFAULT 0 NOT NULL,
	"approvals_needed" integer NOT NULL,
	"approvals_in_order" boolean NOT NULL,
	"terms" jsonb,
	"round" integer DEFAULT 1 NOT NULL,
	"round_id" uuid NOT NULL,
	"decided_by" text,
	"decided_by_name" text,
	"decided_at" timestamp (3) with time zone,
	"decision_reason" text,
	"hold_id" uuid,
	"closed_at" timestamp (3) with time zone,
	"policy_ids" jsonb NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "release_approvals_number_unique" UNIQUE("number"),
	CONSTRAINT "release_approvals_workflow_id_unique" UNIQUE("workflow_id"),
	CONSTRAINT "release_approvals_state_known" CHECK ("state" in ('open', 'released_urgently', 'approved', 'failed', 'rejected', 'overdue', 'withdrawn')),
	CONSTRAINT "release_approvals_outcome" CHECK ("outcome" in ('incomplete', 'pass', 'fail')),
	CONSTRAINT "release_approvals_closed_when_over" CHECK (("closed_at" is null) = ("state" in ('open', 'released_urgently')))
);
--> statement-breakpoint
CREATE TABLE "release_decisions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"release_id" uuid NOT NULL,
	"round" integer NOT NULL,
	"decision" text NOT NULL,
	"terms" jsonb,
	"reason" text,
	"results_version" integer NOT NULL,
	"decided_by" text NOT NULL,
	"decided_by_name" text NOT NULL,
	"decided_at" timestamp (3) with time zone NOT NULL,
	"signature_id" uuid,
	CONSTRAINT "release_decisions_once" UNIQUE("release_id","round","decided_by","decision"),
	CONSTRAINT "release_decisions_decision" CHECK ("decision" in ('approve', 'reject', 'release_urgently'))
);
--> statement-breakpoint
CREATE TABLE "release_limits" (
	"id" uuid PRIMARY KEY NOT NULL,
	"release_id" uuid NOT NULL,
	"lot_id" uuid NOT NULL,
	"owner_id" uuid NOT NULL,
	"site_id" uuid,
	"location_id" uuid,
	"customer_ids" jsonb,
	"use_by" date,
	"set_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "release_limits_say_something" CHECK ("customer_ids" is not null or "use_by" is not null),
	CONSTRAINT "release_limits_location_in_site" CHECK ("location_id" is null or "site_id" is not null)
);
--> statement-breakpoint
CREATE TABLE "release_results" (
	"id" uuid PRIMARY KEY NOT NULL,
	"release_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"characteristic" text NOT NULL,
	"sample" integer,
	"value" text NOT NULL,
	"conforms" boolean NOT NULL,
	"note" text,
	"recorded_by" text NOT NULL,
	"recorded_by_name" text NOT NULL,
	"happened_at" timestamp (3) with time zone NOT NULL,
	"recorded_at" timestamp (3) with time zone NOT NULL,
	"signature_id" uuid,
	CONSTRAINT "release_results_once" UNIQUE NULLS NOT DISTINCT("release_id","version","characteristic","sample")
);
--> statement-breakpoint
CREATE TABLE "item_specifications" (
	"id" uuid PRIMARY KEY NOT NULL,
	"item_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"effective_from" timestamp (3) with time zone NOT NULL,
	"characteristics" jsonb NOT NULL,
	"sampling" jsonb NOT NULL,
	"reason" text NOT NULL,
	"proposed_by" text NOT NULL,
	"approved_by" text NOT NULL,
	"recorded_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "item_specifications_version" UNIQUE("item_id","version")
);
--> statement-breakpoint
ALTER TABLE "holds" DROP CONSTRAINT "holds_rule";--> statement-breakpoint
ALTER TABLE "tasks" DROP CONSTRAINT "tasks_kind";--> statement-breakpoint
ALTER TABLE "release_approvals" ADD CONSTRAINT "release_approvals_lot_id_lots_id_fk" FOREIGN KEY ("lot_id") REFERENCES "public"."lots"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "release_approvals" ADD CONSTRAINT "release_approvals_site_id_sites_id_fk" FOREIGN KEY ("site_id") REFERENCES "public"."sites"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "release_approvals" ADD CONSTRAINT "release_approvals_owner_id_legal_entities_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."legal_entities"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "release_approvals" ADD CONSTRAINT "release_approvals_specification_id_item_specifications_id_fk" FOREIGN KEY ("specification_id") REFERENCES "public"."item_specifications"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "release_approvals" ADD CONSTRAINT "release_approvals_hold_id_holds_id_fk" FOREIGN KEY ("hold_id") REFERENCES "public"."holds"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "release_decisions" ADD CONSTRAINT "release_decisions_release_id_release_approvals_id_fk" FOREIGN KEY ("release_id") REFERENCES "public"."release_approvals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "release_limits" ADD CONSTRAINT "release_limits_release_id_release_approvals_id_fk" FOREIGN KEY ("release_id") REFERENCES "public"."release_approvals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "release_limits" ADD CONSTRAINT "release_limits_lot_id_lots_id_fk" FOREIGN KEY ("lot_id") REFERENCES "public"."lots"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "release_limits" ADD CONSTRAINT "release_limits_owner_id_legal_entities_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."legal_entities"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "release_limits" ADD CONSTRAINT "release_limits_site_id_sites_id_fk" FOREIGN KEY ("site_id") REFERENCES "public"."sites"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "release_limits" ADD CONSTRAINT "release_limits_location_id_locations_id_fk" FOREIGN KEY ("location_id") REFERENCES "public"."locations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "release_results" ADD CONSTRAINT "release_results_release_id_release_approvals_id_fk" FOREIGN KEY ("release_id") REFERENCES "public"."release_approvals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "item_specifications" ADD CONSTRAINT "item_specifications_item_id_items_id_fk" FOREIGN KEY ("item_id") REFERENCES "public"."items"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "release_approvals_one_running" ON "release_approvals" USING btree ("lot_id","site_id","owner_id") WHERE "state" in ('open', 'released_urgently');--> statement-breakpoint
CREATE INDEX "release_approvals_state" ON "release_approvals" USING btree ("state","due_at","id");--> statement-breakpoint
CREATE INDEX "release_approvals_due" ON "release_approvals" USING btree ("due_at","id");--> statement-breakpoint
CREATE INDEX "release_approvals_site" ON "release_approvals" USING btree ("site_id","due_at","id");--> statement-breakpoint
CREATE INDEX "release_approvals_lot" ON "release_approvals" USING btree ("lot_id","id");--> statement-breakpoint
CREATE INDEX "release_limits_lot" ON "release_limits" USING btree ("lot_id");--> statement-breakpoint
CREATE INDEX "item_specifications_item" ON "item_specifications" USING btree ("item_id","effective_from");--> statement-breakpoint
ALTER TABLE "holds" ADD CONSTRAINT "holds_rule" CHECK ("rule" in ('missing_certificate', 'expired_certificate', 'certificate_withdrawn', 'supplier_risk', 'inconsistent_dates', 'expired', 'temperature_deviation', 'failed_inspection', 'overdue_inspection', 'count_variance', 'supplier_blocked', 'item_blocked', 'damage', 'suspected_contamination', 'foreign_matter', 'label_error', 'pest', 'customer_complaint', 'supplier_notice', 'other', 'release_rejected', 'recall'));--> statement-breakpoint
ALTER TABLE "tasks" ADD CONSTRAINT "tasks_kind" CHECK ("kind" in ('attach_announced_certificate', 'complete_traceability_lot_code', 'complete_traceability_source', 'reconcile_purchase_order', 'reconcile_advance_notice', 'decide_quarantine_review', 'decide_escalated_review', 'confirm_disposal', 'confirm_return_to_supplier', 'settle_exception', 'approve_disposal', 'destroy_goods', 'witness_destruction', 'add_destruction_papers', 'value_write_off', 'settle_failed_notification', 'decide_proposal', 'decide_escalated_proposal', 'record_release_results', 'approve_release', 'approve_release_as_manager', 'decide_escalated_release'));