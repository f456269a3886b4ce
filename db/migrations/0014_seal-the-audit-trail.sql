CREATE TABLE "audit_seals" (
	"number" bigint PRIMARY KEY NOT NULL,
	"previous_hash" text NOT NULL,
	"from_transaction" "xid8" NOT NULL,
	"from_position" bigint NOT NULL,
	"until_transaction" "xid8" NOT NULL,
	"until_position" bigint NOT NULL,
	"first_position" bigint NOT NULL,
	"last_position" bigint NOT NULL,
	"row_count" integer NOT NULL,
	"positions" text NOT NULL,
	"leaves" "bytea" NOT NULL,
	"root" text NOT NULL,
	"sealed_at" timestamp (3) with time zone NOT NULL,
	"hash" text NOT NULL,
	CONSTRAINT "audit_seals_previous_hash_unique" UNIQUE("previous_hash")
);
--> statement-breakpoint
CREATE INDEX "audit_seals_from" ON "audit_seals" USING btree ("from_transaction","from_position");--> statement-breakpoint
CREATE INDEX "audit_entries_order" ON "audit_entries" USING btree ("transaction_id","position");