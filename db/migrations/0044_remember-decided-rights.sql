CREATE TABLE "decided_rights" (
	"role" text NOT NULL,
	"right" text NOT NULL,
	CONSTRAINT "decided_rights_role_right_pk" PRIMARY KEY("role","right")
);
--> statement-breakpoint
ALTER TABLE "outcome_confirmations" ADD COLUMN "on_behalf_of_id" text;--> statement-breakpoint
ALTER TABLE "decided_rights" ADD CONSTRAINT "decided_rights_role_roles_name_fk" FOREIGN KEY ("role") REFERENCES "public"."roles"("name") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "advance_notice_lines_item" ON "advance_notice_lines" USING btree ("item_id","advance_notice_id");--> statement-breakpoint
CREATE INDEX "purchase_order_lines_item" ON "purchase_order_lines" USING btree ("item_id","purchase_order_id");