ALTER TABLE "quarantine_reviews" ADD COLUMN "decisions" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "outcome_confirmations" ADD COLUMN "decision" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "outcome_confirmations" DROP CONSTRAINT "outcome_confirmations_review_id_confirmed_by_pk";--> statement-breakpoint
ALTER TABLE "outcome_confirmations" ADD CONSTRAINT "outcome_confirmations_review_id_decision_confirmed_by_pk" PRIMARY KEY("review_id","decision","confirmed_by");--> statement-breakpoint
-- What was decided before there was a count was decided once.
UPDATE "quarantine_reviews" SET "decisions" = 1 WHERE "outcome" is not null;
