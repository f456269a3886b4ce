CREATE TABLE "signatures" (
	"id" uuid PRIMARY KEY NOT NULL,
	"signing_id" uuid NOT NULL,
	"subject_kind" text NOT NULL,
	"subject_id" text NOT NULL,
	"meaning" text NOT NULL,
	"method" text NOT NULL,
	"signed_by" uuid NOT NULL,
	"printed_name" text NOT NULL,
	"signed_at" timestamp (3) with time zone NOT NULL,
	"time_zone" text NOT NULL,
	"shown_hash" text NOT NULL,
	"shown" text NOT NULL,
	"statement" text NOT NULL,
	"lot_id" uuid,
	"site_id" uuid,
	"entity_id" uuid,
	"command_id" text NOT NULL,
	"digest" text NOT NULL,
	CONSTRAINT "signatures_digest_unique" UNIQUE("digest"),
	CONSTRAINT "signatures_once" UNIQUE("signing_id","subject_kind","subject_id"),
	CONSTRAINT "signatures_meaning_known" CHECK ("meaning" in ('review', 'approval', 'responsibility', 'authorship')),
	CONSTRAINT "signatures_method_known" CHECK ("method" in ('password', 'oidc')),
	CONSTRAINT "signatures_hash_is_of_what_was_shown" CHECK ("shown_hash" = encode(sha256(convert_to("shown", 'UTF8')), 'hex'))
);
--> statement-breakpoint
CREATE TABLE "signing_subjects" (
	"signing_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"subject_id" text NOT NULL,
	"shown_hash" text NOT NULL,
	CONSTRAINT "signing_subjects_signing_id_kind_subject_id_pk" PRIMARY KEY("signing_id","kind","subject_id"),
	CONSTRAINT "signing_subjects_hash_is_sha256" CHECK ("shown_hash" ~ '^[0-9a-f]{64}$')
);
--> statement-breakpoint
CREATE TABLE "signings" (
	"id" uuid PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"session_id" uuid NOT NULL,
	"meaning" text NOT NULL,
	"method" text NOT NULL,
	"authenticated_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "signings_meaning_known" CHECK ("meaning" in ('review', 'approval', 'responsibility', 'authorship')),
	CONSTRAINT "signings_method_known" CHECK ("method" in ('password', 'oidc')),
	CONSTRAINT "signings_end_after_beginning" CHECK ("expires_at" > "authenticated_at")
);
--> statement-breakpoint
ALTER TABLE "outcome_confirmations" ADD COLUMN "signature_id" uuid;--> statement-breakpoint
ALTER TABLE "quarantine_reviews" ADD COLUMN "decision_signature_id" uuid;--> statement-breakpoint
ALTER TABLE "signatures" ADD CONSTRAINT "signatures_signing_id_signings_id_fk" FOREIGN KEY ("signing_id") REFERENCES "public"."signings"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "signatures" ADD CONSTRAINT "signatures_signed_by_users_id_fk" FOREIGN KEY ("signed_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "signatures" ADD CONSTRAINT "signatures_lot_id_lots_id_fk" FOREIGN KEY ("lot_id") REFERENCES "public"."lots"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "signatures" ADD CONSTRAINT "signatures_site_id_sites_id_fk" FOREIGN KEY ("site_id") REFERENCES "public"."sites"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "signatures" ADD CONSTRAINT "signatures_entity_id_legal_entities_id_fk" FOREIGN KEY ("entity_id") REFERENCES "public"."legal_entities"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "signatures" ADD CONSTRAINT "signatures_for_what_was_signed" FOREIGN KEY ("signing_id","subject_kind","subject_id") REFERENCES "public"."signing_subjects"("signing_id","kind","subject_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "signing_subjects" ADD CONSTRAINT "signing_subjects_signing_id_signings_id_fk" FOREIGN KEY ("signing_id") REFERENCES "public"."signings"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "signings" ADD CONSTRAINT "signings_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "signings" ADD CONSTRAINT "signings_session_id_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."sessions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "signatures_subject" ON "signatures" USING btree ("subject_kind","subject_id","id");--> statement-breakpoint
CREATE INDEX "signatures_command" ON "signatures" USING btree ("command_id");--> statement-breakpoint
ALTER TABLE "outcome_confirmations" ADD CONSTRAINT "outcome_confirmations_signature_id_signatures_id_fk" FOREIGN KEY ("signature_id") REFERENCES "public"."signatures"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "quarantine_reviews" ADD CONSTRAINT "quarantine_reviews_decision_signature_id_signatures_id_fk" FOREIGN KEY ("decision_signature_id") REFERENCES "public"."signatures"("id") ON DELETE no action ON UPDATE no action;