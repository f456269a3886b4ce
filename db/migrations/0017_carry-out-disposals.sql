CREATE SEQUENCE "public"."destruction_certificate_numbers" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1;--> statement-breakpoint
CREATE SEQUENCE "public"."disposal_numbers" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1;--> statement-breakpoint
CREATE TABLE "destruction_lines" (
	"destruction_id" uuid NOT NULL,
	"line" integer NOT NULL,
	"location_id" uuid NOT NULL,
	"owner_id" uuid NOT NULL,
	"condition" text NOT NULL,
	"quantity" numeric(18, 4) NOT NULL,
	"stated_quantity" numeric(18, 4) NOT NULL,
	"stated_unit" text NOT NULL,
	CONSTRAINT "destruction_lines_destruction_id_line_pk" PRIMARY KEY("destruction_id","line"),
	CONSTRAINT "destruction_lines_positive" CHECK ("quantity" > 0),
	CONSTRAINT "destruction_lines_condition" CHECK ("condition" in ('received', 'pending_inspection', 'approved', 'returned'))
);
--> statement-breakpoint
CREATE TABLE "destruction_papers" (
	"id" uuid PRIMARY KEY NOT NULL,
	"disposal_id" uuid NOT NULL,
	"destruction_id" uuid,
	"kind" text NOT NULL,
	"document_id" uuid NOT NULL,
	"number" text,
	"issued_by" text,
	"issued_on" date,
	"added_by" text NOT NULL,
	"added_by_name" text NOT NULL,
	"added_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "destruction_papers_once" UNIQUE("disposal_id","kind","document_id"),
	CONSTRAINT "destruction_papers_kind" CHECK ("kind" in ('certificate_of_destruction', 'photo', 'weighbridge_ticket', 'transport_document'))
);
--> statement-breakpoint
CREATE TABLE "destructions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"disposal_id" uuid NOT NULL,
	"run" integer NOT NULL,
	"state" text NOT NULL,
	"method" text NOT NULL,
	"place" text NOT NULL,
	"contractor" text,
	"contractor_licence" text,
	"transport_document" text,
	"seal" text,
	"rendered_unfit" text,
	"weight_kg" numeric(18, 4),
	"note" text,
	"started_at" timestamp (3) with time zone NOT NULL,
	"happened_at" timestamp (3) with time zone NOT NULL,
	"recorded_at" timestamp (3) with time zone NOT NULL,
	"recorded_by" text NOT NULL,
	"recorded_by_name" text NOT NULL,
	"witnessed_by" text,
	"witnessed_by_name" text,
	"witnessed_at" timestamp (3) with time zone,
	"witness_note" text,
	"witness_signature_id" uuid,
	"movement_id" uuid,
	CONSTRAINT "destructions_run" UNIQUE("disposal_id","run"),
	CONSTRAINT "destructions_state" CHECK ("state" in ('awaiting_witness', 'blocked', 'booked', 'refused', 'struck')),
	CONSTRAINT "destructions_method" CHECK ("method" in ('incineration', 'rendering', 'composting', 'anaerobic_digestion', 'denaturing', 'landfill', 'shredding', 'other')),
	CONSTRAINT "destructions_booked" CHECK (("state" = 'booked') = ("movement_id" is not null)),
	CONSTRAINT "destructions_in_order" CHECK ("started_at" <= "happened_at"),
	CONSTRAINT "destructions_witness_is_whole" CHECK (("witnessed_by" is null) = ("witnessed_at" is null) and ("witnessed_by" is null) = ("witnessed_by_name" is null)),
	CONSTRAINT "destructions_not_own_witness" CHECK ("witnessed_by" <> "recorded_by")
);
--> statement-breakpoint
CREATE TABLE "disposal_differences" (
	"id" uuid PRIMARY KEY NOT NULL,
	"disposal_id" uuid NOT NULL,
	"found" text NOT NULL,
	"location_id" uuid NOT NULL,
	"owner_id" uuid NOT NULL,
	"condition" text NOT NULL,
	"quantity" numeric(18, 4) NOT NULL,
	"reason" text NOT NULL,
	"settled_by" text NOT NULL,
	"settled_by_name" text NOT NULL,
	"settled_at" timestamp (3) with time zone NOT NULL,
	"signature_id" uuid,
	"movement_id" uuid NOT NULL,
	CONSTRAINT "disposal_differences_found" CHECK ("found" in ('missing', 'surplus')),
	CONSTRAINT "disposal_differences_positive" CHECK ("quantity" > 0)
);
--> statement-breakpoint
CREATE TABLE "write_offs" (
	"id" uuid PRIMARY KEY NOT NULL,
	"disposal_id" uuid NOT NULL,
	"destruction_id" uuid,
	"difference_id" uuid,
	"entity_id" uuid NOT NULL,
	"site_id" uuid NOT NULL,
	"lot_id" uuid NOT NULL,
	"item_id" uuid NOT NULL,
	"quantity" numeric(18, 4) NOT NULL,
	"unit_cost" numeric(18, 6),
	"amount" numeric(18, 2),
	"currency" text,
	"dated" date NOT NULL,
	"movement_id" uuid NOT NULL,
	"recorded_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "write_offs_cause" CHECK (("destruction_id" is null) <> ("difference_id" is null)),
	CONSTRAINT "write_offs_money_is_whole" CHECK (("unit_cost" is null) = ("amount" is null) and ("unit_cost" is null) = ("currency" is null))
);
--> statement-breakpoint
CREATE TABLE "disposal_approvals" (
	"disposal_id" uuid NOT NULL,
	"approved_by" text NOT NULL,
	"approved_by_name" text NOT NULL,
	"approved_at" timestamp (3) with time zone NOT NULL,
	"signature_id" uuid,
	CONSTRAINT "disposal_approvals_disposal_id_approved_by_pk" PRIMARY KEY("disposal_id","approved_by")
);
--> statement-breakpoint
CREATE TABLE "disposals" (
	"id" uuid PRIMARY KEY NOT NULL,
	"number" text NOT NULL,
	"origin_kind" text NOT NULL,
	"origin_id" uuid NOT NULL,
	"origin_decision" integer NOT NULL,
	"hold_id" uuid NOT NULL,
	"lot_id" uuid NOT NULL,
	"site_id" uuid,
	"workflow_id" text NOT NULL,
	"state" text NOT NULL,
	"decided_by" text NOT NULL,
	"decided_by_name" text NOT NULL,
	"decided_at" timestamp (3) with time zone NOT NULL,
	"reason" text NOT NULL,
	"quantity" numeric(18, 4) NOT NULL,
	"approvals_needed" integer NOT NULL,
	"witness_required" boolean NOT NULL,
	"witness_reason" text NOT NULL,
	"papers_required" jsonb NOT NULL,
	"opened_at" timestamp (3) with time zone NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	"stage_milliseconds" integer NOT NULL,
	"reminded_at" timestamp (3) with time zone,
	"escalated_at" timestamp (3) with time zone,
	"closed_at" timestamp (3) with time zone,
	"certificate_number" text,
	"policy_ids" jsonb NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "disposals_number_unique" UNIQUE("number"),
	CONSTRAINT "disposals_workflow_id_unique" UNIQUE("workflow_id"),
	CONSTRAINT "disposals_certificate_number_unique" UNIQUE("certificate_number"),
	CONSTRAINT "disposals_origin" UNIQUE("origin_kind","origin_id","origin_decision"),
	CONSTRAINT "disposals_state_known" CHECK ("state" in ('awaiting_approval', 'approved', 'destroyed', 'closed', 'withdrawn')),
	CONSTRAINT "disposals_origin_known" CHECK ("origin_kind" in ('quarantine_review')),
	CONSTRAINT "disposals_quantity" CHECK ("quantity" > 0),
	CONSTRAINT "disposals_certified_when_closed" CHECK (("state" = 'closed') = ("certificate_number" is not null))
);
--> statement-breakpoint
ALTER TABLE "policies" DROP CONSTRAINT "policies_key_known";--> statement-breakpoint
ALTER TABLE "tasks" DROP CONSTRAINT "tasks_kind";--> statement-breakpoint
ALTER TABLE "destruction_lines" ADD CONSTRAINT "destruction_lines_destruction_id_destructions_id_fk" FOREIGN KEY ("destruction_id") REFERENCES "public"."destructions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "destruction_lines" ADD CONSTRAINT "destruction_lines_location_id_locations_id_fk" FOREIGN KEY ("location_id") REFERENCES "public"."locations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "destruction_lines" ADD CONSTRAINT "destruction_lines_owner_id_legal_entities_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."legal_entities"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "destruction_papers" ADD CONSTRAINT "destruction_papers_disposal_id_disposals_id_fk" FOREIGN KEY ("disposal_id") REFERENCES "public"."disposals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "destruction_papers" ADD CONSTRAINT "destruction_papers_destruction_id_destructions_id_fk" FOREIGN KEY ("destruction_id") REFERENCES "public"."destructions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "destruction_papers" ADD CONSTRAINT "destruction_papers_document_id_documents_id_fk" FOREIGN KEY ("document_id") REFERENCES "public"."documents"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "destructions" ADD CONSTRAINT "destructions_disposal_id_disposals_id_fk" FOREIGN KEY ("disposal_id") REFERENCES "public"."disposals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "destructions" ADD CONSTRAINT "destructions_movement_id_movements_id_fk" FOREIGN KEY ("movement_id") REFERENCES "public"."movements"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "disposal_differences" ADD CONSTRAINT "disposal_differences_disposal_id_disposals_id_fk" FOREIGN KEY ("disposal_id") REFERENCES "public"."disposals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "disposal_differences" ADD CONSTRAINT "disposal_differences_location_id_locations_id_fk" FOREIGN KEY ("location_id") REFERENCES "public"."locations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "disposal_differences" ADD CONSTRAINT "disposal_differences_owner_id_legal_entities_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."legal_entities"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "disposal_differences" ADD CONSTRAINT "disposal_differences_movement_id_movements_id_fk" FOREIGN KEY ("movement_id") REFERENCES "public"."movements"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "write_offs" ADD CONSTRAINT "write_offs_disposal_id_disposals_id_fk" FOREIGN KEY ("disposal_id") REFERENCES "public"."disposals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "write_offs" ADD CONSTRAINT "write_offs_destruction_id_destructions_id_fk" FOREIGN KEY ("destruction_id") REFERENCES "public"."destructions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "write_offs" ADD CONSTRAINT "write_offs_difference_id_disposal_differences_id_fk" FOREIGN KEY ("difference_id") REFERENCES "public"."disposal_differences"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "write_offs" ADD CONSTRAINT "write_offs_entity_id_legal_entities_id_fk" FOREIGN KEY ("entity_id") REFERENCES "public"."legal_entities"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "write_offs" ADD CONSTRAINT "write_offs_site_id_sites_id_fk" FOREIGN KEY ("site_id") REFERENCES "public"."sites"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "write_offs" ADD CONSTRAINT "write_offs_lot_id_lots_id_fk" FOREIGN KEY ("lot_id") REFERENCES "public"."lots"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "write_offs" ADD CONSTRAINT "write_offs_item_id_items_id_fk" FOREIGN KEY ("item_id") REFERENCES "public"."items"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "write_offs" ADD CONSTRAINT "write_offs_movement_id_movements_id_fk" FOREIGN KEY ("movement_id") REFERENCES "public"."movements"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "disposal_approvals" ADD CONSTRAINT "disposal_approvals_disposal_id_disposals_id_fk" FOREIGN KEY ("disposal_id") REFERENCES "public"."disposals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "disposals" ADD CONSTRAINT "disposals_hold_id_holds_id_fk" FOREIGN KEY ("hold_id") REFERENCES "public"."holds"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "disposals" ADD CONSTRAINT "disposals_lot_id_lots_id_fk" FOREIGN KEY ("lot_id") REFERENCES "public"."lots"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "disposals" ADD CONSTRAINT "disposals_site_id_sites_id_fk" FOREIGN KEY ("site_id") REFERENCES "public"."sites"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "disposal_differences_disposal" ON "disposal_differences" USING btree ("disposal_id");--> statement-breakpoint
CREATE INDEX "write_offs_disposal" ON "write_offs" USING btree ("disposal_id");--> statement-breakpoint
CREATE INDEX "write_offs_entity" ON "write_offs" USING btree ("entity_id","dated","id");--> statement-breakpoint
CREATE INDEX "write_offs_dated" ON "write_offs" USING btree ("dated","id");--> statement-breakpoint
CREATE UNIQUE INDEX "disposals_one_open" ON "disposals" USING btree ("hold_id") WHERE "state" in ('awaiting_approval', 'approved', 'destroyed');--> statement-breakpoint
CREATE INDEX "disposals_state" ON "disposals" USING btree ("state","due_at","id");--> statement-breakpoint
CREATE INDEX "disposals_due" ON "disposals" USING btree ("due_at","id");--> statement-breakpoint
CREATE INDEX "disposals_site" ON "disposals" USING btree ("site_id","due_at","id");--> statement-breakpoint
CREATE INDEX "disposals_lot" ON "disposals" USING btree ("lot_id");--> statement-breakpoint
ALTER TABLE "policies" ADD CONSTRAINT "policies_key_known" CHECK ("key" in ('supplier_risk_limit', 'temperature_minutes_allowed', 'shelf_life_tolerance_days', 'remaining_shelf_life_min_days', 'last_day_of_use', 'required_certificates', 'certificate_may_follow', 'inspection_waived', 'late_report_window_days', 'purchase_order_tolerance_percent', 'count_variance_tolerance_percent', 'sampling_level', 'release_approvals', 'release_approvals_in_order', 'urgent_release_allowed', 'conditional_release_allowed', 'disposal_approvals', 'disposal_witness_required', 'disposal_witness_from_value', 'destruction_certificate_required', 'disposal_papers_required', 'effectiveness_level_class_1', 'effectiveness_level_class_2', 'effectiveness_level_class_3', 'reason_code_required', 'review_remind_after_minutes', 'review_escalate_after_minutes', 'review_extension_max_days', 'release_remind_after_minutes', 'release_escalate_after_minutes', 'release_due_after_minutes', 'disposal_remind_after_minutes', 'disposal_escalate_after_minutes', 'policy_change_remind_after_minutes', 'policy_change_escalate_after_minutes', 'policy_change_expire_after_minutes', 'master_data_change_remind_after_minutes', 'master_data_change_escalate_after_minutes', 'master_data_change_expire_after_minutes', 'task_remind_after_minutes', 'task_escalate_after_minutes', 'task_escalate_again_after_minutes', 'notification_give_up_after_minutes', 'document_max_bytes', 'document_retention_years', 'unlinked_document_retention_days', 'orphan_file_grace_hours', 'session_retention_days', 'command_answer_retention_days', 'notification_retention_days'));--> statement-breakpoint
ALTER TABLE "tasks" ADD CONSTRAINT "tasks_kind" CHECK ("kind" in ('attach_announced_certificate', 'complete_traceability_lot_code', 'complete_traceability_source', 'reconcile_purchase_order', 'reconcile_advance_notice', 'decide_quarantine_review', 'decide_escalated_review', 'confirm_disposal', 'confirm_return_to_supplier', 'settle_exception', 'approve_disposal', 'destroy_goods', 'witness_destruction', 'add_destruction_papers', 'value_write_off'));