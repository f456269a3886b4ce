CREATE TABLE "delegations" (
	"id" uuid PRIMARY KEY NOT NULL,
	"from_user_id" uuid NOT NULL,
	"to_user_id" uuid NOT NULL,
	"grant_ids" jsonb,
	"valid_from" timestamp (3) with time zone NOT NULL,
	"valid_until" timestamp (3) with time zone NOT NULL,
	"reason" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	"ended_by" text,
	CONSTRAINT "delegations_to_somebody_else" CHECK ("from_user_id" <> "to_user_id"),
	CONSTRAINT "delegations_have_a_span" CHECK ("valid_from" < "valid_until"),
	CONSTRAINT "delegations_end_is_whole" CHECK (("ended_at" is null) = ("ended_by" is null))
);
--> statement-breakpoint
CREATE TABLE "lot_duties" (
	"position" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "lot_duties_position_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"duty" text NOT NULL,
	"person_id" text NOT NULL,
	"person_name" text NOT NULL,
	"on_behalf_of_id" text,
	"on_behalf_of_name" text,
	"lot_id" uuid,
	"case_kind" text,
	"case_id" uuid,
	"happened_at" timestamp (3) with time zone NOT NULL,
	"command_id" text NOT NULL,
	CONSTRAINT "lot_duties_duty" CHECK ("duty" in ('received', 'inspected', 'requested', 'decided', 'released', 'approved_second', 'witnessed', 'proposed', 'approved')),
	CONSTRAINT "lot_duties_about_something" CHECK ("lot_id" is not null or "case_id" is not null),
	CONSTRAINT "lot_duties_case_is_whole" CHECK (("case_id" is null) = ("case_kind" is null))
);
--> statement-breakpoint
ALTER TABLE "role_grants" DROP CONSTRAINT "role_grants_once";--> statement-breakpoint
ALTER TABLE "role_grants" ADD COLUMN "category" text;--> statement-breakpoint
ALTER TABLE "roles" ADD COLUMN "version" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "audit_entries" ADD COLUMN "on_behalf_of_id" text;--> statement-breakpoint
ALTER TABLE "audit_entries" ADD COLUMN "on_behalf_of_name" text;--> statement-breakpoint
ALTER TABLE "delegations" ADD CONSTRAINT "delegations_from_user_id_users_id_fk" FOREIGN KEY ("from_user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "delegations" ADD CONSTRAINT "delegations_to_user_id_users_id_fk" FOREIGN KEY ("to_user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "lot_duties" ADD CONSTRAINT "lot_duties_lot_id_lots_id_fk" FOREIGN KEY ("lot_id") REFERENCES "public"."lots"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "delegations_to" ON "delegations" USING btree ("to_user_id","valid_until");--> statement-breakpoint
CREATE INDEX "delegations_from" ON "delegations" USING btree ("from_user_id","valid_until");--> statement-breakpoint
CREATE INDEX "lot_duties_lot" ON "lot_duties" USING btree ("lot_id","duty");--> statement-breakpoint
CREATE INDEX "lot_duties_case" ON "lot_duties" USING btree ("case_id","duty") WHERE "case_id" is not null;--> statement-breakpoint
ALTER TABLE "role_grants" ADD CONSTRAINT "role_grants_once" UNIQUE NULLS NOT DISTINCT("user_id","api_key_id","role","entity_id","site_id","category","valid_from");