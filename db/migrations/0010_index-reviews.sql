DROP INDEX "quarantine_reviews_state";--> statement-breakpoint
CREATE INDEX "quarantine_reviews_due" ON "quarantine_reviews" USING btree ("due_at","id");--> statement-breakpoint
CREATE INDEX "quarantine_reviews_site" ON "quarantine_reviews" USING btree ("site_id","due_at","id");--> statement-breakpoint
CREATE INDEX "quarantine_reviews_state" ON "quarantine_reviews" USING btree ("state","due_at","id");