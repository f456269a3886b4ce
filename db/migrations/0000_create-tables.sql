CREATE SEQUENCE "public"."hold_numbers" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1;--> statement-breakpoint
CREATE SEQUENCE "public"."inspection_numbers" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1;--> statement-breakpoint
CREATE SEQUENCE "public"."lot_numbers" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1;--> statement-breakpoint
CREATE SEQUENCE "public"."receipt_numbers" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1;--> statement-breakpoint
CREATE SEQUENCE "public"."review_numbers" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1;--> statement-breakpoint
CREATE TABLE "lots" (
	"id" uuid PRIMARY KEY NOT NULL,
	"code" text NOT NULL,
	"item_id" uuid NOT NULL,
	"supplier_id" uuid,
	"supplier_lot_number" text,
	"traceability_lot_code" text,
	"tlc_source_gln" text,
	"tlc_source_reference" text,
	"manufactured_on" date,
	"expires_on" date,
	"first_known_at" timestamp (3) with time zone NOT NULL,
	"first_receipt" text,
	CONSTRAINT "lots_code_unique" UNIQUE("code"),
	CONSTRAINT "lots_supplier_lot" UNIQUE("item_id","supplier_id","supplier_lot_number"),
	CONSTRAINT "lots_expire_after_manufacture" CHECK ("expires_on" > "manufactured_on")
);
--> statement-breakpoint
CREATE TABLE "movement_lines" (
	"movement_id" uuid NOT NULL,
	"line" integer NOT NULL,
	"lot_id" uuid NOT NULL,
	"location_id" uuid NOT NULL,
	"owner_id" uuid NOT NULL,
	"condition" text NOT NULL,
	"quantity" numeric(18, 4) NOT NULL,
	CONSTRAINT "movement_lines_movement_id_line_pk" PRIMARY KEY("movement_id","line"),
	CONSTRAINT "movement_lines_not_zero" CHECK ("quantity" <> 0),
	CONSTRAINT "movement_lines_condition" CHECK ("condition" in ('received', 'pending_inspection', 'approved', 'returned'))
);
--> statement-breakpoint
CREATE TABLE "movements" (
	"id" uuid PRIMARY KEY NOT NULL,
	"position" bigint GENERATED ALWAYS AS IDENTITY (sequence name "movements_position_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"transaction_id" "xid8" DEFAULT pg_current_xact_id() NOT NULL,
	"kind" text NOT NULL,
	"happened_at" timestamp (3) with time zone NOT NULL,
	"recorded_at" timestamp (3) with time zone NOT NULL,
	"actor_id" text NOT NULL,
	"command_id" text NOT NULL,
	"subject_kind" text,
	"subject_id" uuid,
	"reason" text,
	"imported" boolean DEFAULT false NOT NULL,
	CONSTRAINT "movements_position_unique" UNIQUE("position"),
	CONSTRAINT "movements_kind" CHECK ("kind" in ('receipt', 'put_away', 'move', 'release', 'pick', 'shipment', 'delivery', 'transfer_departure', 'transfer_arrival', 'title_transfer', 'transformation', 'return', 'restock', 'disposal', 'return_to_supplier', 'count', 'correction'))
);
--> statement-breakpoint
CREATE TABLE "stock" (
	"lot_id" uuid NOT NULL,
	"location_id" uuid NOT NULL,
	"owner_id" uuid NOT NULL,
	"condition" text NOT NULL,
	"quantity" numeric(18, 4) NOT NULL,
	CONSTRAINT "stock_lot_id_location_id_owner_id_condition_pk" PRIMARY KEY("lot_id","location_id","owner_id","condition"),
	CONSTRAINT "stock_not_negative" CHECK ("quantity" >= 0),
	CONSTRAINT "stock_condition" CHECK ("condition" in ('received', 'pending_inspection', 'approved', 'returned'))
);
--> statement-breakpoint
CREATE TABLE "customer_shelf_lives" (
	"party_id" uuid NOT NULL,
	"category" text NOT NULL,
	"minimum_remaining_days" integer NOT NULL,
	CONSTRAINT "customer_shelf_lives_party_id_category_pk" PRIMARY KEY("party_id","category")
);
--> statement-breakpoint
CREATE TABLE "item_costs" (
	"entity_id" uuid NOT NULL,
	"item_id" uuid NOT NULL,
	"amount_per_base_unit" numeric(18, 6) NOT NULL,
	"currency" text NOT NULL,
	"effective_from" date NOT NULL,
	CONSTRAINT "item_costs_entity_id_item_id_effective_from_pk" PRIMARY KEY("entity_id","item_id","effective_from")
);
--> statement-breakpoint
CREATE TABLE "item_prices" (
	"entity_id" uuid NOT NULL,
	"item_id" uuid NOT NULL,
	"amount_per_base_unit" numeric(18, 6) NOT NULL,
	"currency" text NOT NULL,
	"effective_from" date NOT NULL,
	CONSTRAINT "item_prices_entity_id_item_id_effective_from_pk" PRIMARY KEY("entity_id","item_id","effective_from")
);
--> statement-breakpoint
CREATE TABLE "item_units" (
	"item_id" uuid NOT NULL,
	"unit" text NOT NULL,
	"numerator" numeric(20, 0) NOT NULL,
	"denominator" numeric(20, 0) NOT NULL,
	"gtin" text,
	CONSTRAINT "item_units_item_id_unit_pk" PRIMARY KEY("item_id","unit"),
	CONSTRAINT "item_units_positive" CHECK ("numerator" > 0 and "denominator" > 0)
);
--> statement-breakpoint
CREATE TABLE "items" (
	"id" uuid PRIMARY KEY NOT NULL,
	"code" text NOT NULL,
	"name" text NOT NULL,
	"gtin" text NOT NULL,
	"category" text NOT NULL,
	"base_unit" text NOT NULL,
	"net_weight_kg" numeric(18, 8) NOT NULL,
	"storage_min_c" numeric(6, 2),
	"storage_max_c" numeric(6, 2),
	"traceability_list" boolean NOT NULL,
	"shelf_life_days" integer NOT NULL,
	"inspection_required" boolean NOT NULL,
	"lot_controlled" boolean DEFAULT true NOT NULL,
	"sold_only_to_party_id" uuid,
	CONSTRAINT "items_code_unique" UNIQUE("code"),
	CONSTRAINT "items_gtin_unique" UNIQUE("gtin")
);
--> statement-breakpoint
CREATE TABLE "legal_entities" (
	"id" uuid PRIMARY KEY NOT NULL,
	"code" text NOT NULL,
	"name" text NOT NULL,
	"gln" text NOT NULL,
	"currency" text NOT NULL,
	"group_name" text NOT NULL,
	"group_currency" text NOT NULL,
	"address" jsonb NOT NULL,
	"phone" text NOT NULL,
	CONSTRAINT "legal_entities_code_unique" UNIQUE("code")
);
--> statement-breakpoint
CREATE TABLE "locations" (
	"id" uuid PRIMARY KEY NOT NULL,
	"site_id" uuid,
	"code" text NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"temperature_min_c" numeric(6, 2),
	"temperature_max_c" numeric(6, 2),
	CONSTRAINT "locations_site_code" UNIQUE NULLS NOT DISTINCT("site_id","code"),
	CONSTRAINT "locations_kind" CHECK ("kind" in ('receiving_dock', 'cooler', 'freezer', 'dry_storage', 'pack_room', 'staging', 'quarantine_cage', 'returns_dock', 'supplier', 'in_transit', 'customer', 'consumed', 'produced', 'disposed', 'count_variance')),
	CONSTRAINT "locations_virtual_have_no_site" CHECK (("site_id" is null) = ("kind" in ('supplier', 'in_transit', 'customer', 'consumed', 'produced', 'disposed', 'count_variance')))
);
--> statement-breakpoint
CREATE TABLE "parties" (
	"id" uuid PRIMARY KEY NOT NULL,
	"code" text NOT NULL,
	"name" text NOT NULL,
	"is_supplier" boolean DEFAULT false NOT NULL,
	"is_customer" boolean DEFAULT false NOT NULL,
	"gln" text NOT NULL,
	"plant_gln" text,
	"address" jsonb NOT NULL,
	"ship_to_gln" text,
	"serves_vulnerable_people" boolean DEFAULT false NOT NULL,
	"other_requirements" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"risk_score" numeric(5, 2),
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "parties_code_unique" UNIQUE("code")
);
--> statement-breakpoint
CREATE TABLE "party_contacts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"party_id" uuid NOT NULL,
	"name" text NOT NULL,
	"role" text NOT NULL,
	"phone" text NOT NULL,
	"email" text NOT NULL,
	"for_recalls" boolean DEFAULT false NOT NULL
);
--> statement-breakpoint
CREATE TABLE "policies" (
	"id" uuid PRIMARY KEY NOT NULL,
	"key" text NOT NULL,
	"scope_kind" text NOT NULL,
	"scope_key" text,
	"value" jsonb NOT NULL,
	"version" integer NOT NULL,
	"effective_from" timestamp (3) with time zone NOT NULL,
	"effective_until" timestamp (3) with time zone,
	"reason" text NOT NULL,
	"proposed_by" text NOT NULL,
	"approved_by" text,
	CONSTRAINT "policies_version" UNIQUE NULLS NOT DISTINCT("key","scope_kind","scope_key","version"),
	CONSTRAINT "policies_key_known" CHECK ("key" in ('supplier_risk_limit', 'temperature_minutes_allowed', 'shelf_life_tolerance_days', 'required_certificates', 'certificate_may_follow', 'inspection_waived', 'review_remind_after_minutes', 'review_escalate_after_minutes', 'review_extension_max_days', 'late_report_window_days', 'purchase_order_tolerance_percent', 'count_variance_tolerance_percent', 'release_approvals', 'disposal_approvals', 'document_max_bytes', 'last_day_of_use')),
	CONSTRAINT "policies_scope_kind" CHECK ("scope_kind" in ('item', 'category', 'site', 'entity', 'jurisdiction', 'global')),
	CONSTRAINT "policies_scope_key" CHECK (("scope_kind" = 'global') = ("scope_key" is null))
);
--> statement-breakpoint
CREATE TABLE "site_stock_owners" (
	"site_id" uuid NOT NULL,
	"entity_id" uuid NOT NULL,
	CONSTRAINT "site_stock_owners_site_id_entity_id_pk" PRIMARY KEY("site_id","entity_id")
);
--> statement-breakpoint
CREATE TABLE "sites" (
	"id" uuid PRIMARY KEY NOT NULL,
	"code" text NOT NULL,
	"name" text NOT NULL,
	"gln" text NOT NULL,
	"operated_by_entity_id" uuid,
	"operator" jsonb,
	"address" jsonb NOT NULL,
	"phone" text NOT NULL,
	"time_zone" text NOT NULL,
	CONSTRAINT "sites_code_unique" UNIQUE("code")
);
--> statement-breakpoint
CREATE TABLE "api_keys" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"prefix" text NOT NULL,
	"secret_hmac" text NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone,
	"revoked_at" timestamp (3) with time zone,
	"last_used_at" timestamp (3) with time zone,
	CONSTRAINT "api_keys_prefix_unique" UNIQUE("prefix")
);
--> statement-breakpoint
CREATE TABLE "role_grants" (
	"id" uuid PRIMARY KEY NOT NULL,
	"user_id" uuid,
	"api_key_id" uuid,
	"role" text NOT NULL,
	"entity_id" uuid,
	"site_id" uuid,
	"valid_from" timestamp (3) with time zone NOT NULL,
	"valid_until" timestamp (3) with time zone,
	"granted_by" text NOT NULL,
	CONSTRAINT "role_grants_once" UNIQUE NULLS NOT DISTINCT("user_id","api_key_id","role","entity_id","site_id","valid_from"),
	CONSTRAINT "role_grants_one_holder" CHECK (("user_id" is null) <> ("api_key_id" is null))
);
--> statement-breakpoint
CREATE TABLE "role_rights" (
	"role" text NOT NULL,
	"right" text NOT NULL,
	CONSTRAINT "role_rights_role_right_pk" PRIMARY KEY("role","right")
);
--> statement-breakpoint
CREATE TABLE "roles" (
	"name" text PRIMARY KEY NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"token_hmac" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"last_seen_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	"from_address" text,
	"user_agent" text,
	CONSTRAINT "sessions_token_hmac_unique" UNIQUE("token_hmac")
);
--> statement-breakpoint
CREATE TABLE "users" (
	"id" uuid PRIMARY KEY NOT NULL,
	"username" text NOT NULL,
	"name" text NOT NULL,
	"email" text,
	"password_hash" text,
	"active" boolean DEFAULT true NOT NULL,
	"failed_sign_ins" integer DEFAULT 0 NOT NULL,
	"locked_until" timestamp (3) with time zone,
	CONSTRAINT "users_username_unique" UNIQUE("username")
);
--> statement-breakpoint
CREATE TABLE "hold_extensions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"hold_id" uuid NOT NULL,
	"from_site_id" uuid,
	"from_location_id" uuid,
	"to_site_id" uuid,
	"to_location_id" uuid,
	"extended_by" text NOT NULL,
	"extended_at" timestamp (3) with time zone NOT NULL,
	"reason" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "holds" (
	"id" uuid PRIMARY KEY NOT NULL,
	"number" text NOT NULL,
	"lot_id" uuid NOT NULL,
	"site_id" uuid,
	"location_id" uuid,
	"process" text NOT NULL,
	"rule" text NOT NULL,
	"automatic" boolean NOT NULL,
	"reason" text NOT NULL,
	"placed_by" text NOT NULL,
	"placed_by_name" text NOT NULL,
	"happened_at" timestamp (3) with time zone NOT NULL,
	"recorded_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	"ended_by" text,
	"ended_as" text,
	"imported" boolean DEFAULT false NOT NULL,
	CONSTRAINT "holds_number_unique" UNIQUE("number"),
	CONSTRAINT "holds_location_in_site" CHECK ("location_id" is null or "site_id" is not null),
	CONSTRAINT "holds_end_is_whole" CHECK (("ended_at" is null) = ("ended_by" is null) and ("ended_at" is null) = ("ended_as" is null)),
	CONSTRAINT "holds_rule" CHECK ("rule" in ('missing_certificate', 'expired_certificate', 'certificate_withdrawn', 'supplier_risk', 'inconsistent_dates', 'expired', 'temperature_deviation', 'failed_inspection', 'overdue_inspection', 'count_variance', 'damage', 'suspected_contamination', 'foreign_matter', 'label_error', 'pest', 'customer_complaint', 'supplier_notice', 'other', 'recall')),
	CONSTRAINT "holds_process" CHECK ("process" in ('quarantine_review', 'recall'))
);
--> statement-breakpoint
CREATE TABLE "inspection_lots" (
	"inspection_id" uuid NOT NULL,
	"lot_id" uuid NOT NULL,
	CONSTRAINT "inspection_lots_inspection_id_lot_id_pk" PRIMARY KEY("inspection_id","lot_id")
);
--> statement-breakpoint
CREATE TABLE "inspections" (
	"id" uuid PRIMARY KEY NOT NULL,
	"number" text NOT NULL,
	"site_id" uuid NOT NULL,
	"receipt_id" uuid,
	"result" text NOT NULL,
	"checks" jsonb NOT NULL,
	"inspected_by" text NOT NULL,
	"happened_at" timestamp (3) with time zone NOT NULL,
	"recorded_at" timestamp (3) with time zone NOT NULL,
	"imported" boolean DEFAULT false NOT NULL,
	CONSTRAINT "inspections_number_unique" UNIQUE("number")
);
--> statement-breakpoint
CREATE TABLE "outcome_confirmations" (
	"review_id" uuid NOT NULL,
	"confirmed_by" text NOT NULL,
	"confirmed_by_name" text NOT NULL,
	"confirmed_at" timestamp (3) with time zone NOT NULL,
	"reference" text,
	CONSTRAINT "outcome_confirmations_review_id_confirmed_by_pk" PRIMARY KEY("review_id","confirmed_by")
);
--> statement-breakpoint
CREATE TABLE "quarantine_reviews" (
	"id" uuid PRIMARY KEY NOT NULL,
	"number" text NOT NULL,
	"hold_id" uuid NOT NULL,
	"lot_id" uuid NOT NULL,
	"site_id" uuid,
	"workflow_id" text NOT NULL,
	"state" text NOT NULL,
	"requested_by" text NOT NULL,
	"opened_at" timestamp (3) with time zone NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	"reminded_at" timestamp (3) with time zone,
	"escalated_at" timestamp (3) with time zone,
	"extensions" integer DEFAULT 0 NOT NULL,
	"evidence_version" integer DEFAULT 0 NOT NULL,
	"outcome" text,
	"decided_by" text,
	"decided_by_name" text,
	"decided_at" timestamp (3) with time zone,
	"decision_reason" text,
	"closed_at" timestamp (3) with time zone,
	"policy_ids" jsonb NOT NULL,
	CONSTRAINT "quarantine_reviews_number_unique" UNIQUE("number"),
	CONSTRAINT "quarantine_reviews_workflow_id_unique" UNIQUE("workflow_id"),
	CONSTRAINT "quarantine_reviews_state_known" CHECK ("state" in ('open', 'decided', 'closed', 'cancelled')),
	CONSTRAINT "quarantine_reviews_decision_is_whole" CHECK (("outcome" is null) = ("decided_by" is null) and ("outcome" is null) = ("decided_at" is null) and ("outcome" is null) = ("decision_reason" is null))
);
--> statement-breakpoint
CREATE TABLE "review_evidence" (
	"id" uuid PRIMARY KEY NOT NULL,
	"review_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"kind" text NOT NULL,
	"document_id" uuid,
	"inspection_id" uuid,
	"reading_id" uuid,
	"certificate_id" uuid,
	"note" text,
	"added_by" text NOT NULL,
	"added_by_name" text NOT NULL,
	"added_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "review_evidence_version" UNIQUE("review_id","version"),
	CONSTRAINT "review_evidence_kind" CHECK ("kind" in ('document', 'certificate', 'inspection', 'temperature_reading', 'note'))
);
--> statement-breakpoint
CREATE TABLE "temperature_readings" (
	"id" uuid PRIMARY KEY NOT NULL,
	"location_id" uuid NOT NULL,
	"sensor" text NOT NULL,
	"celsius" numeric(6, 2) NOT NULL,
	"minutes_outside" numeric(10, 2),
	"happened_at" timestamp (3) with time zone NOT NULL,
	"recorded_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "temperature_readings_once" UNIQUE("sensor","happened_at")
);
--> statement-breakpoint
CREATE TABLE "advance_notice_lines" (
	"advance_notice_id" uuid NOT NULL,
	"line" integer NOT NULL,
	"item_id" uuid NOT NULL,
	"supplier_lot_number" text,
	"expected_quantity" numeric(18, 4) NOT NULL,
	CONSTRAINT "advance_notice_lines_advance_notice_id_line_pk" PRIMARY KEY("advance_notice_id","line")
);
--> statement-breakpoint
CREATE TABLE "advance_notices" (
	"id" uuid PRIMARY KEY NOT NULL,
	"number" text NOT NULL,
	"supplier_id" uuid NOT NULL,
	"owner_id" uuid NOT NULL,
	"site_id" uuid NOT NULL,
	"purchase_order_id" uuid,
	"imported" boolean DEFAULT false NOT NULL,
	CONSTRAINT "advance_notices_number_unique" UNIQUE("number")
);
--> statement-breakpoint
CREATE TABLE "certificates" (
	"id" uuid PRIMARY KEY NOT NULL,
	"lot_id" uuid NOT NULL,
	"supplier_id" uuid,
	"kind" text NOT NULL,
	"state" text NOT NULL,
	"number" text,
	"expires_on" date,
	"source" text,
	"recorded_by" text NOT NULL,
	"recorded_at" timestamp (3) with time zone NOT NULL,
	"withdrawn_at" timestamp (3) with time zone,
	CONSTRAINT "certificates_lot_number" UNIQUE NULLS NOT DISTINCT("lot_id","kind","number"),
	CONSTRAINT "certificates_kind" CHECK ("kind" in ('certificate_of_analysis', 'certificate_of_conformity', 'certificate_of_origin', 'health_certificate', 'organic_certificate', 'kosher_certificate', 'halal_certificate', 'allergen_statement')),
	CONSTRAINT "certificates_state" CHECK ("state" in ('announced', 'given', 'withdrawn')),
	CONSTRAINT "certificates_given_has_number" CHECK ("state" = 'announced' or "number" is not null)
);
--> statement-breakpoint
CREATE TABLE "document_links" (
	"document_id" uuid NOT NULL,
	"subject_kind" text NOT NULL,
	"subject_id" uuid NOT NULL,
	"linked_by" text NOT NULL,
	"linked_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "document_links_subject_kind_subject_id_document_id_pk" PRIMARY KEY("subject_kind","subject_id","document_id"),
	CONSTRAINT "document_links_once" UNIQUE("document_id","subject_kind","subject_id")
);
--> statement-breakpoint
CREATE TABLE "documents" (
	"id" uuid PRIMARY KEY NOT NULL,
	"sha256" text NOT NULL,
	"media_type" text NOT NULL,
	"size_bytes" integer NOT NULL,
	"file_name" text NOT NULL,
	"uploaded_by" text NOT NULL,
	"uploaded_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "documents_sha256_unique" UNIQUE("sha256"),
	CONSTRAINT "documents_sha256" CHECK ("sha256" ~ '^[0-9a-f]{64}$'),
	CONSTRAINT "documents_size" CHECK ("size_bytes" > 0)
);
--> statement-breakpoint
CREATE TABLE "purchase_order_lines" (
	"purchase_order_id" uuid NOT NULL,
	"line" integer NOT NULL,
	"item_id" uuid NOT NULL,
	"expected_quantity" numeric(18, 4) NOT NULL,
	CONSTRAINT "purchase_order_lines_purchase_order_id_line_pk" PRIMARY KEY("purchase_order_id","line")
);
--> statement-breakpoint
CREATE TABLE "purchase_orders" (
	"id" uuid PRIMARY KEY NOT NULL,
	"number" text NOT NULL,
	"supplier_id" uuid NOT NULL,
	"owner_id" uuid NOT NULL,
	"site_id" uuid NOT NULL,
	"expected_on" date,
	"imported" boolean DEFAULT false NOT NULL,
	CONSTRAINT "purchase_orders_number_unique" UNIQUE("number")
);
--> statement-breakpoint
CREATE TABLE "receipt_defects" (
	"receipt_id" uuid NOT NULL,
	"line" integer NOT NULL,
	"code" text NOT NULL,
	"consequence" text NOT NULL,
	"message" text NOT NULL,
	CONSTRAINT "receipt_defects_receipt_id_line_code_pk" PRIMARY KEY("receipt_id","line","code")
);
--> statement-breakpoint
CREATE TABLE "receipt_lines" (
	"receipt_id" uuid NOT NULL,
	"line" integer NOT NULL,
	"lot_id" uuid NOT NULL,
	"item_id" uuid NOT NULL,
	"location_id" uuid NOT NULL,
	"stated_quantity" numeric(18, 4) NOT NULL,
	"stated_unit" text NOT NULL,
	"base_quantity" numeric(18, 4) NOT NULL,
	"stated_traceability_lot_code" text,
	"stated_tlc_source" text,
	"stated_manufactured_on" date,
	"stated_expires_on" date,
	CONSTRAINT "receipt_lines_receipt_id_line_pk" PRIMARY KEY("receipt_id","line"),
	CONSTRAINT "receipt_lines_positive" CHECK ("base_quantity" > 0)
);
--> statement-breakpoint
CREATE TABLE "receipts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"number" text NOT NULL,
	"site_id" uuid NOT NULL,
	"owner_id" uuid NOT NULL,
	"supplier_id" uuid NOT NULL,
	"purchase_order_id" uuid,
	"advance_notice_id" uuid,
	"reference_document" jsonb,
	"temperature_on_arrival_c" numeric(6, 2),
	"received_by" text NOT NULL,
	"happened_at" timestamp (3) with time zone NOT NULL,
	"recorded_at" timestamp (3) with time zone NOT NULL,
	"movement_id" uuid NOT NULL,
	"imported" boolean DEFAULT false NOT NULL,
	CONSTRAINT "receipts_number_unique" UNIQUE("number")
);
--> statement-breakpoint
CREATE TABLE "audit_entries" (
	"id" uuid PRIMARY KEY NOT NULL,
	"position" bigint GENERATED ALWAYS AS IDENTITY (sequence name "audit_entries_position_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"transaction_id" "xid8" DEFAULT pg_current_xact_id() NOT NULL,
	"recorded_at" timestamp (3) with time zone NOT NULL,
	"happened_at" timestamp (3) with time zone NOT NULL,
	"actor_kind" text NOT NULL,
	"actor_id" text NOT NULL,
	"actor_name" text NOT NULL,
	"action" text NOT NULL,
	"subject_kind" text NOT NULL,
	"subject_id" text NOT NULL,
	"lot_id" uuid,
	"site_id" uuid,
	"entity_id" uuid,
	"before" jsonb,
	"after" jsonb,
	"reason" text,
	"command_id" text,
	"request_id" text,
	"from_address" text,
	"workflow_id" text,
	"activity_id" text,
	"imported" boolean DEFAULT false NOT NULL,
	CONSTRAINT "audit_entries_position_unique" UNIQUE("position")
);
--> statement-breakpoint
CREATE TABLE "commands" (
	"id" text PRIMARY KEY NOT NULL,
	"operation" text NOT NULL,
	"input_hash" text NOT NULL,
	"actor_id" text NOT NULL,
	"result" jsonb,
	"recorded_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "outbox" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "outbox_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"workflow_type" text NOT NULL,
	"workflow_id" text NOT NULL,
	"task_queue" text NOT NULL,
	"input" jsonb NOT NULL,
	"search_attributes" jsonb NOT NULL,
	"summary" text NOT NULL,
	"traceparent" text,
	"request_id" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"started_at" timestamp (3) with time zone,
	"attempts" integer DEFAULT 0 NOT NULL,
	"last_error" text,
	"next_attempt_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "outbox_workflow_id_unique" UNIQUE("workflow_id")
);
--> statement-breakpoint
CREATE TABLE "tasks" (
	"id" uuid PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"state" text NOT NULL,
	"team" text NOT NULL,
	"title" text NOT NULL,
	"detail" text,
	"subject_kind" text NOT NULL,
	"subject_id" uuid NOT NULL,
	"lot_id" uuid,
	"site_id" uuid,
	"entity_id" uuid,
	"workflow_id" text,
	"assignee_id" text,
	"assignee_name" text,
	"due_at" timestamp (3) with time zone NOT NULL,
	"reminded_at" timestamp (3) with time zone,
	"escalated_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone NOT NULL,
	"settled_at" timestamp (3) with time zone,
	"settled_by" text,
	"settled_note" text,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "tasks_kind" CHECK ("kind" in ('attach_announced_certificate', 'complete_traceability_lot_code', 'complete_traceability_source', 'reconcile_purchase_order', 'reconcile_advance_notice', 'decide_quarantine_review', 'decide_escalated_review', 'confirm_disposal', 'confirm_return_to_supplier', 'settle_exception')),
	CONSTRAINT "tasks_state" CHECK ("state" in ('open', 'claimed', 'settled', 'cancelled')),
	CONSTRAINT "tasks_team" CHECK ("team" in ('quality', 'quality_management', 'warehouse', 'order_desk', 'transport', 'finance', 'recall'))
);
--> statement-breakpoint
ALTER TABLE "lots" ADD CONSTRAINT "lots_item_id_items_id_fk" FOREIGN KEY ("item_id") REFERENCES "public"."items"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "lots" ADD CONSTRAINT "lots_supplier_id_parties_id_fk" FOREIGN KEY ("supplier_id") REFERENCES "public"."parties"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "movement_lines" ADD CONSTRAINT "movement_lines_movement_id_movements_id_fk" FOREIGN KEY ("movement_id") REFERENCES "public"."movements"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "movement_lines" ADD CONSTRAINT "movement_lines_lot_id_lots_id_fk" FOREIGN KEY ("lot_id") REFERENCES "public"."lots"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "movement_lines" ADD CONSTRAINT "movement_lines_location_id_locations_id_fk" FOREIGN KEY ("location_id") REFERENCES "public"."locations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "movement_lines" ADD CONSTRAINT "movement_lines_owner_id_legal_entities_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."legal_entities"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "stock" ADD CONSTRAINT "stock_lot_id_lots_id_fk" FOREIGN KEY ("lot_id") REFERENCES "public"."lots"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "stock" ADD CONSTRAINT "stock_location_id_locations_id_fk" FOREIGN KEY ("location_id") REFERENCES "public"."locations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "stock" ADD CONSTRAINT "stock_owner_id_legal_entities_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."legal_entities"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "customer_shelf_lives" ADD CONSTRAINT "customer_shelf_lives_party_id_parties_id_fk" FOREIGN KEY ("party_id") REFERENCES "public"."parties"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "item_costs" ADD CONSTRAINT "item_costs_entity_id_legal_entities_id_fk" FOREIGN KEY ("entity_id") REFERENCES "public"."legal_entities"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "item_costs" ADD CONSTRAINT "item_costs_item_id_items_id_fk" FOREIGN KEY ("item_id") REFERENCES "public"."items"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "item_prices" ADD CONSTRAINT "item_prices_entity_id_legal_entities_id_fk" FOREIGN KEY ("entity_id") REFERENCES "public"."legal_entities"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "item_prices" ADD CONSTRAINT "item_prices_item_id_items_id_fk" FOREIGN KEY ("item_id") REFERENCES "public"."items"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "item_units" ADD CONSTRAINT "item_units_item_id_items_id_fk" FOREIGN KEY ("item_id") REFERENCES "public"."items"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "items" ADD CONSTRAINT "items_sold_only_to_party_id_parties_id_fk" FOREIGN KEY ("sold_only_to_party_id") REFERENCES "public"."parties"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "locations" ADD CONSTRAINT "locations_site_id_sites_id_fk" FOREIGN KEY ("site_id") REFERENCES "public"."sites"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "party_contacts" ADD CONSTRAINT "party_contacts_party_id_parties_id_fk" FOREIGN KEY ("party_id") REFERENCES "public"."parties"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "site_stock_owners" ADD CONSTRAINT "site_stock_owners_site_id_sites_id_fk" FOREIGN KEY ("site_id") REFERENCES "public"."sites"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "site_stock_owners" ADD CONSTRAINT "site_stock_owners_entity_id_legal_entities_id_fk" FOREIGN KEY ("entity_id") REFERENCES "public"."legal_entities"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sites" ADD CONSTRAINT "sites_operated_by_entity_id_legal_entities_id_fk" FOREIGN KEY ("operated_by_entity_id") REFERENCES "public"."legal_entities"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "role_grants" ADD CONSTRAINT "role_grants_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "role_grants" ADD CONSTRAINT "role_grants_api_key_id_api_keys_id_fk" FOREIGN KEY ("api_key_id") REFERENCES "public"."api_keys"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "role_grants" ADD CONSTRAINT "role_grants_role_roles_name_fk" FOREIGN KEY ("role") REFERENCES "public"."roles"("name") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "role_grants" ADD CONSTRAINT "role_grants_entity_id_legal_entities_id_fk" FOREIGN KEY ("entity_id") REFERENCES "public"."legal_entities"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "role_grants" ADD CONSTRAINT "role_grants_site_id_sites_id_fk" FOREIGN KEY ("site_id") REFERENCES "public"."sites"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "role_rights" ADD CONSTRAINT "role_rights_role_roles_name_fk" FOREIGN KEY ("role") REFERENCES "public"."roles"("name") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "hold_extensions" ADD CONSTRAINT "hold_extensions_hold_id_holds_id_fk" FOREIGN KEY ("hold_id") REFERENCES "public"."holds"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "holds" ADD CONSTRAINT "holds_lot_id_lots_id_fk" FOREIGN KEY ("lot_id") REFERENCES "public"."lots"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "holds" ADD CONSTRAINT "holds_site_id_sites_id_fk" FOREIGN KEY ("site_id") REFERENCES "public"."sites"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "holds" ADD CONSTRAINT "holds_location_id_locations_id_fk" FOREIGN KEY ("location_id") REFERENCES "public"."locations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "inspection_lots" ADD CONSTRAINT "inspection_lots_inspection_id_inspections_id_fk" FOREIGN KEY ("inspection_id") REFERENCES "public"."inspections"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "inspection_lots" ADD CONSTRAINT "inspection_lots_lot_id_lots_id_fk" FOREIGN KEY ("lot_id") REFERENCES "public"."lots"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "inspections" ADD CONSTRAINT "inspections_site_id_sites_id_fk" FOREIGN KEY ("site_id") REFERENCES "public"."sites"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "inspections" ADD CONSTRAINT "inspections_receipt_id_receipts_id_fk" FOREIGN KEY ("receipt_id") REFERENCES "public"."receipts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "outcome_confirmations" ADD CONSTRAINT "outcome_confirmations_review_id_quarantine_reviews_id_fk" FOREIGN KEY ("review_id") REFERENCES "public"."quarantine_reviews"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "quarantine_reviews" ADD CONSTRAINT "quarantine_reviews_hold_id_holds_id_fk" FOREIGN KEY ("hold_id") REFERENCES "public"."holds"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "quarantine_reviews" ADD CONSTRAINT "quarantine_reviews_lot_id_lots_id_fk" FOREIGN KEY ("lot_id") REFERENCES "public"."lots"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "quarantine_reviews" ADD CONSTRAINT "quarantine_reviews_site_id_sites_id_fk" FOREIGN KEY ("site_id") REFERENCES "public"."sites"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "review_evidence" ADD CONSTRAINT "review_evidence_review_id_quarantine_reviews_id_fk" FOREIGN KEY ("review_id") REFERENCES "public"."quarantine_reviews"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "review_evidence" ADD CONSTRAINT "review_evidence_document_id_documents_id_fk" FOREIGN KEY ("document_id") REFERENCES "public"."documents"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "review_evidence" ADD CONSTRAINT "review_evidence_inspection_id_inspections_id_fk" FOREIGN KEY ("inspection_id") REFERENCES "public"."inspections"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "review_evidence" ADD CONSTRAINT "review_evidence_reading_id_temperature_readings_id_fk" FOREIGN KEY ("reading_id") REFERENCES "public"."temperature_readings"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "review_evidence" ADD CONSTRAINT "review_evidence_certificate_id_certificates_id_fk" FOREIGN KEY ("certificate_id") REFERENCES "public"."certificates"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "temperature_readings" ADD CONSTRAINT "temperature_readings_location_id_locations_id_fk" FOREIGN KEY ("location_id") REFERENCES "public"."locations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "advance_notice_lines" ADD CONSTRAINT "advance_notice_lines_advance_notice_id_advance_notices_id_fk" FOREIGN KEY ("advance_notice_id") REFERENCES "public"."advance_notices"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "advance_notice_lines" ADD CONSTRAINT "advance_notice_lines_item_id_items_id_fk" FOREIGN KEY ("item_id") REFERENCES "public"."items"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "advance_notices" ADD CONSTRAINT "advance_notices_supplier_id_parties_id_fk" FOREIGN KEY ("supplier_id") REFERENCES "public"."parties"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "advance_notices" ADD CONSTRAINT "advance_notices_owner_id_legal_entities_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."legal_entities"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "advance_notices" ADD CONSTRAINT "advance_notices_site_id_sites_id_fk" FOREIGN KEY ("site_id") REFERENCES "public"."sites"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "advance_notices" ADD CONSTRAINT "advance_notices_purchase_order_id_purchase_orders_id_fk" FOREIGN KEY ("purchase_order_id") REFERENCES "public"."purchase_orders"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "certificates" ADD CONSTRAINT "certificates_lot_id_lots_id_fk" FOREIGN KEY ("lot_id") REFERENCES "public"."lots"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "certificates" ADD CONSTRAINT "certificates_supplier_id_parties_id_fk" FOREIGN KEY ("supplier_id") REFERENCES "public"."parties"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "document_links" ADD CONSTRAINT "document_links_document_id_documents_id_fk" FOREIGN KEY ("document_id") REFERENCES "public"."documents"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "purchase_order_lines" ADD CONSTRAINT "purchase_order_lines_purchase_order_id_purchase_orders_id_fk" FOREIGN KEY ("purchase_order_id") REFERENCES "public"."purchase_orders"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "purchase_order_lines" ADD CONSTRAINT "purchase_order_lines_item_id_items_id_fk" FOREIGN KEY ("item_id") REFERENCES "public"."items"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "purchase_orders" ADD CONSTRAINT "purchase_orders_supplier_id_parties_id_fk" FOREIGN KEY ("supplier_id") REFERENCES "public"."parties"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "purchase_orders" ADD CONSTRAINT "purchase_orders_owner_id_legal_entities_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."legal_entities"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "purchase_orders" ADD CONSTRAINT "purchase_orders_site_id_sites_id_fk" FOREIGN KEY ("site_id") REFERENCES "public"."sites"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "receipt_defects" ADD CONSTRAINT "receipt_defects_receipt_id_line_receipt_lines_receipt_id_line_fk" FOREIGN KEY ("receipt_id","line") REFERENCES "public"."receipt_lines"("receipt_id","line") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "receipt_lines" ADD CONSTRAINT "receipt_lines_receipt_id_receipts_id_fk" FOREIGN KEY ("receipt_id") REFERENCES "public"."receipts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "receipt_lines" ADD CONSTRAINT "receipt_lines_lot_id_lots_id_fk" FOREIGN KEY ("lot_id") REFERENCES "public"."lots"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "receipt_lines" ADD CONSTRAINT "receipt_lines_item_id_items_id_fk" FOREIGN KEY ("item_id") REFERENCES "public"."items"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "receipt_lines" ADD CONSTRAINT "receipt_lines_location_id_locations_id_fk" FOREIGN KEY ("location_id") REFERENCES "public"."locations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "receipts" ADD CONSTRAINT "receipts_site_id_sites_id_fk" FOREIGN KEY ("site_id") REFERENCES "public"."sites"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "receipts" ADD CONSTRAINT "receipts_owner_id_legal_entities_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."legal_entities"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "receipts" ADD CONSTRAINT "receipts_supplier_id_parties_id_fk" FOREIGN KEY ("supplier_id") REFERENCES "public"."parties"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "receipts" ADD CONSTRAINT "receipts_purchase_order_id_purchase_orders_id_fk" FOREIGN KEY ("purchase_order_id") REFERENCES "public"."purchase_orders"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "receipts" ADD CONSTRAINT "receipts_advance_notice_id_advance_notices_id_fk" FOREIGN KEY ("advance_notice_id") REFERENCES "public"."advance_notices"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "receipts" ADD CONSTRAINT "receipts_movement_id_movements_id_fk" FOREIGN KEY ("movement_id") REFERENCES "public"."movements"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tasks" ADD CONSTRAINT "tasks_lot_id_lots_id_fk" FOREIGN KEY ("lot_id") REFERENCES "public"."lots"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tasks" ADD CONSTRAINT "tasks_site_id_sites_id_fk" FOREIGN KEY ("site_id") REFERENCES "public"."sites"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tasks" ADD CONSTRAINT "tasks_entity_id_legal_entities_id_fk" FOREIGN KEY ("entity_id") REFERENCES "public"."legal_entities"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "lots_supplier_lot_number" ON "lots" USING btree ("supplier_lot_number");--> statement-breakpoint
CREATE INDEX "lots_traceability_lot_code" ON "lots" USING btree ("traceability_lot_code");--> statement-breakpoint
CREATE INDEX "lots_item" ON "lots" USING btree ("item_id","expires_on");--> statement-breakpoint
CREATE INDEX "movement_lines_lot" ON "movement_lines" USING btree ("lot_id");--> statement-breakpoint
CREATE INDEX "movements_subject" ON "movements" USING btree ("subject_kind","subject_id");--> statement-breakpoint
CREATE INDEX "stock_location" ON "stock" USING btree ("location_id");--> statement-breakpoint
CREATE INDEX "policies_key" ON "policies" USING btree ("key");--> statement-breakpoint
CREATE INDEX "role_grants_user" ON "role_grants" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "role_grants_api_key" ON "role_grants" USING btree ("api_key_id");--> statement-breakpoint
CREATE INDEX "sessions_user" ON "sessions" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "holds_active_lot" ON "holds" USING btree ("lot_id") WHERE "ended_at" is null;--> statement-breakpoint
CREATE INDEX "inspection_lots_lot" ON "inspection_lots" USING btree ("lot_id");--> statement-breakpoint
CREATE UNIQUE INDEX "quarantine_reviews_one_open" ON "quarantine_reviews" USING btree ("hold_id") WHERE "state" in ('open', 'decided');--> statement-breakpoint
CREATE INDEX "quarantine_reviews_state" ON "quarantine_reviews" USING btree ("state","due_at");--> statement-breakpoint
CREATE INDEX "quarantine_reviews_lot" ON "quarantine_reviews" USING btree ("lot_id");--> statement-breakpoint
CREATE INDEX "temperature_readings_location" ON "temperature_readings" USING btree ("location_id","happened_at");--> statement-breakpoint
CREATE INDEX "receipt_lines_lot" ON "receipt_lines" USING btree ("lot_id");--> statement-breakpoint
CREATE INDEX "receipts_site" ON "receipts" USING btree ("site_id","happened_at");--> statement-breakpoint
CREATE INDEX "audit_entries_lot" ON "audit_entries" USING btree ("lot_id","position");--> statement-breakpoint
CREATE INDEX "audit_entries_subject" ON "audit_entries" USING btree ("subject_kind","subject_id","position");--> statement-breakpoint
CREATE INDEX "audit_entries_recorded" ON "audit_entries" USING btree ("recorded_at");--> statement-breakpoint
CREATE INDEX "outbox_waiting" ON "outbox" USING btree ("next_attempt_at","id") WHERE "started_at" is null;--> statement-breakpoint
CREATE INDEX "tasks_inbox" ON "tasks" USING btree ("state","due_at","id");--> statement-breakpoint
CREATE INDEX "tasks_assignee" ON "tasks" USING btree ("assignee_id","state","due_at");--> statement-breakpoint
CREATE INDEX "tasks_subject" ON "tasks" USING btree ("subject_kind","subject_id");