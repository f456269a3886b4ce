CREATE TABLE "recovery_codes" (
	"id" uuid PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"code_hmac" text NOT NULL,
	"made_at" timestamp (3) with time zone NOT NULL,
	"used_at" timestamp (3) with time zone,
	CONSTRAINT "recovery_codes_code_hmac_unique" UNIQUE("code_hmac")
);
--> statement-breakpoint
CREATE TABLE "second_factors" (
	"user_id" uuid PRIMARY KEY NOT NULL,
	"secret_box" text,
	"proved_at" timestamp (3) with time zone,
	"last_step" bigint DEFAULT 0 NOT NULL,
	"pending_box" text,
	"pending_until" timestamp (3) with time zone,
	CONSTRAINT "second_factors_proved" CHECK (("secret_box" is null) = ("proved_at" is null)),
	CONSTRAINT "second_factors_pending" CHECK (("pending_box" is null) = ("pending_until" is null))
);
--> statement-breakpoint
ALTER TABLE "sessions" DROP CONSTRAINT "sessions_method";--> statement-breakpoint
ALTER TABLE "signatures" DROP CONSTRAINT "signatures_method_known";--> statement-breakpoint
ALTER TABLE "signings" DROP CONSTRAINT "signings_method_known";--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "password_valid_until" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "recovery_codes" ADD CONSTRAINT "recovery_codes_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "second_factors" ADD CONSTRAINT "second_factors_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "recovery_codes_user" ON "recovery_codes" USING btree ("user_id");--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_method" CHECK ("method" in ('password', 'password_and_code', 'password_and_recovery_code', 'provider'));--> statement-breakpoint
ALTER TABLE "signatures" ADD CONSTRAINT "signatures_method_known" CHECK ("method" in ('password', 'password_and_code', 'oidc'));--> statement-breakpoint
ALTER TABLE "signings" ADD CONSTRAINT "signings_method_known" CHECK ("method" in ('password', 'password_and_code', 'oidc'));--> statement-breakpoint
-- Passwords that somebody else chose before are good for as long as those that are chosen from now on.
UPDATE "users" SET "password_valid_until" = now() + interval '72 hours' WHERE "password_change_due";--> statement-breakpoint
-- A factor that is taken away leaves nothing to be read; that it was there is in the trail.
GRANT SELECT, INSERT, UPDATE, DELETE ON "second_factors", "recovery_codes" TO holdfast_app;
